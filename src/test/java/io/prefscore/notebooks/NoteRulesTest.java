package io.prefscore.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteRulesTest {

    private static final String PURPOSE = "{\"title\": \"Purpose\", \"text\": \"%md\\nWhat for\"}";

    @Test
    void acceptsANoteThatSaysWhatItIsFor() {
        assertThat(NoteRules.complaints(note(PURPOSE, paragraph("One", "%sql\\nSELECT 1", ""))))
                .isEmpty();
    }

    @Test
    void wantsThePurposeFirst() {
        assertThat(NoteRules.complaints(note(paragraph("One", "%sql\\nSELECT 1", ""), PURPOSE)))
                .containsExactly("a.zpln must open with a paragraph in %md that says what it is for");
        assertThat(NoteRules.complaints(note())).hasSize(1);
    }

    @Test
    void findsStoredResults() {
        String results = ", \"results\": {\"code\": \"SUCCESS\", \"msg\": []}";

        assertThat(NoteRules.complaints(note(PURPOSE, paragraph("One", "%sql\\nSELECT 1", results))))
                .containsExactly("a.zpln, paragraph 2 \"One\" holds results; publish notes without any");
    }

    @Test
    void findsAMissingTitleAndAForeignInterpreter() {
        assertThat(NoteRules.complaints(note(PURPOSE, paragraph(" ", "%sh\\nls", ""), paragraph("Bare", "1 + 1", ""))))
                .containsExactly(
                        "a.zpln, paragraph 2 \" \" has no title",
                        "a.zpln, paragraph 2 \" \" is for %sh; notes are written for %spark, %spark.sql (or %sql) and %md",
                        "a.zpln, paragraph 3 \"Bare\" is for %; notes are written for %spark, %spark.sql (or %sql) and"
                                + " %md");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/me/run",
                "/tmp/run",
                "file:/run",
                "file:///run",
                "C:\\\\\\\\run",
                "hdfs://namenode:8020/run",
                "http://localhost",
                "127.0.0.1"
            })
    void findsMachines(String place) {
        assertThat(NoteRules.complaints(note(PURPOSE, paragraph("One", "%spark\\nopen(\\\"" + place + "\\\")", ""))))
                .singleElement()
                .asString()
                .startsWith("a.zpln names a machine's path or host: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3a://bucket/run", "out/quickstart/tmp/run", "$folder/home/x", "one /tmp"})
    void leavesOtherPathsAlone(String place) {
        assertThat(NoteRules.complaints(note(PURPOSE, paragraph("One", "%spark\\nopen(\\\"" + place + "\\\")", ""))))
                .isEmpty();
    }

    private static String paragraph(String title, String text, String more) {
        return "{\"title\": \"" + title + "\", \"text\": \"" + text + "\"" + more + "}";
    }

    private static Note note(String... paragraphs) {
        return Note.parse("a.zpln", "{\"name\": \"A\", \"paragraphs\": [" + String.join(",", paragraphs) + "]}");
    }
}
