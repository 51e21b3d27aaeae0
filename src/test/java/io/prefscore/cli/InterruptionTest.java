package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tells processes to end, as a terminal and a scheduler do. */
@OnEachSpark
@ExtendWith(LocalSpark.class)
class InterruptionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private Process start(String... arguments) throws IOException {
        return CommandProcess.of(folder, arguments)
                .redirectOutput(folder.resolve("out.log").toFile())
                .redirectError(folder.resolve("err.log").toFile())
                .start();
    }

    private List<String> complaints() throws IOException {
        return Files.readAllLines(folder.resolve("err.log"));
    }

    /** Sends a signal once a stage has begun; gives the code of the end. */
    private int signalled(Process process, String stage, String signal) throws Exception {
        long started = System.nanoTime();
        while (complaints().stream().noneMatch(line -> line.startsWith(stage))) {
            assertThat(process.isAlive()).as(String.join("\n", complaints())).isTrue();
            assertThat(System.nanoTime() - started).isLessThan(PATIENCE.toNanos());
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void endsInOneLineAndIsGoneOnWith(SparkSession spark) throws Exception {
        Path data = Files.write(
                folder.resolve("data.jsonl"),
                IntStream.range(0, 200)
                        .mapToObj(row -> "{\"prompt\": \"p%d\", \"chosen\": \"long answer\", \"rejected\": \"no\"}"
                                .formatted(row))
                        .toList());
        String[] score = {
            "score",
            "--set",
            "model.kind=length",
            "-i",
            data.toString(),
            "-o",
            folder.resolve("out").toString()
        };

        assertThat(signalled(start(score), "render", "TERM")).isEqualTo(ExitCode.TERMINATED.code());
        assertThat(complaints()).last().asString().startsWith("interrupted; ").endsWith("the same command begins anew");
        assertThat(complaints()).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
        assertThat(folder.resolve("out/_RUN.json")).doesNotExist();

        assertThat(signalled(start(score), "report", "INT")).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(complaints()).last().asString().contains("are complete, their report is not");
        assertThat(folder.resolve("out/_RUN.json")).exists();
        assertThat(folder.resolve("out/report/metrics.json")).doesNotExist();

        StringWriter said = new StringWriter();
        PrintWriter screen = new PrintWriter(said, true);
        assertThat(Prefscore.execute(
                        SparkJobs.within(spark), new Terminal(screen, screen, Terminal.Kind.PLAIN, 80), score))
                .as(said.toString())
                .isZero();
        assertThat(folder.resolve("out/report/metrics.json")).exists();
    }
}
