package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@OnOneSpark("expressions on structs and maps")
@ExtendWith(LocalSpark.class)
class ComparisonSlicesTest {

    @TempDir
    private Path folder;

    private static Dataset<Row> comparisons(SparkSession spark) {
        StructType schema = new StructType().add("example_id", "string").add("slices", StagedRows.ENTRIES);
        return spark.createDataFrame(
                List.of(
                        RowFactory.create(
                                "a", new Object[] {RowFactory.create("sub.set", "x"), RowFactory.create("topic", "1")}),
                        RowFactory.create("b", new Object[] {RowFactory.create("topic", "2")}),
                        RowFactory.create("c", new Object[0])),
                schema);
    }

    private Dataset<Row> written(Dataset<Row> table, String name) {
        table.write().parquet(folder.resolve(name).toString());
        return table.sparkSession().read().parquet(folder.resolve(name).toString());
    }

    private static List<Map<Object, Object>> slices(Dataset<Row> comparisons) {
        return comparisons.orderBy("example_id").select("slices").collectAsList().stream()
                .map(row -> row.getJavaMap(0))
                .toList();
    }

    @Test
    void readsWhatItAndEarlierVersionsWrote(SparkSession spark) {
        Dataset<Row> now = written(ComparisonSlices.packed(comparisons(spark), List.of("sub.set", "topic")), "now");
        Dataset<Row> before = written(
                comparisons(spark).withColumn("slices", functions.map_from_entries(functions.col("slices"))), "before");

        assertThat(now.schema().apply("slices").dataType().sql()).startsWith("STRUCT<");
        assertThat(now.selectExpr("slices['topic']").collectAsList()).contains(RowFactory.create("2"));
        assertThat(slices(ComparisonSlices.unpacked(now)))
                .containsExactly(Map.of("sub.set", "x", "topic", "1"), Map.of("topic", "2"), Map.of());
        assertThat(slices(ComparisonSlices.unpacked(before))).isEqualTo(slices(ComparisonSlices.unpacked(now)));
    }

    @Test
    void writesNoColumnWhereThereAreNoSlices(SparkSession spark) {
        Dataset<Row> table = ComparisonSlices.packed(comparisons(spark), List.of());

        assertThat(table.columns()).containsExactly("example_id");
        assertThat(slices(ComparisonSlices.unpacked(table))).containsExactly(Map.of(), Map.of(), Map.of());
    }
}
