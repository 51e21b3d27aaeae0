package io.prefscore.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.OnEachSpark;
import io.prefscore.Slow;
import io.prefscore.notebooks.Results.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs a note that uses what notes use, and one full of faults. */
@Slow("Zeppelin's interpreter is a process that starts a Scala compiler and Spark")
@OnEachSpark
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoteRunnerTest {

    private static final Path NOTES = Path.of("src/test/resources/notebooks");

    private Note sample;
    private Note again;
    private Note broken;

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        Path note = NOTES.resolve("sample.zpln");
        Path copy = Files.copy(note, folder.resolve("again.zpln"));
        Map<String, String> typed =
                Map.of("folder", "there", "kind", "easy", "shown", "[\"square\"]", "least", "9", "by", "square");
        List<Note> notes = new NoteProcess(folder)
                .add(note, Map.of())
                .add(NOTES.resolve("broken.zpln"), Map.of())
                .add(copy, typed)
                .run();
        sample = notes.get(0);
        broken = notes.get(1);
        again = notes.get(2);
    }

    @Test
    void runsScalaAndSqlWithOneSession() {
        assertThat(sample.paragraphs()).flatExtracting(ResultRules::complaints).isEmpty();
        assertThat(texts(sample))
                .containsExactly(
                        "",
                        "nowhere hard n square\n",
                        "defined class Measured\n",
                        "Measured(1,1) Measured(2,4) Measured(3,9)\n",
                        "n\tsquare\n1\t1\n2\t4\n3\t9\n4\t16\n5\t25\n",
                        "name\tvalue\nlargest\t25\n",
                        "<p>five <b>squares</b></p>\n",
                        "n\tsquare\n2\t4\n3\t9\n4\t16\n5\t25\n");
        assertThat(sample.paragraphs())
                .flatExtracting(paragraph -> paragraph.results().orElseThrow().outputs())
                .extracting(Output::type)
                .containsExactly("TEXT", "TEXT", "TEXT", "TABLE", "TABLE", "HTML", "TABLE");
    }

    @Test
    void typesIntoForms() {
        assertThat(ResultRules.complaints(again)).isEmpty();
        assertThat(texts(again).get(1)).isEqualTo("there easy square\n");
        assertThat(texts(again).get(7)).isEqualTo("n\tsquare\n3\t9\n4\t16\n5\t25\n");
    }

    /** Two of them are that what the note before it defined is gone. */
    @Test
    void findsEveryFault() {
        List<String> complaints = ResultRules.complaints(broken);

        assertThat(complaints)
                .extracting(complaint -> complaint.replaceFirst("(?s)\\n.*", ""))
                .containsExactly(
                        where(2, "An exception", " failed: io.prefscore.preference.UserError: no such folder"),
                        where(3, "What does not compile", " failed: <console>:23: error: not found: value Measured"),
                        where(4, "No such table", " failed: Error happens in sql: SELECT * FROM measured"),
                        where(
                                5,
                                "No such interpreter",
                                " failed: no interpreter %python; notes are written for %spark, %spark.sql (or %sql) and %md"),
                        where(6, "A ragged table", ": row 2 has 1 cells, the header 2: [3]"),
                        where(
                                7,
                                "What the shell says",
                                ": row 2 is what the Scala shell says of a value: best: Int = 1; put braces around the paragraph"),
                        where(8, "Columns of one name", ": two columns are called a"),
                        where(
                                9,
                                "No rows",
                                ": a table without rows; if that is no fault, set mayBeEmpty in its config"),
                        where(11, "A chart of another column", ": a chart shows column 1, c; the table has [a, b]"),
                        where(12, "A chart of no table", ": a lineChart of an output that is no table"),
                        where(13, "HTML left open", ": HTML with </p> where it was not opened"),
                        where(14, "Too many rows", ": Zeppelin left a part out; show fewer rows"));
    }

    @Test
    void goesOnAfterAFault() {
        assertThat(texts(broken).get(14)).isEqualTo("n\n1\n");
    }

    private static String where(int number, String title, String what) {
        return "broken.zpln, paragraph " + number + " \"" + title + "\"" + what;
    }

    private static List<String> texts(Note note) {
        return note.paragraphs().stream()
                .map(paragraph -> paragraph.results().orElseThrow().text())
                .toList();
    }
}
