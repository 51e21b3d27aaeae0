package io.prefscore.preference;

import java.util.Locale;

/**
 * Why an input row is set aside: a closed list, each reason a counter. Only what cannot be parsed, rendered, tokenised
 * or held is set aside; what the template renders and the model holds is scored, however odd it looks.
 *
 * @param reason the counter it goes to
 * @param detail what was found, for the person who mends the data
 */
public record Skip(Reason reason, String detail) {

    /** Instead of a detail that may quote a row. */
    public static final String NOT_SHOWN = "not shown, since include-texts is off";

    /** A conversation of which so many bytes were counted that the rest does not matter. */
    public static Skip tooMuchText(long bytes, long most) {
        return new Skip(
                Reason.TOO_LONG,
                String.format(
                        Locale.ROOT,
                        "more than %,d bytes of text, the most that is cut into tokens is %,d; filter the input",
                        bytes,
                        most));
    }

    /** The closed list. {@link #label()} is how tables and summaries write it. */
    public enum Reason {
        /** The input reader could not parse the line or record. */
        UNREADABLE_RECORD,
        /** A field that the schema needs is null. */
        MISSING_FIELD,
        /** A field holds something that the schema cannot read as what it must be. */
        MALFORMED_FIELD,
        /** A conversation has no turns. */
        EMPTY_CONVERSATION,
        /** Two conversations of a pair share no prompt, or a dialogue has no answer to judge. */
        NO_COMMON_PROMPT,
        /** A text holds a lone surrogate, which no tokenizer can encode. */
        INVALID_UNICODE,
        /** The chat template raised an error for this conversation. */
        TEMPLATE_REFUSED,
        /** The chat template ran past its bounds in time or output. */
        TEMPLATE_LIMIT,
        /** The conversation renders to no token at all. */
        NO_TOKENS,
        /** More tokens than the model holds and no truncation policy was chosen, or more text than is cut into tokens. */
        TOO_LONG,
        /** The tokenizer has no tokens for something in the text, and none for what is unknown. */
        TOKENIZER_REFUSED,
        /** The text holds a token that was added to the tokenizer and not to the model. */
        TOKEN_BEYOND_MODEL,
        /** A turn calls a tool and says nothing, or the row has tools of which the prompt does not tell. */
        TOOLS_NOT_RENDERED;

        /**
         * Whether rows with this reason point to a defect of the data, which a run's error budget is for. That a row is
         * longer than the model holds is in the nature of things.
         */
        public boolean isUnexpected() {
            return this != TOO_LONG;
        }

        /** {@code too-long} for {@link #TOO_LONG}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
