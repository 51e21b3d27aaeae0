package io.prefscore.preference;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is odd about a row that can be scored all the same. */
public enum Flag {
    /** There are turns before the responses, and none of them says anything. */
    EMPTY_PROMPT,
    /** A response has no text. */
    EMPTY_RESPONSE,
    /** Two responses render to the same text: a tie, whatever the label says. */
    IDENTICAL_RESPONSES,
    /** The label prefers a response, and the data's own scores the other one. */
    LABEL_AGAINST_SCORES,
    /** Two turns in a row have the same role. */
    REPEATED_ROLE,
    /** A turn holds the text of one of the model's special tokens, which the model takes for its template's. */
    SPECIAL_TOKENS,
    /** Another row has the same two texts and prefers the other one. Counted; no row by itself shows it. */
    CONTRADICTED,
    /** A truncation policy dropped tokens of a response. */
    TRUNCATED,
    /** Its prompt has more rated answers in other rows than are compared with each other. */
    NOT_COMPARED;

    /** What the data shows, beside a tokenizer and before any model is asked. */
    public static final Set<Flag> OF_DATA = Set.of(
            EMPTY_PROMPT,
            EMPTY_RESPONSE,
            IDENTICAL_RESPONSES,
            LABEL_AGAINST_SCORES,
            REPEATED_ROLE,
            SPECIAL_TOKENS,
            CONTRADICTED);

    /**
     * What is odd about a row by itself.
     *
     * @param identical whether two of its responses render to the same text
     * @param special whether a turn holds the text of a special token
     */
    public static Set<Flag> of(Example example, boolean identical, boolean special) {
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        if (special) {
            flags.add(SPECIAL_TOKENS);
        }
        if (identical) {
            flags.add(IDENTICAL_RESPONSES);
        }
        if (!example.prompt().isEmpty()
                && example.prompt().stream().allMatch(turn -> turn.content().isBlank())) {
            flags.add(EMPTY_PROMPT);
        }
        if (example.comparisons().stream()
                .anyMatch(comparison -> comparison.strength().orElse(0) < 0)) {
            flags.add(LABEL_AGAINST_SCORES);
        }
        for (Response response : example.responses()) {
            if (response.characters() == 0) {
                flags.add(EMPTY_RESPONSE);
            }
            if (repeatsRole(example.prompt(), response.messages())) {
                flags.add(REPEATED_ROLE);
            }
        }
        return flags;
    }

    private static boolean repeatsRole(List<Message> prompt, List<Message> response) {
        String before = "";
        for (List<Message> turns : List.of(prompt, response)) {
            for (Message turn : turns) {
                if (turn.role().equals(before)) {
                    return true;
                }
                before = turn.role();
            }
        }
        return false;
    }

    /** The flag of a label, if one has it. */
    public static Optional<Flag> labelled(String label) {
        return Arrays.stream(values())
                .filter(flag -> flag.label().equals(label))
                .findFirst();
    }

    /** {@code empty-response} for {@link #EMPTY_RESPONSE}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
