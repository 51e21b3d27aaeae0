package io.prefscore.config;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation becomes tokens: group {@code encode} of the settings. All of it changes scores, so all of it is in the
 * fingerprint.
 *
 * @param systemPrompt turn put before conversations that do not begin with one: empty adds no turn; a present empty text
 *     adds an empty system turn, which is what WorldPM asks for and not the same as none, since many templates insert a
 *     default system prompt of their own where none is given
 * @param date what templates that write today's date are told; fixed, so that a text does not change at midnight
 * @param maxTokens longest conversation to score; where absent, as many as the model holds
 * @param onTooLong what becomes of a longer one
 */
public record EncodeSettings(Optional<String> systemPrompt, LocalDate date, OptionalInt maxTokens, OnTooLong onTooLong)
        implements Serializable {

    public EncodeSettings {
        Requirements requirements = new Requirements();
        requirements.positive("encode.max-tokens", maxTokens, "leave it out to go by what the model holds");
        requirements.enforce();
    }

    /** What becomes of a conversation longer than the model holds. Never silent: a truncated row carries a flag. */
    public enum OnTooLong {
        /** The row goes to the set-aside table with reason {@code too-long}. */
        SET_ASIDE,
        /** Tokens are dropped from the start, so the end of the answer is judged. */
        TRUNCATE_START,
        /** Tokens are dropped from the end; the score is read in the middle of the answer. */
        TRUNCATE_END;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Optional values cannot be serialized; this form of the record can. */
    private record Shipped(
            @Nullable String systemPrompt,
            LocalDate date,
            @Nullable Integer maxTokens,
            OnTooLong onTooLong) implements Serializable {

        private Object readResolve() {
            return new EncodeSettings(
                    Optional.ofNullable(systemPrompt),
                    date,
                    maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens),
                    onTooLong);
        }
    }

    private Object writeReplace() {
        return new Shipped(
                systemPrompt.orElse(null), date, maxTokens.isPresent() ? maxTokens.getAsInt() : null, onTooLong);
    }
}
