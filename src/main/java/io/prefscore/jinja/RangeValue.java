package io.prefscore.jinja;

import java.math.BigInteger;

/**
 * Python's {@code range}, in the sandbox's bounds.
 *
 * @param length number of values, at most {@link #MAX_LENGTH}
 */
record RangeValue(BigInteger start, BigInteger stop, BigInteger step, int length) {

    /** The sandbox's own bound. */
    static final int MAX_LENGTH = 100_000;

    static RangeValue of(BigInteger start, BigInteger stop, BigInteger step) {
        if (step.signum() == 0) {
            throw TemplateError.value("range() arg 3 must not be zero");
        }
        BigInteger span = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
        BigInteger size = step.abs();
        BigInteger length = span.signum() <= 0
                ? BigInteger.ZERO
                : span.add(size).subtract(BigInteger.ONE).divide(size);
        if (length.compareTo(BigInteger.valueOf(MAX_LENGTH)) > 0) {
            throw new TemplateError(
                    TemplateError.Kind.OVERFLOW,
                    "Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_LENGTH + ").");
        }
        return new RangeValue(start, stop, step, length.intValueExact());
    }

    /** The value at an index in {@code [0, length)}. */
    BigInteger value(int index) {
        return start.add(step.multiply(BigInteger.valueOf(index)));
    }
}
