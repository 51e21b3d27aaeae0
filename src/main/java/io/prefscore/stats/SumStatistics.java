package io.prefscore.stats;

/** Statistics that are functions of sums, other than ratios of two. */
final class SumStatistics {

    private SumStatistics() {}

    /** Right answers, equal rewards one half. */
    static double right(ModelSums sums) {
        return sums.of(Sum.AGREEING) + sums.of(Sum.REWARD_TIES) / 2;
    }

    /** Comparisons weigh each bin's distance of means, so that what is added up are distances of sums. */
    static double calibrationError(ModelSums sums) {
        double distance = 0;
        for (int bin = 0; bin < ModelSums.BINS; bin++) {
            distance += Math.abs(sums.binConfidence(bin) - sums.binAgreement(bin));
        }
        return distance / sums.of(Sum.USED);
    }

    static double strengthCorrelation(ModelSums sums) {
        return Correlation.of(
                sums.of(Sum.STRENGTH_KNOWN),
                sums.of(Sum.STRENGTH),
                sums.of(Sum.STRENGTH_SQUARED),
                sums.of(Sum.STRENGTH_MARGIN),
                sums.of(Sum.STRENGTH_MARGIN_SQUARED),
                sums.of(Sum.STRENGTH_TIMES_MARGIN));
    }

    static double rewardLengthCorrelation(ModelSums sums) {
        return Correlation.of(
                2 * sums.of(Sum.USED),
                sums.of(Sum.REWARD),
                sums.of(Sum.REWARD_SQUARED),
                sums.of(Sum.LENGTH),
                sums.of(Sum.LENGTH_SQUARED),
                sums.of(Sum.REWARD_TIMES_LENGTH));
    }

    static double marginLengthCorrelation(ModelSums sums) {
        return Correlation.aroundZero(
                sums.of(Sum.MARGIN_SQUARED), sums.of(Sum.DIFFERENCE_SQUARED), sums.of(Sum.MARGIN_TIMES_DIFFERENCE));
    }
}
