package io.prefscore.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.regexp_extract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What a folder of nights tells of all of them, as tables. Driver side; nothing of a night's own tables is read. */
public final class NightTables {

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType NUMBER = DataTypes.DoubleType;
    private static final DataType COUNT = DataTypes.LongType;

    private static final StructType NIGHTS = new StructType()
            .add("night", TEXT)
            .add("finished", DataTypes.TimestampType)
            .add("model_fingerprint", TEXT)
            .add("schema", TEXT)
            .add("rows_read", COUNT)
            .add("rows_set_aside", COUNT)
            .add("comparisons", COUNT)
            .add("accuracy", NUMBER)
            .add("mean_margin", NUMBER)
            .add("baseline", TEXT)
            .add("verdict", TEXT)
            .add("accepted", DataTypes.BooleanType);

    private static final StructType DRIFT = new StructType()
            .add("night", TEXT)
            .add("baseline", TEXT)
            .add("measure", TEXT)
            .add("before", NUMBER)
            .add("now", NUMBER)
            .add("change", NUMBER)
            .add("chance", NUMBER)
            .add("warn", NUMBER)
            .add("fail", NUMBER)
            .add("verdict", TEXT);

    private NightTables() {}

    /**
     * One row a finished night in {@code nights}; one row a measure that was compared in {@code drift}, as in
     * {@code _DRIFT.json}; and, where nights have reports, these reports' {@code statistics} with a column {@code night}.
     *
     * @param folder of all nights
     * @return empty where no finished night stands there
     */
    public static Map<String, Dataset<Row>> read(SparkSession spark, String folder) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        NightlyRoot root = new NightlyRoot(folder, hadoop);
        List<Row> nights = new ArrayList<>();
        List<Row> drift = new ArrayList<>();
        List<String> reports = new ArrayList<>();
        for (FinishedRun run : root.finished()) {
            Optional<JsonObject> compared = root.read(run.name(), NightlyRoot.DRIFT);
            nights.add(night(
                    run, compared, root.read(run.name(), NightlyRoot.ACCEPTED).isPresent()));
            compared.ifPresent(json -> drift.addAll(findings(run.name(), json)));
            root.statistics(run.name()).ifPresent(reports::add);
        }
        Map<String, Dataset<Row>> tables = new TreeMap<>();
        if (!nights.isEmpty()) {
            tables.put("nights", spark.createDataFrame(nights, NIGHTS));
            tables.put("drift", spark.createDataFrame(drift, DRIFT));
        }
        if (!reports.isEmpty()) {
            tables.put("statistics", statistics(spark, reports));
        }
        return tables;
    }

    private static Row night(FinishedRun run, Optional<JsonObject> compared, boolean accepted) {
        return RowFactory.create(
                run.name(),
                Timestamp.from(run.finished()),
                run.modelFingerprint(),
                run.schema(),
                run.rowsRead(),
                run.rowsRead() - run.rowsScored(),
                run.comparisons(),
                number(run.accuracy()),
                number(run.meanMargin()),
                compared.map(json -> text(json.get("baseline"))).orElse(null),
                compared.map(json -> text(json.get("verdict"))).orElse(null),
                accepted);
    }

    private static List<Row> findings(String night, JsonObject compared) {
        List<Row> rows = new ArrayList<>();
        for (JsonElement element : compared.getAsJsonArray("findings")) {
            JsonObject finding = element.getAsJsonObject();
            rows.add(RowFactory.create(
                    night,
                    text(compared.get("baseline")),
                    text(finding.get("measure")),
                    finding.get("before").getAsDouble(),
                    finding.get("now").getAsDouble(),
                    finding.get("change").getAsDouble(),
                    finding.get("chance").getAsDouble(),
                    finding.get("warn").getAsDouble(),
                    finding.get("fail").getAsDouble(),
                    text(finding.get("verdict"))));
        }
        return rows;
    }

    /** The name of the night stands in the path alone. */
    private static Dataset<Row> statistics(SparkSession spark, List<String> reports) {
        Dataset<Row> all = spark.read().parquet(reports.toArray(String[]::new));
        return all.select(
                regexp_extract(input_file_name(), "/runs/([^/]+)/report/", 1).as("night"), col("*"));
    }

    private static @Nullable String text(JsonElement value) {
        return value.isJsonNull() ? null : value.getAsString();
    }

    private static @Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
