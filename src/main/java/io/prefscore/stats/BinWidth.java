package io.prefscore.stats;

/** How wide the bins of a histogram are. */
public final class BinWidth {

    /** Bins beyond this number are one: 2^40 bins are 2^32 standard deviations. */
    static final long LAST_BIN = 1L << 40;

    /** 2^7: bins are narrower than a 128th of the standard deviation. */
    private static final int BITS_PER_STANDARD_DEVIATION = 7;

    private BinWidth() {}

    /**
     * The power of two w with {@code s / 256 < w <= s / 128}. Powers of two, so that a bin's ends are exact and samples that
     * differ little have the same bins.
     *
     * @param standardDeviation s; where it is 0, NaN or infinite the width is 1
     */
    public static double of(double standardDeviation) {
        if (!(standardDeviation > 0) || Double.isInfinite(standardDeviation)) {
            return 1;
        }
        return Math.scalb(1.0, Math.getExponent(standardDeviation) - BITS_PER_STANDARD_DEVIATION);
    }

    /** The bin that holds a finite value: {@code floor(value / width)}, at most {@link #LAST_BIN} from 0. */
    static long bin(double value, double width) {
        return Math.max(-LAST_BIN, Math.min(LAST_BIN, (long) Math.floor(value / width)));
    }

    /** The middle of a bin, which stands for what fell into it. */
    static double centre(long bin, double width) {
        return (bin + 0.5) * width;
    }
}
