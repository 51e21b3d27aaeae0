package io.prefscore.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Brings the comparisons of scoring runs together: runs of different models over the same data side by side, runs over
 * different data one below the other. Driver side.
 */
final class ScoredComparisons {

    /** What tells one comparison of a data set from another. */
    private static final List<String> KEY = List.of(ComparedRows.EXAMPLE, ComparedRows.PREFERRED, ComparedRows.OTHER);

    private static final String REWARD = "reward_";

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
        Dataset<Row> all = data(0);
        for (int data = 1; data < runs.data().size(); data++) {
            all = all.unionByName(data(data));
        }
        return all;
    }

    private Dataset<Row> data(int data) {
        List<Dataset<Row>> tables = new ArrayList<>();
        for (int model = 0; model < runs.models().size(); model++) {
            int of = model;
            runs.run(data, model).ifPresent(run -> tables.add(judged(run, data, of)));
        }
        Dataset<Row> joined = tables.get(0);
        for (Dataset<Row> table : tables.subList(1, tables.size())) {
            joined = sideBySide(joined, table);
        }
        Dataset<Row> rows = joined;
        Column[] preferred = rewards(rows, "preferred");
        Column[] other = rewards(rows, "other");
        return rows.select(Arrays.stream(ComparedRows.SCHEMA.fieldNames())
                .map(name -> switch (name) {
                    case ComparedRows.PREFERRED_REWARDS -> array(preferred).as(name);
                    case ComparedRows.OTHER_REWARDS -> array(other).as(name);
                    default -> col(name);
                })
                .toArray(Column[]::new));
    }

    private Column[] rewards(Dataset<Row> rows, String side) {
        List<String> columns = Arrays.asList(rows.columns());
        return IntStream.range(0, runs.models().size())
                .mapToObj(model -> REWARD + side + model)
                .map(name -> columns.contains(name) ? col(name) : lit(null).cast("float"))
                .toArray(Column[]::new);
    }

    /** A comparison that only one of the two has stays, without rewards of the other. */
    private static Dataset<Row> sideBySide(Dataset<Row> left, Dataset<Row> right) {
        List<String> shared = Arrays.stream(left.columns())
                .filter(name -> !name.startsWith(REWARD))
                .toList();
        Dataset<Row> renamed = right;
        for (String name : shared) {
            renamed = renamed.withColumnRenamed(name, "right_" + name);
        }
        Column same = KEY.stream()
                .map(name -> col(name).equalTo(col("right_" + name)))
                .reduce(Column::and)
                .orElseThrow();
        List<Column> columns = new ArrayList<>();
        shared.forEach(
                name -> columns.add(coalesce(col(name), col("right_" + name)).as(name)));
        for (Dataset<Row> side : List.of(left, right)) {
            Arrays.stream(side.columns())
                    .filter(name -> name.startsWith(REWARD))
                    .forEach(name -> columns.add(col(name)));
        }
        return left.join(renamed, same, "full_outer").select(columns.toArray(Column[]::new));
    }

    private Dataset<Row> judged(ScoredRun run, int data, int model) {
        Dataset<Row> table = spark.read().parquet(run.comparisons());
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
                col("preferred.reward").as(REWARD + "preferred" + model),
                col("other.reward").as(REWARD + "other" + model));
        List<String> wanted =
                slices.stream().filter(name -> !isKnown(table, name)).toList();
        return (wanted.isEmpty() ? rows : withSlices(rows, run, prefix, wanted))
                .withColumn(ComparedRows.SLICES, functions.map_entries(col(ComparedRows.SLICES)));
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

    /** Where rows share an example, its first row says. */
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
        Dataset<Row> extra = scores.where(col("prefscore.first_response").equalTo(0))
                .select(
                        functions
                                .concat(lit(prefix), col("prefscore.example_id"))
                                .as("sliced_example"),
                        functions.map_from_entries(array(values)).as("sliced"));
        return rows.join(extra, col(ComparedRows.EXAMPLE).equalTo(col("sliced_example")), "left")
                .withColumn(
                        ComparedRows.SLICES,
                        functions.map_concat(
                                coalesce(
                                        col(ComparedRows.SLICES),
                                        functions.map().cast("map<string,string>")),
                                coalesce(col("sliced"), functions.map().cast("map<string,string>"))))
                .drop("sliced_example", "sliced");
    }
}
