package io.prefscore.jinja;

/** A rendering that ran past its bounds in work, size or nesting. */
public final class LimitExceeded extends RuntimeException {

    private static final long serialVersionUID = 1;

    LimitExceeded(String message) {
        super(message);
    }
}
