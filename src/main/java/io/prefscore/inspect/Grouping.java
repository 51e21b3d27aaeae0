package io.prefscore.inspect;

/** What makes an example. */
enum Grouping {
    /** Each row is one. */
    BY_ROW,
    /**
     * Rows with the same example id are one: each row has a response with a rating, and all pairs of rated responses are
     * compared, equal ratings being ties.
     */
    BY_PROMPT
}
