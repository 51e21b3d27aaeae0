package io.prefscore.encode.jinja;

/** Python's {@code None}. */
enum None {
    NONE
}
