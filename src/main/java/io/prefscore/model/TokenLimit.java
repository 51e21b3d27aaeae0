package io.prefscore.model;

import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.preference.Skip;
import java.util.Arrays;
import java.util.Optional;

/**
 * What becomes of conversations with too many tokens, or none.
 *
 * @param most tokens of a conversation
 * @param policy what is done with a longer one
 */
record TokenLimit(int most, OnTooLong policy) {

    /** Why a conversation of so many tokens is not scored; empty where it is. */
    Optional<Skip> refusal(int tokens) {
        if (tokens == 0) {
            return Optional.of(new Skip(Skip.Reason.NO_TOKENS, "the text has no tokens"));
        }
        if (tokens > most && policy == OnTooLong.SET_ASIDE) {
            return Optional.of(new Skip(
                    Skip.Reason.TOO_LONG,
                    tokens + " tokens, the limit is " + most + "; set encode.on-too-long or filter the input"));
        }
        return Optional.empty();
    }

    /** As many tokens as are scored, from the end or the start as the policy says. */
    int[] cut(int[] all) {
        if (all.length <= most) {
            return all;
        }
        return policy == OnTooLong.TRUNCATE_START
                ? Arrays.copyOfRange(all, all.length - most, all.length)
                : Arrays.copyOf(all, most);
    }
}
