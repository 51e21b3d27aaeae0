package io.prefscore.report.page;

/**
 * Something notable, in a sentence or two that the numbers support.
 *
 * @param tone how much it should worry
 * @param model whom it is about; empty where it is about two
 * @param text plain text
 * @param target id of the part of the page that shows it
 */
public record Finding(Tone tone, String model, String text, String target) {

    /** How much a finding should worry; in the order of the page. */
    public enum Tone {
        /** Do not rely on the numbers before this is understood. */
        PROBLEM,
        /** What was asked: who is better, a benchmark's score. */
        RESULT,
        /** Weakens what the numbers say. */
        CAUTION,
        /** Good to know. */
        NOTE;

        /** In the words of the page. */
        public String label() {
            return switch (this) {
                case PROBLEM -> "Problem";
                case RESULT -> "Result";
                case CAUTION -> "Caution";
                case NOTE -> "Note";
            };
        }
    }
}
