package io.prefscore.model;

import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.preference.Skip;
import java.util.Arrays;

/** What becomes of conversations with too many tokens, or none. */
final class Overlength {

    private Overlength() {}

    static Skip noTokens() {
        return new Skip(Skip.Reason.NO_TOKENS, "the text has no tokens");
    }

    static Skip skip(int tokens, int limit) {
        return new Skip(
                Skip.Reason.TOO_LONG,
                tokens + " tokens, the limit is " + limit + "; set encode.on-too-long or filter the input");
    }

    /** At most {@code limit} tokens, from the end or the start as the policy says. */
    static int[] cut(int[] all, int limit, OnTooLong policy) {
        if (all.length <= limit) {
            return all;
        }
        return policy == OnTooLong.TRUNCATE_START
                ? Arrays.copyOfRange(all, all.length - limit, all.length)
                : Arrays.copyOf(all, limit);
    }
}
