package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoneSurrogatesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud83d",
                "\\uDe00",
                "\\ud83d\\ud83d\\ude00",
                "\\ud83d\\n\\ude00",
                "\\ud83d \\ude00",
                "\\\\\\ud83d",
                "\\ud83d\\u0041"
            })
    void findsHalvesOfPairs(String text) {
        assertThat(LoneSurrogates.find("{\"a\": \"" + text + "\"}")).startsWith("lone surrogate \\u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\\ud83d\\ude00", "\\\\ud83d", "\\u00e9", "\\n\\\"", "\\ud8", "\\uzzzz", "\ud83d\ude00"})
    void letsEverythingElsePass(String text) {
        assertThat(LoneSurrogates.find("{\"a\": \"" + text + "\"}")).isNull();
    }

    @Test
    void saysWhereItStands() {
        assertThat(LoneSurrogates.find("{\"a\": \"x\\ud83dx\"}"))
                .isEqualTo("lone surrogate \\ud83d at character 9 of the line");
    }
}
