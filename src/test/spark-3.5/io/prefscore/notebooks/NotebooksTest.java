package io.prefscore.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.cli.SmallDemo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The published notes in Zeppelin's own Spark interpreter, each of them from an empty one, on what the quickstart leaves. */
@ExtendWith(LocalSpark.class)
class NotebooksTest {

    private static final Path NOTEBOOKS = Path.of("notebooks");

    @TempDir
    private Path folder;

    /** What a reader types into the forms of each note; a form that is not named here keeps what the note says. */
    private static Map<String, Map<String, String>> parameters(SmallDemo demo) {
        return Map.of(
                "1-explore.zpln", Map.of("run", demo.run().toString()),
                "2-compare.zpln",
                        Map.of(
                                "report", demo.report().toString(),
                                "nights", demo.nights().toString()),
                "3-filter.zpln",
                        Map.of(
                                "run", demo.mislabelledRun().toString(),
                                "finished filter", demo.filtered().toString()),
                "4-scaling.zpln", Map.of("curves", demo.curves().toString()),
                "5-pairs.zpln",
                        Map.of(
                                "run", demo.run().toString(),
                                "model", demo.model().toString()));
    }

    @Test
    void runOnWhatTheQuickstartLeaves(SparkSession spark) throws Exception {
        Map<String, Map<String, String>> parameters = parameters(SmallDemo.make(spark, folder.resolve("demo")));
        List<Path> files = Note.filesIn(NOTEBOOKS);
        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactlyInAnyOrderElementsOf(parameters.keySet());

        NoteProcess process = new NoteProcess(folder);
        files.forEach(file -> process.add(file, parameters.get(file.getFileName().toString())));
        List<Note> ran = process.run();

        ran.forEach(NotebooksTest::print);
        List<String> complaints = new ArrayList<>();
        for (Path file : files) {
            complaints.addAll(NoteRules.complaints(Note.read(file)));
        }
        ran.forEach(note -> complaints.addAll(ResultRules.complaints(note)));
        assertThat(complaints).isEmpty();
    }

    private static void print(Note note) {
        System.out.println(note.file());
        note.paragraphs().stream().map(ResultRules::line).forEach(System.out::println);
    }
}
