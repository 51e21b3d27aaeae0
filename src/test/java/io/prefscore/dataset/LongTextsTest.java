package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.preference.LeftOut;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shortened lines against what Gson reads in the whole ones. */
class LongTextsTest {

    private static final LongTexts TEXTS = new LongTexts(List.of("</think>", "｜end｜"));

    private static LongTexts.Shortening find(String line) {
        return TEXTS.find(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String longText) {
        return "{\"prompt\": \"\\u4f60 \\\"hi\\\"\", \"chosen\": \"" + longText
                + "\", \"n\": [1, {\"short\": \"\"}], \"ok\": true}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"word and ", "\\n\\\"x\\\\", "\\u4f60\\ud83d\\ude00 ", "你好😀", "x"})
    void leavesTheBeginningOfALongTextAndAllElse(String unit) {
        String line = line(unit.repeat(2_000_000 / unit.length()) + "stop");
        JsonObject whole = JsonParser.parseString(line).getAsJsonObject();

        JsonObject shorter = JsonParser.parseString(find(line).shortened()).getAsJsonObject();

        String text = whole.remove("chosen").getAsString();
        String left = shorter.remove("chosen").getAsString();
        assertThat(shorter).isEqualTo(whole);
        int sign = left.indexOf('\uFDD0');
        assertThat(text).startsWith(left.substring(0, sign));
        int rest = text.substring(sign).getBytes(StandardCharsets.UTF_8).length;
        long counted = left.substring(sign).getBytes(StandardCharsets.UTF_8).length + LeftOut.bytes(left);
        assertThat(counted).isBetween(rest / 3L, (long) rest);
        assertThat(left).hasSizeLessThan(400);
    }

    @Test
    void countsBytesOfWordsAndTheWhiteSpaceBehindThemApart() {
        LongTexts.Shortening blanks = find(line(" ".repeat(3_000_000)));
        LongTexts.Shortening words = find(line("w".repeat(2_000_000) + "\\n".repeat(1_500_000)));

        assertThat(blanks.blanks()).isEqualTo(3_000_000 - 256);
        assertThat(blanks.shortened(100)).isEqualTo(line(" ".repeat(256 + 100)));
        assertThat(words.blanks()).isEqualTo(1_500_000);
        assertThat(words.shortened(3)).isEqualTo(line("w".repeat(256) + LeftOut.sign(2_000_000 - 256) + "\\n\\n\\n"));
        assertThat(words.shortened()).isEqualTo(line("w".repeat(256) + LeftOut.sign(3_500_000 - 256)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"</think>", "<\\/think>", "\\u003c/think\\u003E", "< /think>|end|</think>", "｜end｜"})
    void leavesATextAloneThatMayHideSomething(String mark) {
        assertThat(find(line("w".repeat(1_500_000) + mark + "w".repeat(500)))).isNull();
    }

    @Test
    void leavesAllTextsAloneWhereAMarkHasNothingOfAscii() {
        LongTexts texts = new LongTexts(List.of("</think>", "你好"));

        assertThat(texts.find(line("好".repeat(500_000)).getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void takesWhatOnlyResemblesAMarkForText() {
        assertThat(find(line("</think <think> \\u003c/thinc>".repeat(60_000)))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"%s\": 1}",
                "{'a': \"%s\"}",
                "{\"a\": \"%s",
                "{\"a\": \"%s\"",
                "{\"a\": [%1.1s]}",
            })
    void leavesALineAloneThatHasNoLongTextOrCannotBeTold(String pattern) {
        assertThat(find(String.format(pattern, "w".repeat(1_500_000)))).isNull();
    }

    @Test
    void shortensEachOfSeveralTexts() {
        String line = "{\"a\": [\"" + "x".repeat(1_200_000) + "\", \"short\", \"" + "y".repeat(1_300_000) + "\"]}";

        List<JsonElement> texts = JsonParser.parseString(find(line).shortened())
                .getAsJsonObject()
                .getAsJsonArray("a")
                .asList();

        assertThat(texts)
                .extracting(text -> text.getAsString().length() + 4 + LeftOut.bytes(text.getAsString()))
                .containsExactly(1_200_000L, 9L, 1_300_000L);
    }
}
