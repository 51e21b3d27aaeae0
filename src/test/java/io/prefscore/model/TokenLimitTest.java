package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.GoldenModels;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts of which only a part is cut into tokens, against the tokens of the whole text. */
class TokenLimitTest {

    private static final int MOST = 300;

    /** Half a megabyte of words: more than is cut for a model that holds few tokens, not for one that holds many. */
    private static final String WORDS = new Random(5)
            .ints(90_000, 0, 10_000)
            .mapToObj(word -> Integer.toString(word + 1_000_000, 30))
            .collect(Collectors.joining(" "));

    @ParameterizedTest
    @EnumSource(
            value = OnTooLong.class,
            names = {"TRUNCATE_START", "TRUNCATE_END"})
    void keepsTheTokensThatTheWholeTextWouldKeep(OnTooLong policy) throws ConversationRefused {
        Path folder = GoldenModels.folder("llama-yarn-oldstyle-spm");
        try (TextTokenizer few = TextTokenizer.read(folder, MOST);
                TextTokenizer many = TextTokenizer.read(folder, 131_072)) {
            assertThat(few.takes(WORDS)).isFalse();
            int[] whole = many.encode(WORDS);
            TokenLimit.Tokens part = new TokenLimit(few, Integer.MAX_VALUE, MOST, policy).of(WORDS);

            int from = policy == OnTooLong.TRUNCATE_START ? whole.length - MOST : 0;
            assertThat(part.kept()).isEqualTo(Arrays.copyOfRange(whole, from, from + MOST));
            assertThat(part.dropped()).isPositive().isLessThanOrEqualTo(whole.length - MOST);
        }
    }

    /** A run of blanks is cut into pairs from its start, so its last token depends on how many there are. */
    @ParameterizedTest
    @EnumSource(
            value = OnTooLong.class,
            names = {"TRUNCATE_START", "SET_ASIDE"})
    void refusesATextWhoseTokensCannotBeToldFromAPart(OnTooLong policy) {
        String blanks = " ".repeat(600_000);
        try (TextTokenizer tokenizer = TextTokenizer.read(GoldenModels.folder("qwen2-seqcls-tiny"), MOST)) {
            TokenLimit limit = new TokenLimit(tokenizer, Integer.MAX_VALUE, MOST, policy);
            assertThatThrownBy(() -> limit.of(blanks))
                    .isInstanceOf(ConversationRefused.class)
                    .hasMessageStartingWith("too-long: ");
        }
    }
}
