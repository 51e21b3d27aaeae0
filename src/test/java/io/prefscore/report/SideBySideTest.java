package io.prefscore.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.OnOneSpark;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnOneSpark("rows that stand by themselves; ScoredReportTest joins those of real runs")
class SideBySideTest {

    private static final SideBySide TWO = new SideBySide(2, List.of("pairs.jsonl"));

    /** A comparison whose id may be that of others, too. */
    private record Judged(long prompt, int length, float first, float second) {}

    @ValueSource(longs = {1, 2, 3, 4, 5})
    @ParameterizedTest
    void bringsTogetherWhatAnotherIdWouldHave(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Judged> comparisons = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            // told apart by prompt and length, each of which is that of many others
            comparisons.add(new Judged(number % 10, number / 10, random.nextInt(5), (float) random.nextDouble()));
        }

        List<Row> compared = compared(random, comparisons);

        assertThat(compared)
                .extracting(SideBySideTest::text)
                .containsExactlyInAnyOrderElementsOf(comparisons.stream()
                        .map(judged ->
                                judged.prompt() + " " + judged.length() + " " + judged.first() + " " + judged.second())
                        .toList());
    }

    @Test
    void takesAnyOrderWhereOneModelRewardsAllAlike() {
        List<Row> compared = compared(
                new SplittableRandom(1),
                List.of(new Judged(1, 7, 0, 1), new Judged(1, 7, 0, 2), new Judged(1, 7, 0, 3)));

        assertThat(compared)
                .extracting(SideBySideTest::text)
                .containsExactlyInAnyOrder("1 7 0.0 1.0", "1 7 0.0 2.0", "1 7 0.0 3.0");
    }

    @Test
    void refusesToGuessWhichRewardsBelongTogether() {
        List<Judged> alike = List.of(new Judged(1, 7, 3, 1), new Judged(1, 7, 4, 2));

        assertThatThrownBy(() -> compared(new SplittableRandom(1), alike))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "pairs.jsonl: the id x1 stands more than once, with one prompt and with responses of"
                                + " the same lengths and style")
                .hasMessageEndingWith(
                        "report on each run by itself, or give rows ids of their own and score them again");
    }

    @Test
    void refusesToGuessWhichOfSeveralAModelLacks() {
        List<Row> rows =
                List.of(row(new Judged(1, 7, 3, 1), 0), row(new Judged(1, 7, 4, 1), 0), row(new Judged(1, 7, 4, 1), 1));

        assertThatThrownBy(() -> TWO.call(rows.iterator()).forEachRemaining(row -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot be told");
    }

    @Test
    void keepsWhatOneModelLacks() throws Exception {
        Iterator<Row> compared =
                TWO.call(List.of(row(new Judged(1, 7, 3, 1), 1)).iterator());

        assertThat(text(compared.next())).isEqualTo("1 7 null 1.0");
        assertThat(compared.hasNext()).isFalse();
    }

    /** Rows of both models in any order, those of one key together. */
    private static List<Row> compared(SplittableRandom random, List<Judged> comparisons) {
        List<Row> rows = new ArrayList<>();
        for (Judged judged : comparisons) {
            rows.add(row(judged, 0));
            rows.add(row(judged, 1));
        }
        long[] order = random.longs(rows.size()).toArray();
        List<Row> shuffled = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingLong(
                                (Integer index) -> rows.get(index).getLong(2))
                        .thenComparingLong(index -> order[index]))
                .map(rows::get)
                .toList();
        List<Row> compared = new ArrayList<>();
        TWO.call(shuffled.iterator()).forEachRemaining(compared::add);
        return compared;
    }

    private static Row row(Judged judged, int model) {
        @Nullable
        Object[] values = {
            0,
            "x1",
            judged.prompt(),
            0,
            1,
            null,
            judged.length(),
            3,
            null,
            null,
            null,
            1,
            null,
            model,
            model == 0 ? judged.first() : judged.second(),
            0f
        };
        return new GenericRowWithSchema(values, SideBySide.JUDGED);
    }

    private static String text(Row row) {
        Object[] rewards =
                row.get(13) instanceof Object[] array ? array : row.getList(13).toArray();
        return row.getLong(2) + " " + row.getInt(6) + " "
                + String.join(" ", Arrays.stream(rewards).map(String::valueOf).toList());
    }
}
