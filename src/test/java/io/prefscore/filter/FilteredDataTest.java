package io.prefscore.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.LabelFlip;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.PublishedData;
import io.prefscore.dataset.Recognition;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.scoring.LengthModel;
import io.prefscore.scoring.ModelHolder;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.Runs;
import io.prefscore.scoring.ScoreJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The data that a filter writes: the input's own rows unchanged, or with their labels turned, or in a trainer's shape. */
@ExtendWith(LocalSpark.class)
class FilteredDataTest {

    private static final String COPY = "copy";

    @TempDir
    private Path folder;

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private Path score(SparkSession spark, Dataset<Row> rows, String... partitionedBy) {
        Path input = folder.resolve("input");
        rows.write().partitionBy(partitionedBy).parquet(input.toString());
        Path run = folder.resolve("run");
        LengthModel model = new LengthModel("length", folder.resolve("journal").toString());
        ScoreJob.run(spark, Runs.settings(Runs.input(input.toString()), run), model, ProgressListener.SILENT);
        return run;
    }

    private FilterReceipt filter(SparkSession spark, Path run, String output, String... settings) {
        SettingsReader reader = new SettingsReader()
                .flag("--scores", "filter.scores", List.of(run.toString()))
                .flag("--output", "output.path", folder.resolve(output).toString());
        Stream.of(settings).forEach(reader::set);
        return FilterJob.run(spark, reader.read(SettingsUse.FILTER), receipt -> "page");
    }

    private Dataset<Row> read(SparkSession spark, String... names) {
        return spark.read().parquet(folder.resolve(Path.of("", names)).toString());
    }

    /** What is written, and what could not be scored, are the input. */
    private void assertNothingIsLostOrChanged(SparkSession spark, FilterReceipt receipt) {
        Dataset<Row> input = read(spark, "input");
        Dataset<Row> data = read(spark, "kept", "data");
        Dataset<Row> setAside = read(spark, "run", "set-aside").select(columns(input.schema()));

        assertThat(TableValues.columns(data.schema())).isEqualTo(TableValues.columns(input.schema()));
        Map<List<@Nullable Object>, Integer> together = new HashMap<>(TableValues.rows(data));
        TableValues.rows(setAside).forEach((row, count) -> together.merge(row, count, Integer::sum));
        assertThat(together).isEqualTo(TableValues.rows(input));
        assertThat(receipt.rows().read()).isEqualTo(input.count());
        assertThat(receipt.rows().setAside()).isEqualTo(setAside.count());
        assertThat(receipt.rows().kept()).isEqualTo(data.count());
        assertThat(receipt.rows().dropped()).isZero();
    }

    private static Column[] columns(StructType schema) {
        return Stream.of(schema.fieldNames())
                .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void everySchemasRowsComeBackAsTheyWere(PublishedData data, SparkSession spark) {
        Path run = score(spark, data.rows(spark));
        FilterReceipt receipt = filter(spark, run, "kept", "filter.shape=input");

        assertThat(receipt.provenance().schema()).isEqualTo(data.schema());
        assertThat(receipt.rows().read()).isEqualTo(data.counts().rows());
        assertThat(receipt.rows().setAside()).isEqualTo(data.counts().setAside());
        assertNothingIsLostOrChanged(spark, receipt);
    }

    @OnEachSpark
    @Test
    void everyTypeAndNameComesBackAsItWas(SparkSession spark) {
        Path run = score(
                spark,
                OddTable.rows(spark)
                        .withColumn("part.of", functions.expr("cast(tiny % 2 as string)"))
                        .withColumn("part day", functions.expr("if(tiny % 3 = 0, null, day)")),
                "part.of",
                "part day");
        FilterReceipt receipt = filter(spark, run, "kept", "filter.shape=input");

        assertThat(read(spark, "input").columns()).endsWith("part.of", "part day");
        assertNothingIsLostOrChanged(spark, receipt);
    }

    @Test
    void aConditionThatNothingMeetsLeavesATableWithoutRows(SparkSession spark) {
        Path run = score(spark, OddTable.rows(spark));
        FilterReceipt receipt =
                filter(spark, run, "none", "filter.shape=input", "filter.policies=[{ where { sql = \"false\" } }]");

        Dataset<Row> data = read(spark, "none", "data");
        assertThat(TableValues.columns(data.schema()))
                .isEqualTo(TableValues.columns(read(spark, "input").schema()));
        assertThat(data.count()).isZero();
        assertThat(receipt.rows().kept()).isZero();
        assertThat(receipt.rows().dropped()).isEqualTo(read(spark, "input").count());
    }

    /** Who is preferred to whom after which prompt. */
    private record Label(List<Message> prompt, List<Message> preferred, List<Message> other) {

        Label turned() {
            return new Label(prompt, /* preferred= */ other, /* other= */ preferred);
        }
    }

    /**
     * A model that contradicts every label is as good as one that tosses a coin, so all labels are as likely wrong as the
     * settings say, and are turned. The rows are copied until there are enough of them to calibrate on.
     */
    @ParameterizedTest
    @EnumSource
    void aTurnedLabelIsReadBackTheOtherWayRound(PublishedData data, SparkSession spark) {
        Dataset<Row> rows = data.rows(spark);
        Recognition recognition = recognise(rows);
        List<Row> copies = copies(rows, recognition);
        LabelFlip flip = recognition.schema().flip();
        if (copies.isEmpty() || flip instanceof LabelFlip.None) {
            assertThat(flip instanceof LabelFlip.None || recognition.parser().groupsByPrompt())
                    .isTrue();
            return;
        }
        StructType columns = rows.schema().add(COPY, DataTypes.IntegerType).add("prefscore", ScoredPairs.SCORES);
        ScoredPairs.write(spark, folder.resolve("run"), copies, columns, data.schema(), 2, 0);

        FilterReceipt receipt = filter(
                spark,
                folder.resolve("run"),
                "turned",
                "filter.shape=input",
                "filter.policies=[{ agreement { above = 0.4, noise = 0.49, action = flip } }]");

        assertThat(receipt.rows().flipped()).isEqualTo(copies.size());
        assertThat(receipt.rows().kept()).isEqualTo(copies.size());
        Dataset<Row> written = read(spark, "turned", "data");
        assertThat(written.drop(COPY).schema()).isEqualTo(rows.schema());
        Map<Integer, Label> expected = new HashMap<>();
        labels(read(spark, "run", "scores")).forEach((copy, label) -> expected.put(copy, label.turned()));
        assertThat(expected).hasSameSizeAs(copies);
        assertThat(labels(written)).isEqualTo(expected);
    }

    /** Numbered copies of rows with one comparison that is no tie, as if each had its own prompt; the model prefers the other. */
    private static List<Row> copies(Dataset<Row> rows, Recognition recognition) {
        List<Row> pairs = rows.collectAsList().stream()
                .filter(row -> parse(row, recognition)
                        .filter(example -> example.comparisons().size() == 1
                                && !example.comparisons().get(0).isTie())
                        .isPresent())
                .toList();
        Random random = new Random(1);
        List<Row> copies = new ArrayList<>();
        for (int copy = 0; copy < 1_200 && !pairs.isEmpty(); copy++) {
            Row row = pairs.get(copy % pairs.size());
            Comparison label =
                    parse(row, recognition).orElseThrow().comparisons().get(0);
            Object[] rewards = new Object[2];
            rewards[label.preferred()] = random.nextFloat();
            rewards[label.other()] = 2f;
            Object[] values = new Object[row.size() + 2];
            for (int index = 0; index < row.size(); index++) {
                values[index] = row.get(index);
            }
            values[row.size()] = copy;
            values[row.size() + 1] = RowFactory.create(
                    "copy-" + copy,
                    rewards,
                    new Object[] {1, 1},
                    null,
                    null,
                    new Object[0],
                    0,
                    random.nextLong(),
                    new Object[] {1, 1},
                    new Object[] {RowFactory.create(label.preferred(), label.other(), null, null)});
            copies.add(RowFactory.create(values));
        }
        return copies;
    }

    private static Recognition recognise(Dataset<Row> table) {
        return PreferenceSchemas.recognise(
                InputReader.of(table, "test"),
                new SettingsReader().read(SettingsUse.TRANSFORM).input());
    }

    private static Optional<Example> parse(Row row, Recognition recognition) {
        Object[] values = recognition.parser().columns().stream()
                .map(name -> row.<Object>getAs(name))
                .toArray();
        return recognition.parser().parse("row", RowFactory.create(values)) instanceof Parsed.Usable usable
                ? Optional.of(usable.example())
                : Optional.empty();
    }

    /** By the number of the copy. */
    private static Map<Integer, Label> labels(Dataset<Row> table) {
        Recognition recognition = recognise(table);
        Map<Integer, Label> labels = new HashMap<>();
        for (Row row : table.collectAsList()) {
            Example example = parse(row, recognition).orElseThrow();
            Comparison label = example.comparisons().get(0);
            labels.put(
                    row.<Integer>getAs(COPY),
                    new Label(
                            example.prompt(),
                            example.responses().get(label.preferred()).messages(),
                            example.responses().get(label.other()).messages()));
        }
        return labels;
    }

    @Test
    void aShapeHasItsColumnsAndSaysWhatItCannotHold(SparkSession spark) {
        // of three rows one is set aside, one has two turns before its answer, one has a single turn
        Path run = score(spark, PublishedData.HH_RLHF.rows(spark));

        for (Shape shape : EnumSet.complementOf(EnumSet.of(Shape.AUTO, Shape.INPUT))) {
            String name = shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
            FilterReceipt receipt = filter(spark, run, name, "filter.shape=" + name);

            boolean text = EnumSet.of(Shape.PREFERENCE, Shape.UNPAIRED, Shape.PROMPT_COMPLETION)
                    .contains(shape);
            boolean unpaired = name.startsWith("unpaired");
            Dataset<Row> written = read(spark, name, "data");
            assertThat(written.schema()).isEqualTo(OutputRows.schema(shape, OutputRows.Weights.NONE));
            assertThat(written.count()).as(name).isEqualTo((text ? 1L : 2L) * (unpaired ? 2L : 1L));
            assertThat(receipt.rows().read()).isEqualTo(3);
            assertThat(receipt.rows().setAside()).isEqualTo(1);
            assertThat(receipt.rows().dropped()).isEqualTo(text ? 1 : 0);
        }
    }
}
