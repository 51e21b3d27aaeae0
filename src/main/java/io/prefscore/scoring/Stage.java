package io.prefscore.scoring;

import java.util.Locale;

/** What a run does, in this order. */
public enum Stage {
    /** Opens the input and recognises its schema. */
    OPEN,
    /** Parses and renders the rows. */
    RENDER,
    /** Scores the distinct texts that the store lacks. */
    SCORE,
    /** Joins rewards to the rows they belong to and writes the tables. */
    WRITE,
    /** Checks the tables against each other and computes the summary. */
    SUMMARISE;

    /** {@code render} for {@link #RENDER}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
