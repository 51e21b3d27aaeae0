package io.prefscore.stats;

/**
 * A comparison as statistics see it: numbers only, judged by one model or several.
 *
 * @param promptKey equal for equal prompts
 * @param example names the example
 * @param preferred index of the response that the label prefers
 * @param other index of the response it is compared with
 * @param strength the label's own strength; 0 is a tie, NaN is none given
 * @param preferredCharacters length of the preferred response
 * @param otherCharacters length of the other response
 * @param style of the preferred less of the other response, {@link StyleFeature}s in their order; NaN where texts were not seen
 * @param preferredRewards of the preferred response, one a model
 * @param otherRewards of the other response, one a model
 * @param missing for each model whether a reward is absent, which leaves NaN in the arrays
 */
public record Pair(
        long promptKey,
        String example,
        int preferred,
        int other,
        double strength,
        int preferredCharacters,
        int otherCharacters,
        double[] style,
        double[] preferredRewards,
        double[] otherRewards,
        boolean[] missing) {

    /** Whether the label says that neither is better. */
    public boolean isLabelTie() {
        return strength == 0;
    }

    /** Whether statistics of a model can rest on it: labelled, and both rewards are finite. */
    public boolean isUsed(int model) {
        return !isLabelTie() && isFinite(model);
    }

    /** Whether both rewards of a model are there, and finite, they and their difference. */
    public boolean isFinite(int model) {
        return !missing[model] && Double.isFinite(margin(model));
    }

    /** Reward of the preferred response less that of the other; exact where both are float32, as those of our models are. */
    public double margin(int model) {
        return preferredRewards[model] - otherRewards[model];
    }

    /** The same comparison with the label turned round. */
    @SuppressWarnings("ArgumentSelectionDefectChecker")
    public Pair exchanged() {
        double[] turned = new double[style.length];
        for (int feature = 0; feature < turned.length; feature++) {
            turned[feature] = -style[feature];
        }
        return new Pair(
                promptKey,
                example,
                other,
                preferred,
                strength,
                otherCharacters,
                preferredCharacters,
                turned,
                otherRewards,
                preferredRewards,
                missing);
    }
}
