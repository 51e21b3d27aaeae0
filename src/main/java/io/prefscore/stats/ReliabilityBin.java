package io.prefscore.stats;

import java.io.Serializable;

/**
 * A bin of a reliability curve.
 *
 * @param from lowest confidence of the bin
 * @param to highest confidence of the bin
 * @param comparisons labelled comparisons whose confidence falls here
 * @param confidence their mean confidence; NaN without any
 * @param agreement share of them in which the model agrees with the label, ties one half
 */
public record ReliabilityBin(double from, double to, long comparisons, double confidence, Estimate agreement)
        implements Serializable {}
