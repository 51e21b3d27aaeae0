package io.prefscore.stats;

/**
 * Bins of equal relative width, the same for all data: each span from one power of two to the next is cut into so many equal
 * parts. A value's bin is the first bits of its binary form, so no bin's ends are rounded, counts of any two samples can be
 * merged, and no value, however large, makes the bins of others wider. Such bins are those of G. Tene's HdrHistogram; C. Masson,
 * J. Rim and H. Lee (DDSketch, VLDB 2019) bound the error of quantiles by the bins' relative width in the same way.
 */
final class LogBins {

    /** Of those bins that stand for what fell into them by their middle, which is at most 2^−9 (0.2 %) off. */
    static final int BITS = 8;

    private static final int MANTISSA_BITS = 52;

    private LogBins() {}

    /** The bin that holds a finite value, in the values' order: 0 holds 0, and negative values have negative bins. */
    static long bin(double value) {
        long bin = magnitude(Math.abs(value), BITS);
        return value < 0 ? -1 - bin : bin;
    }

    /** The middle of a bin, which stands for what fell into it. */
    static double centre(long bin) {
        long magnitude = bin < 0 ? -1 - bin : bin;
        int shift = MANTISSA_BITS - BITS;
        double centre = magnitude == 0 ? 0 : Double.longBitsToDouble((magnitude << shift) + (1L << (shift - 1)));
        return bin < 0 ? -centre : centre;
    }

    /**
     * The bin of a magnitude where there are 2^{@code bits} bins between a power of two and the next.
     *
     * @param magnitude finite, at least 0
     */
    static int magnitude(double magnitude, int bits) {
        return (int) (Double.doubleToRawLongBits(magnitude) >>> (MANTISSA_BITS - bits));
    }
}
