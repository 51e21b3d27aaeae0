package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.config.ColumnMapping;
import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void laysAllFiguresOutInColumns() {
        RunSummary run = new RunSummary(
                "out/run",
                "pairs",
                "no other schema fits the columns",
                ColumnMapping.NONE,
                List.of(),
                new RunSummary.Rows(
                        2_000,
                        1_990,
                        Map.of(Skip.Reason.TOO_LONG, 7L, Skip.Reason.MALFORMED_FIELD, 3L),
                        Map.of(Flag.IDENTICAL_RESPONSES, 199L)),
                OptionalLong.of(20_000),
                new RunSummary.Judged(
                        1_990,
                        1_458,
                        525,
                        5,
                        2,
                        OptionalDouble.of(0.7335),
                        OptionalDouble.of(0.8123),
                        OptionalDouble.of(0.5)),
                new RunSummary.Work(3_980, 3_900, 3_000, 800_000, 600_000, 200, Duration.ofSeconds(90)),
                List.of(
                        new RunSummary.Executor("0 on a", 1_000, 200_000, Duration.ofSeconds(40)),
                        new RunSummary.Executor("1 on b", 2_000, 400_000, Duration.ofSeconds(50))),
                List.of(
                        new RunSummary.StageTime(Stage.RENDER, Duration.ofSeconds(20)),
                        new RunSummary.StageTime(Stage.SCORE, Duration.ofSeconds(50)),
                        new RunSummary.StageTime(Stage.WRITE, Duration.ofSeconds(13))),
                Duration.ofSeconds(83));

        assertThat(Summary.of(run, Duration.ofSeconds(90))).isEqualTo("""
                        read as pairs: no other schema fits the columns
                        rows read              2,000
                        rows scored            1,990  99.5 %
                        rows set aside            10  0.5 %
                          malformed-field          3
                          too-long                 7
                        identical-responses      199  10.0 % of the scored rows, flagged so in them
                        comparisons            1,990
                        pairwise accuracy     73.4 %  a tie of rewards is no win
                        ties of rewards            5
                        ties of labels             2
                        mean margin           0.8123
                        Bradley-Terry loss    0.5000  0.6931 is chance
                        texts asked            3,980
                        texts distinct         3,900  2.0 % saved
                        texts computed         3,000  900 were in the store
                        tokens asked         800,000
                        tokens computed      600,000  25.0 % saved
                        time                 0:01:30  of which scoring 0:00:50, start and report 0:00:07
                        speed                   24.1  rows/s
                                              16,000  tokens/s asked
                                              12,000  tokens/s computed
                        whole input          0:15:00  for about 20,000 rows, if it goes on like this
                        executor 1 on b        2,000  texts, 400,000 tokens, model busy 100.0 %
                        executor 0 on a        1,000  texts, 200,000 tokens, model busy 80.0 %
                        results in out/run
                        """);
    }

    @Test
    void leavesOutWhatTheDataDoesNotHave() {
        RunSummary run = new RunSummary(
                "o",
                "messages",
                "no other schema fits the columns",
                ColumnMapping.NONE,
                List.of(),
                new RunSummary.Rows(0, 0, Map.of(), Map.of()),
                OptionalLong.empty(),
                new RunSummary.Judged(
                        0, 0, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()),
                new RunSummary.Work(0, 0, 0, 0, 0, 0, Duration.ZERO),
                List.of(),
                List.of(),
                Duration.ZERO);

        assertThat(Summary.of(run, Duration.ofSeconds(90)))
                .doesNotContain("NaN", "Infinity", "pairwise", "loss", "speed")
                .contains("rows read ");
    }

    @Test
    void writesTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Format.count(1_234_567)).isEqualTo("1,234,567");
            assertThat(Format.percent(0.5)).isEqualTo("50.0 %");
            assertThat(Format.decimal(-1.23456)).isEqualTo("-1.2346");
            assertThat(Format.rate(1_234.5)).isEqualTo("1,235");
            assertThat(Format.time(Duration.ofSeconds(360_061))).isEqualTo("100:01:01");
        } finally {
            Locale.setDefault(before);
        }
    }
}
