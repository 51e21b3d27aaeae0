package io.prefscore;

/**
 * How often a simulation draws: as often as it takes to notice a wrong formula with every build, and as often as it takes to
 * print the figures of the documents in Maven's profile {@code wide}.
 */
public final class Trials {

    private Trials() {}

    /** The first number, or the second in the profile {@code wide}. */
    public static int of(int usual, int wide) {
        return Boolean.getBoolean("prefscore.wide") ? wide : usual;
    }
}
