package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.BrokenCheckpoints;
import io.prefscore.GoldenModels;
import io.prefscore.LocalSpark;
import io.prefscore.scoring.ModelHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints and settings that cannot be used: each ends the command with its exit code and one clear message. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadModelsTest {

    private static final Path MODEL = GoldenModels.folder("worldpm-tiny");

    private Path folder;
    private CommandRuns runs;

    @BeforeAll
    void start(SparkSession spark, @TempDir Path scratch) {
        folder = scratch;
        runs = new CommandRuns(spark, scratch);
    }

    @AfterAll
    void end() {
        ModelHolder.closeAll();
        runs.print("model or setting");
    }

    static Stream<BrokenCheckpoints.Case> broken() {
        return BrokenCheckpoints.cases().stream();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenCheckpointIsNamed(BrokenCheckpoints.Case broken) throws IOException {
        Path scratch = Files.createTempDirectory(folder, "checkpoint");
        Path checkpoint = broken.breakage().apply(new BrokenCheckpoints(scratch));

        CommandRuns.Outcome outcome = runs.run("check", "--model", checkpoint.toString());

        assertThat(outcome.message()).contains(broken.mustSay());
        assertThat(outcome.code()).isEqualTo(4);
        runs.note("checkpoint: " + broken.name(), outcome.shown().replace(scratch.getFileName() + "/", ""));
    }

    @Test
    void aCheckpointWhoseWeightsCannotBeUsedEndsTheRun() throws IOException {
        Path scratch = Files.createTempDirectory(folder, "checkpoint");
        Path checkpoint = new BrokenCheckpoints(scratch).notANumber();
        Path input = runs.lines("good.jsonl", List.of("{\"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\"}"));

        CommandRuns.Outcome outcome = runs.score(checkpoint, input, folder.resolve("out"));

        assertThat(outcome.message()).contains("model.layers.1.mlp.up_proj.weight", "NaN");
        assertThat(outcome.message().lines()).hasSizeLessThan(4);
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(folder.resolve("out/_RUN.json")).doesNotExist();
        runs.note("checkpoint: NaN, in the midst of a run", outcome.shown().replace(scratch.getFileName() + "/", ""));
    }

    @Test
    void aFolderThatIsNoCheckpointIsNamed() throws IOException {
        check("no such model folder", 4, folder.resolve("nowhere").toString(), "no such folder");
        check(
                "empty model folder",
                4,
                Files.createDirectory(folder.resolve("empty")).toString(),
                "no config.json");
    }

    private void check(String title, int code, String model, String... words) {
        CommandRuns.Outcome outcome = runs.run("check", "--model", model);
        assertThat(outcome.message()).contains(words);
        assertThat(outcome.code()).isEqualTo(code);
        runs.note(title, outcome.shown());
    }

    @Test
    void settingsThatCannotBeUsedAreToldWithTheNearestName() throws IOException {
        settings("unknown setting", List.of("encode.on-too-long"), "--set", "encode.on-to-long=truncate-end");
        settings(
                "value that a setting does not know",
                List.of("encode.on-too-long", "truncate-start"),
                "--set",
                "encode.on-too-long=cut");
        settings("number out of range", List.of("model.threads"), "--set", "model.threads=0");
        settings(
                "text where a number must be", List.of("encode.max-tokens", "many"), "--set", "encode.max-tokens=many");
        Path conf = runs.lines("my.conf", List.of("encode {", "  sytem-prompt = \"\"", "}"));
        settings(
                "unknown setting in a file",
                List.of("my.conf", "2", "encode.system-prompt"),
                "--conf",
                conf.toString());
        Path broken = runs.lines("broken.conf", List.of("encode {", "  date ="));
        settings("settings file that cannot be parsed", List.of("broken.conf"), "--conf", broken.toString());
        settings("settings file that does not exist", List.of("none.conf", "no such file"), "--conf", "none.conf");
        settings("unknown option", List.of("--limt"), "--limt", "3");
    }

    private void settings(String title, List<String> words, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("score", "--model", MODEL.toString(), "--input", "in.jsonl", "--output", "out"));
        arguments.addAll(Arrays.asList(options));
        CommandRuns.Outcome outcome = runs.run(arguments.toArray(String[]::new));
        assertThat(outcome.message()).as(title).contains(words);
        assertThat(outcome.code()).as(title).isEqualTo(2);
        runs.note(title, outcome.shown());
    }
}
