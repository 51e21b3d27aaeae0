package io.prefscore.dataset;

import io.prefscore.preference.Skip;

/**
 * Ends the parsing of a row with the reason to set it aside with; {@link RowParser} turns it into a value. Carries no
 * stack trace: it is an outcome, and filling one in would cost more than the parsing.
 */
final class RowRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Skip skip;

    RowRefused(Skip.Reason reason, String detail) {
        super(detail, null, false, false);
        this.skip = new Skip(reason, detail);
    }

    static RowRefused missing(String what) {
        return new RowRefused(Skip.Reason.MISSING_FIELD, "'" + what + "' is null");
    }

    static RowRefused malformed(String what, String detail) {
        return new RowRefused(Skip.Reason.MALFORMED_FIELD, "'" + what + "' " + detail);
    }

    Skip skip() {
        return skip;
    }
}
