package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.Seq;

/**
 * The tables of one output, to compare another output's with: rewards must agree to 1e-5 of the scores' spread, all else
 * exactly.
 *
 * @param key the input's column that orders its rows
 */
record SameTables(String key, List<Row> scores, List<Row> comparisons, List<Row> setAside) {

    static SameTables as(SparkSession spark, Path output, String key) {
        return new SameTables(
                key,
                table(spark, output, "scores", key),
                table(spark, output, "comparisons", "example_id"),
                table(spark, output, "set-aside", key));
    }

    /** Asserts that an output holds these tables. */
    void areIn(SparkSession spark, Path output) {
        SameTables actual = as(spark, output, key);
        double tolerance = 1e-5 * Math.max(1, standardDeviation(scores));
        assertSame(actual.scores, scores, tolerance);
        assertSame(actual.comparisons, comparisons, tolerance);
        assertSame(actual.setAside, setAside, tolerance);
    }

    private static List<Row> table(SparkSession spark, Path output, String name, String key) {
        return spark.read()
                .parquet(output.resolve(name).toString())
                .orderBy(key)
                .collectAsList();
    }

    private static double standardDeviation(List<Row> scores) {
        double[] rewards = scores.stream()
                .flatMap(row -> row.<Row>getAs(RowVerdicts.RESULT).<Float>getList(1).stream())
                .mapToDouble(Float::doubleValue)
                .toArray();
        double mean = IntStream.range(0, rewards.length)
                .mapToDouble(index -> rewards[index])
                .average()
                .orElseThrow();
        double squares = 0;
        for (double reward : rewards) {
            squares += (reward - mean) * (reward - mean);
        }
        return Math.sqrt(squares / rewards.length);
    }

    private static void assertSame(List<Row> actual, List<Row> expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            assertThat(actual.get(row).schema()).isEqualTo(expected.get(row).schema());
            SortedMap<String, Object> values = leaves(actual.get(row));
            SortedMap<String, Object> wanted = leaves(expected.get(row));
            SortedMap<String, Float> rewards = takeFloats(values);
            SortedMap<String, Float> wantedRewards = takeFloats(wanted);
            assertThat(values).isEqualTo(wanted);
            assertThat(rewards).hasSameSizeAs(wantedRewards);
            wantedRewards.forEach((path, reward) -> {
                // a margin is the difference of two rewards and may be off by what both of them are
                double allowed = path.endsWith("margin") ? 2 * tolerance : tolerance;
                assertThat(rewards.get(path)).as(path).isCloseTo(reward, within((float) allowed));
            });
        }
    }

    /** The values of a row that are no rows or lists themselves, by their paths. */
    private static SortedMap<String, Object> leaves(Row row) {
        SortedMap<String, Object> leaves = new TreeMap<>();
        addLeaves("", row, leaves);
        return leaves;
    }

    private static void addLeaves(String path, Object value, SortedMap<String, Object> leaves) {
        if (value instanceof Row row) {
            for (int field = 0; field < row.length(); field++) {
                addLeaves(path + "/" + row.schema().fieldNames()[field], row.get(field), leaves);
            }
        } else if (value instanceof Seq<?> list) {
            for (int index = 0; index < list.size(); index++) {
                addLeaves(path + "/" + index, list.apply(index), leaves);
            }
            leaves.put(path + "/size", list.size());
        } else {
            leaves.put(path, value);
        }
    }

    private static SortedMap<String, Float> takeFloats(SortedMap<String, Object> leaves) {
        SortedMap<String, Float> floats = new TreeMap<>();
        leaves.forEach((path, value) -> {
            if (value instanceof Float number) {
                floats.put(path, number);
            }
        });
        leaves.keySet().removeAll(floats.keySet());
        return floats;
    }
}
