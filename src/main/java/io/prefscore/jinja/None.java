package io.prefscore.jinja;

/** Python's {@code None}. */
enum None {
    NONE
}
