package io.prefscore.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.prefscore.report.ReportDocument.ShownComparison;
import io.prefscore.stats.Calibration;
import io.prefscore.stats.Logistic;
import io.prefscore.stats.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Picks the comparisons that people should look at, and brings their texts. Driver side. */
final class ShownPairs {

    private static final Column[] TIES_BY_PLACE = {col(PairRows.EXAMPLE), col(PairRows.PREFERRED), col(PairRows.OTHER)};

    private final PairTable table;
    private final ReportSource source;
    private final Calibration calibration;
    private final int wanted;

    /** @param wanted how many of each kind */
    ShownPairs(PairTable table, ReportSource source, Calibration calibration, int wanted) {
        this.table = table;
        this.source = source;
        this.calibration = calibration;
        this.wanted = wanted;
    }

    /** The comparisons whose label a model contradicts most, the worst first. */
    List<Row> suspects(int model) {
        return first(usable().where(margin(model).lt(0)), margin(model).asc());
    }

    /** The comparisons that two models judge most differently, in units of their temperatures; each prefers another one. */
    List<Row> disagreements(int first, int second) {
        Column one = margin(first).divide(unit(first));
        Column two = margin(second).divide(unit(second));
        return first(
                usable().where(margin(first).multiply(margin(second)).lt(0)),
                abs(one.minus(two)).desc());
    }

    /** A model's temperature; 1 without one. */
    private double unit(int model) {
        double temperature = calibration.meanTemperature(model);
        return Double.isNaN(temperature) ? 1 : temperature;
    }

    private Dataset<Row> usable() {
        return table.rows().where(not(col("strength").equalTo(0)));
    }

    private List<Row> first(Dataset<Row> rows, Column by) {
        if (wanted == 0) {
            return List.of();
        }
        List<Column> order = new ArrayList<>(List.of(by));
        order.addAll(List.of(TIES_BY_PLACE));
        return rows.orderBy(order.toArray(Column[]::new)).limit(wanted).collectAsList();
    }

    /** Null where it is NaN or infinite, which is no number to compare. */
    private static Column margin(int model) {
        Column margin = get(col("preferred_rewards"), lit(model)).minus(get(col("other_rewards"), lit(model)));
        Column finite = abs(margin).lt(Double.POSITIVE_INFINITY);
        return when(finite, margin);
    }

    /** The texts of rows, all looked up at once. */
    ExampleTexts texts(List<List<Row>> picked) {
        Map<Integer, Set<String>> wantedByData = new TreeMap<>();
        for (List<Row> rows : picked) {
            for (Row row : rows) {
                wantedByData
                        .computeIfAbsent(PairRows.data(row), data -> new LinkedHashSet<>())
                        .add(PairRows.pair(row).example());
            }
        }
        ExampleTexts texts = new ExampleTexts();
        wantedByData.forEach((data, examples) -> texts.addAll(source.texts(data, examples)));
        return texts;
    }

    /** Rows as they are shown. */
    List<ShownComparison> shown(List<Row> rows, ExampleTexts texts) {
        return rows.stream().map(row -> shown(row, texts)).toList();
    }

    private ShownComparison shown(Row row, ExampleTexts texts) {
        Pair pair = PairRows.pair(row);
        int fold = Calibration.fold(PairRows.unit(row));
        Map<String, Double> margins = new LinkedHashMap<>();
        Map<String, Double> confidence = new LinkedHashMap<>();
        for (int model = 0; model < source.models().size(); model++) {
            String name = source.models().get(model);
            margins.put(name, pair.margin(model));
            confidence.put(
                    name, Logistic.sigmoid(-pair.margin(model) / calibration.temperatures()[model][fold]));
        }
        Map<String, String> slices = new TreeMap<>();
        for (int number : PairRows.slices(row)) {
            slices.put(
                    table.slices().entry(number).name(),
                    table.slices().entry(number).value());
        }
        ExampleTexts.Compared compared = texts.of(pair);
        return new ShownComparison(
                pair.example(), margins, confidence, slices, compared.prompt(), compared.preferred(), compared.other());
    }
}
