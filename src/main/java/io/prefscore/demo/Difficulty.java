package io.prefscore.demo;

import java.util.Locale;

/** How hard a pair is to judge, by what was drawn for it, not by what any model made of it. */
public enum Difficulty {
    /** Short numbers, few names, an answer on another subject; in matters of taste: most judges agree. */
    EASY,
    /** Between the two. */
    MEDIUM,
    /** Long numbers, many names, one wrong detail among right ones; in matters of taste: judges are nearly split. */
    HARD;

    /** {@code easy} for {@link #EASY}: how columns and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
