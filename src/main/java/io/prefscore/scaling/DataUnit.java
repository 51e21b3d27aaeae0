package io.prefscore.scaling;

import java.io.Serializable;

/**
 * What training data is counted in, without which nothing is known of the compute that it costs: C = 6 N D holds for tokens.
 *
 * @param name such as {@code tokens} or {@code pairs}; empty where it is not known
 * @param tokens how many tokens one has on average; NaN where that is not known
 */
public record DataUnit(String name, double tokens) implements Serializable {

    /** Nothing is known of the unit. */
    public static final DataUnit UNKNOWN = new DataUnit("", Double.NaN);

    /** Floating-point operations for a parameter and a token. Source: J. Kaplan et al., arXiv 2001.08361, 2.1. */
    private static final double OPERATIONS = 6;

    /** Floating-point operations for a parameter and a unit of data; NaN where they are not known. */
    public double operations() {
        return OPERATIONS * tokens;
    }

    /** Whether a unit has another number of tokens than one. */
    boolean isNoToken() {
        return tokens != 1;
    }

    /** {@code 16,000 pairs}: an amount, already written, with its unit. */
    String of(String amount) {
        return name.isEmpty() ? amount : amount + " " + name;
    }
}
