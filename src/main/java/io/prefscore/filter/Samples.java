package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.FilterSettings;
import io.prefscore.config.ReportSettings;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.report.ExampleTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows to look at: a few, by chance, of what each policy dropped, flipped or weighted. Driver side. */
final class Samples {

    private static final StructType SCHEMA = new StructType()
            .add("policy", DataTypes.IntegerType)
            .add("outcome", DataTypes.StringType)
            .add(Facts.KEY, DataTypes.LongType)
            .add(Facts.PLACE, DataTypes.LongType)
            .add(Facts.EXAMPLE_ID, DataTypes.StringType)
            .add(Facts.MARGIN, DataTypes.FloatType)
            .add(Funnel.WEIGHT, DataTypes.DoubleType);

    private Samples() {}

    /**
     * Draws and reads.
     *
     * @param outcomes {@link Funnel} rows after the last policy
     * @param labels of the policies
     */
    static List<FilterReceipt.Sample> of(
            Dataset<Row> outcomes, ScoredRows scored, List<String> labels, FilterSettings settings) {
        if (settings.examples() == 0) {
            return List.of();
        }
        List<Row> shown = lowest(
                outcomes.where(col(Funnel.REASON)
                                .isNotNull()
                                .or(col(Funnel.FLIPS).notEqual(0))
                                .or(col(Funnel.WEIGHTS).notEqual(0)))
                        .select(
                                Facts.KEY,
                                Facts.PLACE,
                                Facts.EXAMPLE_ID,
                                Facts.MARGIN,
                                Funnel.REASON,
                                Funnel.FLIPS,
                                Funnel.WEIGHTS,
                                Funnel.WEIGHT,
                                Funnel.FLIPPED)
                        .mapPartitions(new Draw(settings.examples()), Encoders.row(SCHEMA))
                        .collectAsList(),
                settings.examples());
        Map<Long, Example> texts = settings.texts() == ReportSettings.Texts.ON ? texts(scored, shown) : Map.of();
        return shown.stream()
                .map(row -> sample(row, labels, texts.get(row.getLong(3))))
                .toList();
    }

    /** Of each policy and outcome the lowest keys. */
    private static List<Row> lowest(List<Row> drawn, int examples) {
        Map<String, List<Row>> groups = new TreeMap<>();
        drawn.stream()
                .sorted(Comparator.comparingInt((Row row) -> row.getInt(0))
                        .thenComparing(row -> row.getString(1))
                        .thenComparingLong(row -> row.getLong(2))
                        .thenComparingLong(row -> row.getLong(3)))
                .forEach(row -> groups.computeIfAbsent(
                                String.format("%02d %s", row.getInt(0), row.getString(1)), key -> new ArrayList<>())
                        .add(row));
        return groups.values().stream()
                .flatMap(group -> group.stream().limit(examples))
                .toList();
    }

    private static Map<Long, Example> texts(ScoredRows scored, List<Row> shown) {
        Object[] places = shown.stream().map(row -> row.getLong(3)).distinct().toArray();
        Map<Long, Example> texts = new HashMap<>();
        RowParser parser = scored.recognition().parser();
        scored.rows()
                .where(col(ScoredRows.PLACE).isin(places))
                .select(col(ScoredRows.PLACE), ScoredRows.score(Facts.EXAMPLE_ID), scored.parserColumns())
                .collectAsList()
                .forEach(row -> {
                    if (parser.parse(row.getString(1), row.getStruct(2)) instanceof Parsed.Usable usable) {
                        texts.put(row.getLong(0), usable.example());
                    }
                });
        return texts;
    }

    private static FilterReceipt.Sample sample(Row row, List<String> labels, @Nullable Example example) {
        double margin = row.isNullAt(5) ? Double.NaN : row.getFloat(5);
        String label = labels.get(row.getInt(0));
        if (example == null) {
            return new FilterReceipt.Sample(
                    label, row.getString(1), row.getString(4), margin, row.getDouble(6), List.of(), "", "");
        }
        Comparison shown = example.comparisons().isEmpty()
                ? Comparison.FIRST_PREFERRED
                : example.comparisons().get(0);
        return new FilterReceipt.Sample(
                label,
                row.getString(1),
                row.getString(4),
                margin,
                row.getDouble(6),
                ExampleTexts.prompt(example),
                ExampleTexts.response(example, shown.preferred()),
                ExampleTexts.response(example, shown.other()));
    }

    /** The lowest keys of a partition for each policy and outcome. Shipped to executors. */
    private record Draw(int examples) implements MapPartitionsFunction<Row, Row> {

        private static final Comparator<Row> HIGHEST_KEY_FIRST = Comparator.comparingLong((Row row) -> row.getLong(2))
                .thenComparingLong(row -> row.getLong(3))
                .reversed();

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            Map<String, PriorityQueue<Row>> drawn = new HashMap<>();
            while (rows.hasNext()) {
                Row row = rows.next();
                if (!row.isNullAt(4)) {
                    offer(drawn, row, row.getInt(4), "dropped");
                }
                for (int policy = 0; policy < Funnel.MOST_POLICIES; policy++) {
                    if ((row.getLong(5) >>> policy & 1) == 1) {
                        offer(drawn, row, policy, "flipped");
                    }
                    if ((row.getLong(6) >>> policy & 1) == 1) {
                        offer(drawn, row, policy, "reweighted");
                    }
                }
            }
            return drawn.values().stream().flatMap(PriorityQueue::stream).iterator();
        }

        private void offer(Map<String, PriorityQueue<Row>> drawn, Row row, int policy, String outcome) {
            PriorityQueue<Row> lowest =
                    drawn.computeIfAbsent(policy + outcome, key -> new PriorityQueue<>(HIGHEST_KEY_FIRST));
            boolean asLabelled = !row.getBoolean(8);
            Float margin = row.isNullAt(3) ? null : Float.valueOf(asLabelled ? row.getFloat(3) : -row.getFloat(3));
            lowest.add(RowFactory.create(
                    policy, outcome, row.getLong(0), row.getLong(1), row.getString(2), margin, row.getDouble(7)));
            if (lowest.size() > examples) {
                lowest.remove();
            }
        }
    }
}
