package io.prefscore.filter.page;

/** What policies do, in a sentence or two each. */
final class PolicyWords {

    /** What a step is called that is no policy, but follows from the shape of what is written. */
    static final String SHAPE = "shape";

    private PolicyWords() {}

    /**
     * The sentences.
     *
     * @param label of a step, numbered or not
     * @throws IllegalArgumentException if there is no such policy
     */
    static String of(String label) {
        String name = label.replaceFirst("-[0-9]+$", "");
        return switch (name) {
            case "margin" ->
                "Keeps pairs whose margin lies in a band: the reward of the preferred response less that of the other, or how far"
                        + " apart the two are, whatever the label says.";
            case "agreement" ->
                "Acts on pairs whose label is probably wrong: the model prefers the other response, by a margin at which it is"
                        + " hardly ever wrong itself. How often margins and labels contradict each other was learned on other"
                        + " prompts.";
            case "label-confidence" ->
                "Keeps pairs whose label the model confirms with a probability in a band. The probability is that of the margin"
                        + " after a calibration on other prompts.";
            case "reward" ->
                "Keeps what has a reward in a band: good in itself, and not only better than something bad.";
            case "top-share" ->
                "Keeps the first by rank, a share or a number of them, of each value of a column by itself.";
            case "length-balance" ->
                "Drops pairs by chance until the preferred response is the longer one as often as the shorter one, for each size of"
                        + " the gap and each band of margins, so that length alone no longer says which response is preferred.";
            case "exact-duplicates" -> "Keeps one of the rows that are the same to the letter.";
            case "near-duplicates" ->
                "Keeps one of the rows whose prompts are nearly the same: their sets of word sequences overlap by more than a"
                        + " threshold.";
            case "decontaminate" ->
                "Drops rows whose prompt holds word sequences that stand in an evaluation set, so that what is trained on this data"
                        + " can still be measured on that set.";
            case "ensemble" -> "Keeps pairs on whose label several models agree.";
            case "sample" -> "Keeps what chance draws: a share, or exactly so many. The same seed draws the same.";
            case "where" -> "Keeps rows of which a condition in SQL is true.";
            case "pairs" ->
                "Makes pairs of the responses to a prompt, by their rewards: the better one is chosen, the other rejected, and"
                        + " where the data has a label that says the opposite the pair counts as flipped. Policies after this one"
                        + " see pairs.";
            case "best" ->
                "Keeps the responses with the highest rewards, as examples to imitate. Policies after this one see single"
                        + " responses.";
            case SHAPE -> "No policy: drops what cannot be written in the shape that was asked for.";
            default -> throw new IllegalArgumentException("no policy is called " + label);
        };
    }
}
