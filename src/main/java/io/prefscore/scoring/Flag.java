package io.prefscore.scoring;

import java.util.Locale;

/** What is odd about a row that was scored all the same. */
public enum Flag {
    /** A response has no text. */
    EMPTY_RESPONSE,
    /** Two responses render to the same text: a tie, whatever the label says. */
    IDENTICAL_RESPONSES,
    /** Two turns in a row have the same role. */
    REPEATED_ROLE,
    /** A truncation policy dropped tokens of a response. */
    TRUNCATED,
    /** Its prompt has more rated answers in other rows than are compared with each other. */
    NOT_COMPARED;

    /** {@code empty-response} for {@link #EMPTY_RESPONSE}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
