package io.prefscore.encode;

import io.prefscore.preference.Skip;

/** A conversation that cannot be rendered, with the reason for which its row is set aside. */
public final class ConversationRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Skip skip;

    public ConversationRefused(Skip.Reason reason, String detail) {
        super(reason.label() + ": " + detail);
        this.skip = new Skip(reason, detail);
    }

    /** Why, for the set-aside table. */
    public Skip skip() {
        return skip;
    }
}
