package io.prefscore.stats;

/** A bin for each value: the value's binary form, so ordered that greater values have greater bins. */
record ExactBins() implements ValueBins {

    private static final long serialVersionUID = 1;

    @Override
    public long bin(double value) {
        // 0 is added to make −0 the same as 0.
        return turned(Double.doubleToRawLongBits(value + 0.0));
    }

    @Override
    public double low(long bin) {
        return Double.longBitsToDouble(turned(bin));
    }

    @Override
    public double high(long bin) {
        return low(bin);
    }

    @Override
    public double relativeError() {
        return 0;
    }

    /** Its own inverse. */
    private static long turned(long bits) {
        return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
    }
}
