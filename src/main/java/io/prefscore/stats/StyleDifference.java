package io.prefscore.stats;

import io.prefscore.stats.StyleFeature.Quantity;

/** How two responses differ in style, and what is left of a margin without it. */
public final class StyleDifference {

    /** A remainder below this part of what it is made of is rounding: rewards are float32. */
    private static final double ROUNDING = 0x1p-23;

    private static final StyleFeature[] FEATURES = StyleFeature.values();

    private StyleDifference() {}

    /**
     * The features of a comparison, in the order of {@link StyleFeature}. With the responses exchanged each is the negative.
     *
     * @param preferredCharacters length of the preferred response
     * @param otherCharacters length of the other response
     */
    public static double[] of(int preferredCharacters, TextStyle preferred, int otherCharacters, TextStyle other) {
        double[] difference = new double[FEATURES.length];
        for (int feature = 0; feature < difference.length; feature++) {
            Quantity quantity = FEATURES[feature].quantity();
            difference[feature] = FEATURES[feature].difference(
                    amount(quantity, preferredCharacters, preferred), amount(quantity, otherCharacters, other));
        }
        return difference;
    }

    /**
     * The margin less what style explains of it; exactly 0, a tie, where no more than rounding is left, as with a reward
     * that is the number of characters itself.
     *
     * @param margin reward of the preferred response less that of the other
     * @param coefficients reward per unit of each feature
     * @param style as {@link #of} gives it
     */
    public static double remainder(double margin, double[] coefficients, double[] style) {
        double remainder = margin;
        double size = Math.abs(margin);
        for (int feature = 0; feature < coefficients.length; feature++) {
            double explained = coefficients[feature] * style[feature];
            remainder -= explained;
            size += Math.abs(explained);
        }
        return Math.abs(remainder) <= ROUNDING * size ? 0 : remainder;
    }

    private static int amount(Quantity quantity, int characters, TextStyle style) {
        return switch (quantity) {
            case CHARACTERS -> characters;
            case HEADINGS -> style.headings();
            case LIST_ITEMS -> style.listItems();
            case BOLD -> style.boldPassages();
            case CODE -> style.codePassages();
        };
    }
}
