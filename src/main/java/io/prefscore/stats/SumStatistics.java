package io.prefscore.stats;

import java.util.List;

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
        return distance / sums.of(Sum.CALIBRATED);
    }

    /**
     * What {@link #calibrationError} is on average where each comparison agrees with the label as often as its confidence c says.
     * A bin's gap is then about normal with mean 0 and variance {@code n c (1 − c)}, so its size is on average the root of 2/π
     * of that. Where comparisons of a unit go together the variance is as many times greater as the gaps of units, clear of
     * the bins' mean gaps, show over all bins.
     *
     * @param units whose sums make up {@code total}, at least two
     */
    static double calibrationErrorByChance(List<ModelSums> units, ModelSums total) {
        double independent = 0;
        double observed = 0;
        double distance = 0;
        for (int bin = 0; bin < ModelSums.BINS; bin++) {
            double count = total.binCount(bin);
            if (count > 0) {
                double confidence = total.binConfidence(bin) / count;
                double variance = count * confidence * (1 - confidence);
                independent += variance;
                observed += gapVariance(units, total, bin);
                distance += Math.sqrt(2 / Math.PI * variance);
            }
        }
        double excess = Math.sqrt(Math.max(1, observed / independent));
        return excess * distance / total.of(Sum.CALIBRATED);
    }

    private static double gapVariance(List<ModelSums> units, ModelSums total, int bin) {
        double mean = (total.binConfidence(bin) - total.binAgreement(bin)) / total.binCount(bin);
        double squares = 0;
        for (ModelSums unit : units) {
            double gap = unit.binConfidence(bin) - unit.binAgreement(bin) - mean * unit.binCount(bin);
            squares += gap * gap;
        }
        return squares;
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
