package io.prefscore.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.prefscore.preference.UserError;
import io.prefscore.scoring.ComparisonSlices;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Brings the comparisons of scoring runs together: runs of different models over the same data side by side, runs over
 * different data one below the other. Driver side.
 */
final class ScoredComparisons {

    private final SparkSession spark;
    private final RunGrid runs;
    private final List<String> slices;

    /**
     * @param slices columns of the data to break results down by, besides those that the runs know
     */
    ScoredComparisons(SparkSession spark, RunGrid runs, List<String> slices) {
        this.spark = spark;
        this.runs = runs;
        this.slices = slices;
    }

    /** {@link ComparedRows}. */
    Dataset<Row> rows() {
        Dataset<Row> judged = IntStream.range(0, runs.data().size())
                .boxed()
                .flatMap(data -> IntStream.range(0, runs.models().size()).mapToObj(model -> judged(data, model)))
                .reduce(Dataset::unionByName)
                .orElseThrow();
        return runs.models().size() == 1 ? alone(judged) : sideBySide(judged);
    }

    private static Dataset<Row> alone(Dataset<Row> judged) {
        return judged.withColumn(ComparedRows.PREFERRED_REWARDS, array(col(SideBySide.PREFERRED_REWARD)))
                .withColumn(ComparedRows.OTHER_REWARDS, array(col(SideBySide.OTHER_REWARD)))
                .select(columns(ComparedRows.SCHEMA));
    }

    private Dataset<Row> sideBySide(Dataset<Row> judged) {
        Column[] key = SideBySide.KEY.stream().map(functions::col).toArray(Column[]::new);
        return judged.repartition(key)
                .sortWithinPartitions(key)
                .mapPartitions(new SideBySide(runs.models().size(), runs.data()), Encoders.row(ComparedRows.SCHEMA));
    }

    private static Column[] columns(StructType schema) {
        return Arrays.stream(schema.fieldNames()).map(functions::col).toArray(Column[]::new);
    }

    /** {@link SideBySide#JUDGED}. */
    private Dataset<Row> judged(int data, int model) {
        ScoredRun run = runs.run(data, model);
        Dataset<Row> table = ComparisonSlices.unpacked(spark.read().parquet(run.comparisons()));
        StructType side = (StructType) table.schema().apply("preferred").dataType();
        boolean hasStyle = Arrays.asList(side.fieldNames()).contains("style");
        boolean hasTurns = Arrays.asList(table.columns()).contains("turns");
        String prefix = runs.data().size() > 1 ? runs.data().get(data) + ":" : "";
        Dataset<Row> rows = table.select(
                lit(data).as(ComparedRows.DATA),
                functions.concat(lit(prefix), col("example_id")).as(ComparedRows.EXAMPLE),
                col("prompt_key").as(ComparedRows.PROMPT_KEY),
                col("preferred.index").as(ComparedRows.PREFERRED),
                col("other.index").as(ComparedRows.OTHER),
                col("strength").as(ComparedRows.STRENGTH),
                col("preferred.characters").as(ComparedRows.PREFERRED_CHARACTERS),
                col("other.characters").as(ComparedRows.OTHER_CHARACTERS),
                style("preferred", hasStyle).as(ComparedRows.PREFERRED_STYLE),
                style("other", hasStyle).as(ComparedRows.OTHER_STYLE),
                col("tag").as(ComparedRows.TAG),
                (hasTurns ? col("turns") : lit(null).cast("int")).as(ComparedRows.TURNS),
                col("slices").as(ComparedRows.SLICES),
                lit(model).as(SideBySide.MODEL),
                col("preferred.reward").cast("double").as(SideBySide.PREFERRED_REWARD),
                col("other.reward").cast("double").as(SideBySide.OTHER_REWARD));
        List<String> wanted =
                slices.stream().filter(name -> !isKnown(table, name)).toList();
        return (wanted.isEmpty() ? rows : withSlices(rows, run, prefix, wanted))
                .withColumn(ComparedRows.SLICES, functions.map_entries(col(ComparedRows.SLICES)))
                .select(columns(SideBySide.JUDGED));
    }

    private static Column style(String side, boolean present) {
        if (!present) {
            return lit(null).cast(ComparedRows.COUNTS);
        }
        Column style = col(side + ".style");
        return when(
                style.isNotNull(),
                array(
                        style.getField("headings"),
                        style.getField("list_items"),
                        style.getField("bold"),
                        style.getField("code")));
    }

    private static boolean isKnown(Dataset<Row> comparisons, String slice) {
        return !comparisons
                .where(functions.element_at(col("slices"), slice).isNotNull())
                .isEmpty();
    }

    /** Adds values of columns of the data to the slices of comparisons. */
    private Dataset<Row> withSlices(Dataset<Row> rows, ScoredRun run, String prefix, List<String> names) {
        Dataset<Row> scores = spark.read().parquet(run.scores());
        for (String name : names) {
            if (!Arrays.asList(scores.columns()).contains(name)) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        "--slice " + name + ": " + run.folder() + " has no such column; found: "
                                + String.join(", ", scores.columns()));
            }
        }
        Column[] values = names.stream()
                .map(name -> functions.struct(
                        lit(name).as("key"),
                        coalesce(col("`" + name + "`").cast("string"), lit("(none)"))
                                .as("value")))
                .toArray(Column[]::new);
        return new RowSlices(run, prefix, scores, functions.map_from_entries(array(values)))
                .joined(rows)
                .withColumn(
                        ComparedRows.SLICES,
                        functions.map_concat(
                                coalesce(
                                        col(ComparedRows.SLICES),
                                        functions.map().cast("map<string,string>")),
                                coalesce(col(RowSlices.VALUES), functions.map().cast("map<string,string>"))));
    }
}
