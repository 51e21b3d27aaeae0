package io.prefscore.stats;

/**
 * A bin of a histogram.
 *
 * @param from lower end, included
 * @param to upper end, not included
 * @param count what fell into it
 */
public record Bin(double from, double to, long count) {}
