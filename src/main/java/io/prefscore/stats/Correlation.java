package io.prefscore.stats;

/** Pearson correlations from sums. */
final class Correlation {

    /** Below this part of the sum of squares a sum of squared distances is rounding: the values are all alike. */
    private static final double ROUNDING = 1e-14;

    private Correlation() {}

    /** Of values whose means are taken off; NaN where either does not vary. */
    static double of(double count, double x, double xx, double y, double yy, double xy) {
        return aroundZero(distances(count, x, xx), distances(count, y, yy), xy - x * y / count);
    }

    /** Of values whose means are 0. */
    static double aroundZero(double xx, double yy, double xy) {
        return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy))) : Double.NaN;
    }

    private static double distances(double count, double sum, double squares) {
        double distances = squares - sum * sum / count;
        return distances > ROUNDING * squares ? distances : 0;
    }
}
