package io.prefscore.report;

import io.prefscore.report.ReportDocument.Benchmark;
import io.prefscore.stats.benchmark.BenchmarkPair;
import io.prefscore.stats.benchmark.Benchmarks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.Seq;

/** Data that is a benchmark, scored by the benchmark's own rule. Driver side: benchmarks are small. */
final class Benchmarking {

    /** The largest benchmark has some 12,000 comparisons; data of its shape that is larger is no benchmark. */
    private static final int MOST_COMPARISONS = 200_000;

    private final String schema;
    private final List<Row> compared;

    private Benchmarking(String schema, List<Row> compared) {
        this.schema = schema;
        this.compared = compared;
    }

    /** Collects the comparisons if the data is a benchmark. */
    static Benchmarking of(Dataset<Row> compared, ReportSource source) {
        String schema = source.schemas().get(0);
        if (source.schemas().size() > 1 || !Benchmarks.schemas().contains(schema)) {
            return new Benchmarking(schema, List.of());
        }
        List<Row> rows = compared.limit(MOST_COMPARISONS + 1).collectAsList();
        return new Benchmarking(schema, rows.size() > MOST_COMPARISONS ? List.of() : rows);
    }

    /** A model's score; empty where the data is no benchmark. */
    Optional<Benchmark> score(int model) {
        if (compared.isEmpty()) {
            return Optional.empty();
        }
        return Benchmarks.score(
                        schema, compared.stream().map(row -> pair(row, model)).toList())
                .map(score -> new Benchmark(score.name(), score.rule(), score.parts(), score.overall()));
    }

    private static BenchmarkPair pair(Row row, int model) {
        int strength = row.fieldIndex(ComparedRows.STRENGTH);
        return new BenchmarkPair(
                row.getAs(ComparedRows.EXAMPLE),
                row.getAs(ComparedRows.PREFERRED),
                row.getAs(ComparedRows.OTHER),
                reward(row.getAs(ComparedRows.PREFERRED_REWARDS), model),
                reward(row.getAs(ComparedRows.OTHER_REWARDS), model),
                row.isNullAt(strength) ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(strength)),
                Optional.ofNullable(row.getAs(ComparedRows.TAG)),
                slices(row));
    }

    private static Map<String, String> slices(Row row) {
        int slices = row.fieldIndex(ComparedRows.SLICES);
        Map<String, String> values = new TreeMap<>();
        if (!row.isNullAt(slices)) {
            row.<Row>getList(slices).forEach(slice -> values.put(slice.getString(0), slice.getString(1)));
        }
        return values;
    }

    private static double reward(Seq<?> rewards, int model) {
        Object reward = rewards.apply(model);
        return reward == null ? Double.NaN : (Double) reward;
    }
}
