package io.prefscore.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.GoldenModels;
import io.prefscore.preference.Skip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that must not be given to the tokenizer, or that it has no tokens for. */
class TextTokenizerTest {

    private static final Path GOLDEN = GoldenModels.folder("llama3-oldstyle-pad-is-eos");

    @TempDir
    private Path folder;

    /** Given to the tokenizer, ten million blanks and more abort the process: that this test ends is what it shows. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "a", "1", "!", "中", "😀"})
    void refusesARunOfOneCharacterThatWouldAbortTheProcess(String character) {
        String text = character.repeat(12_000_000 / character.length());
        try (TextTokenizer tokenizer = TextTokenizer.read(GOLDEN, Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> tokenizer.encode(text))
                    .isInstanceOfSatisfying(ConversationRefused.class, refused -> assertThat(refused.skip())
                            .isEqualTo(new Skip(
                                    Skip.Reason.TOO_LONG,
                                    String.format(
                                            "%,d bytes of text, the most that is cut into tokens is 8,388,608; filter"
                                                    + " the input",
                                            text.getBytes(StandardCharsets.UTF_8).length))));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 524288", "74898, 524288", "131072, 917504", "1000000, 7000000", "2147483647, 8388608"})
    void takesSevenBytesForEachTokenThatTheModelHolds(int maxTokens, int bytes) {
        try (TextTokenizer tokenizer = TextTokenizer.read(GOLDEN, maxTokens)) {
            assertThat(tokenizer.mostBytes()).isEqualTo(bytes);
            for (String character : List.of("a", "é", "中", "😀")) {
                int size = character.getBytes(StandardCharsets.UTF_8).length;
                assertThat(tokenizer.takes(character.repeat(bytes / size))).isTrue();
                assertThat(tokenizer.takes(character.repeat(bytes / size + 1))).isFalse();
            }
        }
    }

    @Test
    void refusesByItselfATextThatTheTokenizerHasNoTokensFor() throws IOException, ConversationRefused {
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
                 "pre_tokenizer": null, "post_processor": null, "decoder": null,
                 "model": {"type": "Unigram", "unk_id": null, "vocab": [["a", -1.0], ["b", -2.0]], "byte_fallback": false}}
                """);
        try (TextTokenizer tokenizer = TextTokenizer.read(folder, 4096)) {
            assertThatThrownBy(() -> tokenizer.encode("abc"))
                    .isInstanceOfSatisfying(
                            ConversationRefused.class,
                            refused -> assertThat(refused.skip().reason()).isEqualTo(Skip.Reason.TOKENIZER_REFUSED))
                    .hasMessageContaining("unk_id");
            assertThat(tokenizer.encode("ab")).containsExactly(0, 1);
        }
    }

    @Test
    void cutsAtTheBytesOfUtf8() {
        String text = "aé中😀aé中😀";
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        assertThat(Utf8.length(text)).isEqualTo(length);
        for (int bytes = 0; bytes <= length; bytes++) {
            String start = Utf8.start(text, bytes);
            String end = Utf8.end(text, bytes);
            assertThat(text).startsWith(start).endsWith(end);
            assertThat(start.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(Math.max(0, bytes - 3), bytes);
            assertThat(end.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(Math.max(0, bytes - 3), bytes);
        }
    }
}
