package io.prefscore.dataset;

/**
 * A column that nothing is read from.
 *
 * @param name as the data has it
 * @param type as Spark writes it
 */
public record UnreadColumn(String name, String type) {}
