package io.prefscore.model;

import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.encode.Utf8;
import io.prefscore.preference.Skip;
import java.util.Arrays;

/**
 * Cuts texts into the tokens that are scored, and says what becomes of those with too many tokens, none, or one that the
 * model does not have.
 *
 * @param tokenizer cuts texts
 * @param vocabulary tokens that the model has; {@link Integer#MAX_VALUE} where that is not known
 * @param most tokens of a conversation
 * @param policy what is done with a longer one
 */
record TokenLimit(TextTokenizer tokenizer, int vocabulary, int most, OnTooLong policy) {

    /**
     * Bytes by which two cuts of one text lie apart: a prime, so that what repeats in a long run of one character does not
     * repeat between them.
     */
    private static final int APART = 99_991;

    /**
     * Tokens that are scored.
     *
     * @param kept their ids
     * @param dropped how many more the conversation has; of a text that is too long to be cut as a whole, a lower bound
     */
    record Tokens(int[] kept, int dropped) {}

    /**
     * The tokens of a text, fewer where the policy says so.
     *
     * @throws ConversationRefused where the text has none, too many, or one that the model does not have
     */
    Tokens of(String text) throws ConversationRefused {
        Tokens tokens = fitting(text);
        for (int id : tokens.kept()) {
            if (id >= vocabulary) {
                throw new ConversationRefused(
                        Skip.Reason.TOKEN_BEYOND_MODEL,
                        "the text holds token " + id + " of the tokenizer, the model has " + vocabulary
                                + " (vocab_size); filter the input, or take the tokenizer that the model was trained with");
            }
        }
        return tokens;
    }

    private Tokens fitting(String text) throws ConversationRefused {
        if (policy != OnTooLong.SET_ASIDE && !tokenizer.takes(text)) {
            return ofPart(text);
        }
        int[] all = tokenizer.encode(text);
        if (all.length == 0) {
            throw new ConversationRefused(Skip.Reason.NO_TOKENS, "the text has no tokens");
        }
        if (all.length > most && policy == OnTooLong.SET_ASIDE) {
            throw new ConversationRefused(
                    Skip.Reason.TOO_LONG,
                    all.length + " tokens, the limit is " + most + "; set encode.on-too-long or filter the input");
        }
        int[] kept = cut(all);
        return new Tokens(kept, all.length - kept.length);
    }

    /**
     * Cuts off a part of the text that is to be dropped before the rest is cut into tokens. Where the part begins decides the
     * tokens beside it, and in a long run of one character all of them, so two parts must agree.
     */
    private Tokens ofPart(String text) throws ConversationRefused {
        int[] all = tokenizer.encode(part(text, tokenizer.mostBytes()));
        int[] kept = cut(all);
        if (kept.length < most
                || !Arrays.equals(kept, cut(tokenizer.encode(part(text, tokenizer.mostBytes() - APART))))) {
            throw new ConversationRefused(
                    Skip.Reason.TOO_LONG,
                    "the text is too long to be cut into tokens as a whole, and which " + most
                            + " tokens it would keep cannot be told from a part; filter the input");
        }
        return new Tokens(kept, Math.max(1, all.length - kept.length));
    }

    private String part(String text, int bytes) {
        return policy == OnTooLong.TRUNCATE_START ? Utf8.end(text, bytes) : Utf8.start(text, bytes);
    }

    /** As many tokens as are scored, from the end or the start as the policy says. */
    private int[] cut(int[] all) {
        if (all.length <= most) {
            return all;
        }
        return policy == OnTooLong.TRUNCATE_START
                ? Arrays.copyOfRange(all, all.length - most, all.length)
                : Arrays.copyOf(all, most);
    }
}
