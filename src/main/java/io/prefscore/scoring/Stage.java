package io.prefscore.scoring;

import java.util.Locale;

/** What a run does, in this order. */
public enum Stage {
    /** Opens the input and recognises its schema. */
    OPEN(1),
    /** Parses and renders the rows. */
    RENDER(2),
    /** Scores the distinct texts that the store lacks. */
    SCORE(1),
    /** Joins rewards to the rows they belong to and writes the tables. */
    WRITE(6),
    /** Checks the tables against each other and computes the summary. */
    SUMMARISE(4);

    private final int jobs;

    Stage(int jobs) {
        this.jobs = jobs;
    }

    /** How many jobs of Spark's it usually takes, for progress. */
    int jobs() {
        return jobs;
    }

    /** {@code render} for {@link #RENDER}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
