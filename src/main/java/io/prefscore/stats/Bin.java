package io.prefscore.stats;

import java.io.Serializable;

/**
 * A bin of a histogram.
 *
 * @param from lower end, included
 * @param to upper end, not included
 * @param count what fell into it
 */
public record Bin(double from, double to, long count) implements Serializable {}
