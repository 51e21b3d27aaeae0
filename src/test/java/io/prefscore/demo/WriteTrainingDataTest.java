package io.prefscore.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTrainingDataTest {

    @TempDir
    private Path folder;

    @Test
    void writesOneLineAPairInOrder() throws IOException {
        Path file = folder.resolve("pairs.jsonl");
        WriteTrainingData.main(new String[] {"12", "300", "held-out", file.toString()});
        assertThat(Files.readAllLines(file))
                .containsExactlyElementsOf(new PreferenceGenerator(12, Split.HELD_OUT)
                        .pairs(300)
                        .map(JsonLines::line)
                        .toList());
    }

    @Test
    void escapesWhatJsonMustEscape() {
        DemoPair pair = new DemoPair(
                "a\"b",
                Kind.SUBJECTIVE,
                "taste",
                Difficulty.EASY,
                "line\nline",
                "back\\slash",
                "bell\u0007",
                0.25,
                true);
        assertThat(JsonLines.line(pair))
                .isEqualTo("{\"id\":\"a\\\"b\",\"kind\":\"subjective\",\"task\":\"taste\",\"difficulty\":\"easy\","
                        + "\"prompt\":\"line\\u000aline\",\"chosen\":\"back\\\\slash\",\"rejected\":\"bell\\u0007\","
                        + "\"chosen_probability\":0.25,\"mislabelled\":true}");
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WriteTrainingData.main(new String[] {"12", "300"}))
                .withMessageContaining("usage");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WriteTrainingData.main(new String[] {"12", "300", "test", "nowhere"}))
                .withMessageContaining("'test'");
    }
}
