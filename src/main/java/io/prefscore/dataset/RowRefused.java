package io.prefscore.dataset;

import io.prefscore.preference.Skip;

/** Ends the parsing of a row with the reason to set it aside with; {@link RowParser} turns it into a value. */
final class RowRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Skip skip;

    RowRefused(Skip.Reason reason, String detail) {
        super(detail);
        this.skip = new Skip(reason, detail);
    }

    Skip skip() {
        return skip;
    }
}
