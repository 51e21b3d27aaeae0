package io.prefscore.scoring;

import java.util.Locale;

/** What is odd about a row that was scored all the same. */
public enum Flag {
    /** There are turns before the responses, and none of them says anything. */
    EMPTY_PROMPT,
    /** A response has no text. */
    EMPTY_RESPONSE,
    /** Two responses render to the same text: a tie, whatever the label says. */
    IDENTICAL_RESPONSES,
    /** The label prefers a response, and the data's own scores the other one. */
    LABEL_AGAINST_SCORES,
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
