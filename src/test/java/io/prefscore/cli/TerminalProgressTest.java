package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.scoring.ProgressListener.Progress;
import io.prefscore.scoring.ProgressListener.Texts;
import io.prefscore.scoring.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalProgressTest {

    private final StringWriter out = new StringWriter();
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

    @Test
    void writesFewerAndFewerLinesWhereNobodyLooks() {
        try (TerminalProgress progress = display(Terminal.Kind.PLAIN, 80)) {
            for (int second = 0; second <= 20; second++) {
                progress.onProgress(state(Stage.SCORE, 100L * second, 10_000, second));
                nanos.addAndGet(1_000_000_000L);
            }
        }

        assertThat(out.toString().lines())
                .containsExactly(
                        "score 0%, 0 of 10,000 texts",
                        "score 5%, 500 of 10,000 texts, 50.0 pairs/s, 1,000 tokens/s, ETA 0:01:35",
                        "score 15%, 1,500 of 10,000 texts, 50.0 pairs/s, 1,000 tokens/s, ETA 0:01:25",
                        "score 20%, 2,000 of 10,000 texts, 50.0 pairs/s, 1,000 tokens/s, ETA 0:01:20");
    }

    @Test
    void alwaysShowsTheEndOfAStageOnce() {
        try (TerminalProgress progress = display(Terminal.Kind.PLAIN, 80)) {
            progress.onProgress(state(Stage.RENDER, 0, 0, 0));
            progress.onProgress(state(Stage.SCORE, 0, 10, 1));
            progress.onProgress(state(Stage.SCORE, 4, 10, 2));
            progress.onProgress(state(Stage.SCORE, 10, 10, 3));
            progress.onProgress(state(Stage.SCORE, 10, 10, 4));
            progress.onProgress(state(Stage.WRITE, 0, 0, 5));
        }

        assertThat(out.toString().lines())
                .containsExactly(
                        "render",
                        "score 0%, 0 of 10 texts",
                        "score 100%, 10 of 10 texts, 2.5 pairs/s, 50.0 tokens/s, in 0:00:02",
                        "write");
    }

    @Test
    void showsStepsWithTheirShareAndTheTimeLeft() {
        try (TerminalProgress progress = display(Terminal.Kind.INTERACTIVE, 80)) {
            progress.onProgress(Progress.of("report", "reads the scores", 0, Duration.ofSeconds(1)));
            nanos.addAndGet(100_000_000);
            progress.onProgress(Progress.of("report", "estimates", 0.25, Duration.ofSeconds(11)));
            progress.done();
        }

        assertThat(out.toString().split("\\s*[\\r\\n]"))
                .containsExactly(
                        "",
                        "report, reads the scores",
                        "[=====               ] report 25%, estimates, ETA 0:00:30",
                        "[====================] report 100%, in 0:00:10");
    }

    @Test
    void overwritesItsLineOnATerminal() {
        try (TerminalProgress progress = display(Terminal.Kind.INTERACTIVE, 200)) {
            progress.onProgress(state(Stage.SCORE, 0, 1_000, 0));
            progress.onProgress(state(Stage.SCORE, 250, 1_000, 1));
            nanos.addAndGet(100_000_000);
            progress.onProgress(state(Stage.SCORE, 500, 1_000, 2));
        }

        List<String> drawn = List.of(out.toString().split("\r"));
        assertThat(drawn).hasSize(3);
        assertThat(drawn.get(1)).startsWith("[                    ] score 0%, 0 of 1,000 texts");
        assertThat(drawn.get(2)).startsWith("[==========          ] score 50%, 500 of 1,000 texts, 125 pairs/s");
        assertThat(out.toString()).endsWith("\n");
    }

    @Test
    void wipesWhatALongerLineLeft() {
        try (TerminalProgress progress = display(Terminal.Kind.INTERACTIVE, 200)) {
            progress.onProgress(state(Stage.SCORE, 0, 123_456_789, 0));
            nanos.addAndGet(100_000_000);
            progress.onProgress(state(Stage.SCORE, 0, 1, 0));
        }

        String[] drawn = out.toString().split("\r");
        assertThat(drawn[2].stripTrailing()).hasSizeLessThan(drawn[1].length());
        assertThat(drawn[2].replace("\n", "")).hasSameSizeAs(drawn[1]);
    }

    @Test
    void staysWithinTheTerminal() {
        try (TerminalProgress progress = display(Terminal.Kind.INTERACTIVE, 40)) {
            progress.onProgress(state(Stage.SCORE, 0, 1_000_000, 0));
            nanos.addAndGet(100_000_000);
            progress.onProgress(state(Stage.SCORE, 500_000, 1_000_000, 2));
        }

        assertThat(out.toString().split("\r"))
                .allSatisfy(line -> assertThat(line.strip()).hasSizeLessThan(40));
    }

    @Test
    void givesUpTheBarBeforeTheFigures() {
        try (TerminalProgress progress = display(Terminal.Kind.INTERACTIVE, 80)) {
            progress.onProgress(state(Stage.SCORE, 0, 1_000_000, 0));
            nanos.addAndGet(100_000_000);
            progress.onProgress(state(Stage.SCORE, 500_000, 1_000_000, 7_200));
        }

        assertThat(out.toString().split("\r")[2].strip())
                .isEqualTo("score 50%, 500,000 of 1,000,000 texts, 34.7 pairs/s, 694 tokens/s, ETA 2:00:00");
    }

    @Test
    void saysNothingWhereNothingWasDone() {
        display(Terminal.Kind.INTERACTIVE, 80).close();

        assertThat(out.toString()).isEmpty();
    }

    @Test
    void countsTextsWhereThereAreNoPairs() {
        try (TerminalProgress progress = display(Terminal.Kind.PLAIN, 80)) {
            progress.onProgress(new Progress("score", "", 0, new Texts(0, 10, 0, 0, 0), Duration.ZERO));
            progress.onProgress(new Progress("score", "", 1, new Texts(10, 10, 0, 0, 1_000), Duration.ofSeconds(4)));
        }

        assertThat(out.toString())
                .contains("2.5 texts/s, 250 tokens/s, in 0:00:04")
                .doesNotContain("pairs");
    }

    @ParameterizedTest
    @CsvSource({"1, INTERACTIVE", "0, PLAIN", "yes, PLAIN"})
    void believesTheLauncherAboutTheTerminal(String told, Terminal.Kind kind) {
        assertThat(Terminal.kind(Map.of("PREFSCORE_TERMINAL", told))).isEqualTo(kind);
        assertThat(Terminal.kind(Map.of())).isEqualTo(Terminal.Kind.PLAIN);
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "'', 80", "wide, 80", "0, 80", "99999999999, 80"})
    void takesASensibleWidth(String told, int columns) {
        assertThat(Terminal.columns(Map.of("PREFSCORE_COLUMNS", told))).isEqualTo(columns);
    }

    private TerminalProgress display(Terminal.Kind kind, int columns) {
        return new TerminalProgress(new PrintWriter(out), kind, columns, nanos::get);
    }

    /** Ten tokens a text, two texts a pair. */
    private static Progress state(Stage stage, long done, long total, int second) {
        return new Progress(
                stage.label(),
                "",
                total == 0 ? 0 : (double) done / total,
                new Texts(done, total, 0, total / 2, 10 * done),
                Duration.ofSeconds(second));
    }
}
