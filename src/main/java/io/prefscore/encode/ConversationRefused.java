package io.prefscore.encode;

import io.prefscore.preference.Skip;

/** A conversation that cannot be rendered, with the reason for which its row is set aside. */
public final class ConversationRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Skip skip;

    public ConversationRefused(Skip.Reason reason, String detail) {
        this(new Skip(reason, detail));
    }

    public ConversationRefused(Skip skip) {
        super(skip.reason().label() + ": " + skip.detail());
        this.skip = skip;
    }

    /** Why, for the set-aside table. */
    public Skip skip() {
        return skip;
    }
}
