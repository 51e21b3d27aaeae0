package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.FilterSettings;
import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as the settings want them, values as they came, and prompts that stay on one side of the split. */
@ExtendWith(LocalSpark.class)
class DataWriterTest {

    @TempDir
    private Path folder;

    private static FilterSettings settings(String... changes) {
        SettingsReader reader = new SettingsReader();
        Stream.of(changes).forEach(change -> reader.set("filter." + change));
        return reader.read(SettingsUse.TRANSFORM).filter();
    }

    private Path write(Dataset<Row> rows, String... changes) {
        Path written = folder.resolve("written");
        DataWriter.write(rows, written.toString(), settings(changes));
        return written;
    }

    private static List<Path> files(Path written, String ending) throws IOException {
        try (Stream<Path> files = Files.list(written)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Dataset<Row> numbers(SparkSession spark, long rows, int partitions) {
        return spark.range(0, rows, 1, partitions).toDF("number");
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "3, 7", "7, 7", "12, 7", "5, 1"})
    void writesAsManyFilesAsAskedFor(int files, int partitions, SparkSession spark) throws IOException {
        Path written = write(numbers(spark, 3_000, partitions), "files=" + files);

        assertThat(files(written, ".parquet")).hasSize(files);
        assertThat(TableValues.rows(spark.read().parquet(written.toString())))
                .isEqualTo(TableValues.rows(numbers(spark, 3_000, 1)));
    }

    @Test
    void putsNoMoreRowsIntoAFileThanItMay(SparkSession spark) throws IOException {
        Path written = write(numbers(spark, 100, 1), "format=jsonl", "rows-per-file=30");

        assertThat(files(written, ".json"))
                .extracting(file -> Files.readAllLines(file).size())
                .containsExactly(30, 30, 30, 10);
    }

    @Test
    void writesATableThatCanBeReadWhereNothingIsLeft(SparkSession spark) {
        for (Shape shape : List.of(Shape.PREFERENCE_CONVERSATIONAL, Shape.UNPAIRED)) {
            Dataset<Row> nothing =
                    spark.createDataFrame(List.of(), OutputRows.schema(shape, OutputRows.Weights.WRITTEN));
            Path written = folder.resolve("nothing-" + shape);
            DataWriter.write(nothing, written.toString(), settings("files=3"));
            Dataset<Row> read = spark.read().parquet(written.toString());
            assertThat(read.schema()).isEqualTo(nothing.schema());
            assertThat(read.count()).isZero();
        }
    }

    @OnEachSpark
    @Test
    void parquetHoldsEveryValueAndNameAsItCame(SparkSession spark) {
        Dataset<Row> rows = OddTable.rows(spark);
        Path written = write(rows);
        Dataset<Row> read = spark.read().parquet(written.toString());

        assertThat(TableValues.columns(read.schema())).isEqualTo(TableValues.columns(rows.schema()));
        assertThat(TableValues.rows(read)).isEqualTo(TableValues.rows(rows));
    }

    /** What the Javadoc says becomes of types that JSON lacks; all else is read back by the same types. */
    @OnEachSpark
    @Test
    void jsonHoldsWhatItCan(SparkSession spark) throws IOException {
        Path written = write(spark.sql("""
                        select X'00FF' `binary`, cast('-0.000000000000000001' as decimal(38,18)) exact,
                          timestamp '1899-12-31 23:59:59.123456Z' instant,
                          timestamp_ntz '2024-02-29 12:00:00.000001' local, date '0001-01-01' day,
                          cast('NaN' as float) not_number, cast('-0' as double) zero, interval '1-2' year to month months,
                          cast(null as string) nothing, named_struct('a', cast(null as int), 'b.c', map(1, null)) nested,
                          127Y tiny, 'line\\nbreak \\t 𝕊' `a text`
                        """), "format=jsonl", "files=1");

        assertThat(Files.readAllLines(files(written, ".json").get(0))).containsExactly("""
                        {"binary":"AP8=","exact":-1E-18,"instant":"1899-12-31T23:59:59.123456Z",\
                        "local":"2024-02-29T12:00:00.000001","day":"0001-01-01","not_number":"NaN","zero":-0.0,\
                        "months":"INTERVAL '1-2' YEAR TO MONTH","nothing":null,"nested":{"a":null,"b.c":{"1":null}},\
                        "tiny":127,"a text":"line\\nbreak \\t 𝕊"}""");
    }

    /** But for maps whose keys are no texts, which Spark does not read. */
    @Test
    void jsonReadByTheSameTypesIsTheSame(SparkSession spark) {
        Dataset<Row> rows = OddTable.rows(spark).drop("deep", "map");
        Path written = write(rows, "format=jsonl");
        Dataset<Row> read = spark.read()
                .option("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS")
                .option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")
                .schema(rows.schema())
                .json(written.toString());

        assertThat(TableValues.rows(read)).isEqualTo(TableValues.rows(rows));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.5, 0.999})
    void splitsPromptsByTheirShareHoweverTheyArePartitioned(double share, SparkSession spark) {
        int prompts = 4_000;
        Dataset<Row> rows = numbers(spark, 3L * prompts, 2)
                .withColumn("prompt", functions.xxhash64(col("number").mod(prompts)));
        FilterSettings settings = settings("validation=" + share);
        List<DataWriter.Part> parts = DataWriter.parts(rows, col("prompt"), settings);
        List<DataWriter.Part> others =
                DataWriter.parts(rows.orderBy(functions.rand(7)).repartition(5), col("prompt"), settings);

        assertThat(parts).extracting(DataWriter.Part::name).containsExactly("train", "validation");
        Map<List<Object>, Integer> train = TableValues.rows(parts.get(0).rows());
        Map<List<Object>, Integer> validation = TableValues.rows(parts.get(1).rows());
        assertThat(TableValues.rows(others.get(0).rows())).isEqualTo(train);
        assertThat(TableValues.rows(others.get(1).rows())).isEqualTo(validation);
        assertThat(train.size() + validation.size()).isEqualTo(3 * prompts);
        long drawn =
                validation.keySet().stream().map(row -> row.get(1)).distinct().count();
        assertThat(validation).hasSize((int) (3 * drawn));
        // four standard deviations of as many tosses of a coin
        assertThat(Math.abs(drawn - share * prompts)).isLessThan(4 * Math.sqrt(prompts * share * (1 - share)));
    }

    @Test
    void drawsOtherPromptsWithAnotherSeedAndMoreOfThemWithALargerShare(SparkSession spark) {
        Dataset<Row> rows = numbers(spark, 10_000, 2);
        Dataset<Row> drawn = rows.select(
                DataWriter.isValidation(col("number"), 0.2, 1).as("few"),
                DataWriter.isValidation(col("number"), 0.4, 1).as("many"),
                DataWriter.isValidation(col("number"), 0.2, 2).as("others"),
                DataWriter.isValidation(col("number"), 0, 1).as("none"),
                DataWriter.isValidation(col("number"), 1, 1).as("all"));

        assertThat(drawn.where("few and not many").count()).isZero();
        // of two independent draws of a fifth, one in 25 is in both
        assertThat(drawn.where("few and others").count()).isBetween(320L, 480L);
        assertThat(drawn.where("none or not all").count()).isZero();
    }

    @Test
    void keepsAllInOnePartWhereNothingIsForValidation(SparkSession spark) {
        Dataset<Row> rows = numbers(spark, 10, 1);

        assertThat(DataWriter.parts(rows, col("number"), settings()))
                .containsExactly(new DataWriter.Part("data", rows));
    }
}
