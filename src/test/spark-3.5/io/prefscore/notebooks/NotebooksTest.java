package io.prefscore.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.Slow;
import io.prefscore.cli.SmallDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The published notes in Zeppelin's own Spark interpreter, each of them from an empty one, on what the quickstart leaves. */
@Slow("the published notes' one proof: a demo for them to read, and Scala's compiler behind every paragraph")
@OnEachSpark
@ExtendWith(LocalSpark.class)
class NotebooksTest {

    private static final Path NOTEBOOKS = Path.of("notebooks");

    private static final Pattern SCALA_OF_DOCUMENT = Pattern.compile("```scala\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path shared;

    private static SmallDemo demo;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeDemo(SparkSession spark) throws IOException {
        demo = SmallDemo.make(spark, shared);
    }

    /** What a reader types into the forms of each note; a form that is not named here keeps what the note says. */
    private static Map<String, Map<String, String>> parameters() {
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
    void runOnWhatTheQuickstartLeaves() throws Exception {
        Map<String, Map<String, String>> parameters = parameters();
        List<Path> files = Note.filesIn(NOTEBOOKS);
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(parameters.keySet());

        NoteProcess process = new NoteProcess(folder);
        files.forEach(
                file -> process.add(file, parameters.get(file.getFileName().toString())));
        List<Note> ran = process.run();

        ran.forEach(NotebooksTest::print);
        List<String> complaints = new ArrayList<>();
        for (Path file : files) {
            complaints.addAll(NoteRules.complaints(Note.read(file)));
        }
        ran.forEach(note -> complaints.addAll(ResultRules.complaints(note)));
        assertThat(complaints).isEmpty();
    }

    @Test
    void theDocumentsLinesRunAndWhatTheUserCanMendIsOneSentence() throws Exception {
        String read = "val pairs = spark.read.parquet(\"" + demo.folder() + "/data\")";
        String lines = firstScalaOfDocument()
                .replace("s3a://models/WorldPM-72B", demo.model().toString())
                .replace("s3a://lake", folder.toString());
        List<String> mistakes = List.of(
                "RewardScorer.of(\"nowhere\").transform(pairs)",
                "new RewardScorer().transform(pairs)",
                "RewardScorer.of(\"" + demo.model() + "\").transform(pairs.select(\"difficulty\"))",
                "ScoredData.open(spark, \"nowhere\")",
                "JobOutput.open(spark, \"\")",
                "scored.report.table(\"nothing\")",
                "scored.tryFilter(\"margin { at-most = \\\"much\\\" }\")");
        Path document = folder.resolve("document.zpln");
        Files.writeString(document, note(Stream.concat(Stream.of(read, lines), mistakes.stream())));

        List<Paragraph> ran =
                new NoteProcess(folder).add(document, Map.of()).run().get(0).paragraphs();

        assertThat(ran.subList(0, 2)).flatExtracting(ResultRules::complaints).isEmpty();
        String shown = ran.get(1).results().orElseThrow().text();
        assertThat(shown).contains("prefscore", "accuracy");
        System.out.println(shown);
        for (Paragraph mistake : ran.subList(2, ran.size())) {
            Results results = mistake.results().orElseThrow();
            System.out.println(results.text());
            assertThat(results.code()).isEqualTo(Results.Code.ERROR);
            assertThat(results.text()).contains("UserError: ").doesNotContain("\tat ", "  at ", "elided", "Caused by");
            // a mapping to complete may follow
            assertThat(results.text().strip().lines().takeWhile(line -> !line.equals("input.columns {")))
                    .hasSizeLessThan(4);
        }
    }

    private static String firstScalaOfDocument() throws IOException {
        Matcher scala = SCALA_OF_DOCUMENT.matcher(Files.readString(Path.of("src/site/markdown/notebooks.md")));
        assertThat(scala.find()).isTrue();
        return scala.group(1);
    }

    private static String note(Stream<String> scripts) {
        JsonArray paragraphs = new JsonArray();
        scripts.forEach(script -> {
            JsonObject paragraph = new JsonObject();
            paragraph.addProperty("title", "of the document");
            paragraph.addProperty("text", "%spark\n" + script);
            paragraph.add("config", new JsonObject());
            paragraphs.add(paragraph);
        });
        JsonObject note = new JsonObject();
        note.addProperty("name", "document");
        note.add("paragraphs", paragraphs);
        return note.toString();
    }

    private static void print(Note note) {
        System.out.println(note.file());
        note.paragraphs().stream().map(ResultRules::line).forEach(System.out::println);
    }
}
