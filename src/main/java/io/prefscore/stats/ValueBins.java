package io.prefscore.stats;

import java.io.Serializable;

/** Bins of rewards or of margins, in the values' order. Immutable. */
public sealed interface ValueBins extends Serializable permits ExactBins, PlannedBins {

    /** The bin of a finite value. */
    long bin(double value);

    /** The lower end of a bin; where this is {@link #high} too, it stands for all that fell into the bin. */
    double low(long bin);

    /** The upper end of a bin. */
    double high(long bin);

    /** Of a bin's value, how far it may be from what fell into it, relative to that; 0 where bins hold a single value. */
    double relativeError();
}
