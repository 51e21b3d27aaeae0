package io.prefscore.demo;

import java.util.Locale;

/** The three classes of test sets that WorldPM's authors found to scale differently. */
public enum Kind {
    /** A fluent answer that is irrelevant, incomplete or wrong in one planted detail, against a good one. */
    ADVERSARIAL,
    /** An answer that is right against one that is wrong, checkable by anyone. */
    OBJECTIVE,
    /** A matter of taste, on which judges disagree by a known amount. */
    SUBJECTIVE;

    /** {@code adversarial} for {@link #ADVERSARIAL}: how columns and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
