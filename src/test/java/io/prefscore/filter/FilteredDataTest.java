package io.prefscore.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.config.InputSettings;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    private static Path folder;

    /** Twelve rows with every type and name that we know to be odd, and those of all published data, one row in two folders. */
    @BeforeAll
    static void scoreATableOfEverything(SparkSession spark) {
        Dataset<Row> rows = withPublishedColumns(spark, OddTable.rows(spark))
                .withColumn("chosen", functions.expr("if(tiny = -3, null, chosen)"))
                .withColumn("part.of", functions.expr("cast(tiny % 2 as string)"))
                .withColumn("part day", functions.expr("if(tiny % 3 = 0, null, day)"));
        score(spark, "everything", rows, Optional.of("pair"), "part.of", "part day");
    }

    @AfterAll
    static void closeModels() {
        ModelHolder.closeAll();
    }

    /**
     * Beside a table's own columns the rows of each published data set as structs, and their columns themselves where no other
     * has the name.
     */
    private static Dataset<Row> withPublishedColumns(SparkSession spark, Dataset<Row> table) {
        StructType columns = table.schema();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        table.collectAsList().forEach(row -> rows.add(values(row)));
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(List.of(columns.fieldNames()));
        for (PublishedData data : PublishedData.values()) {
            Dataset<Row> published = data.rows(spark);
            List<Row> theirs = published.collectAsList();
            columns = columns.add("rows of " + data.file(), published.schema());
            for (int number = 0; number < rows.size(); number++) {
                rows.get(number).add(theirs.get(number % theirs.size()));
            }
            for (StructField field : published.schema().fields()) {
                if (names.add(field.name())) {
                    columns = columns.add(field);
                    for (int number = 0; number < rows.size(); number++) {
                        rows.get(number).add(theirs.get(number % theirs.size()).getAs(field.name()));
                    }
                }
            }
        }
        return spark.createDataFrame(
                rows.stream().map(row -> RowFactory.create(row.toArray())).toList(), columns);
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int index = 0; index < row.size(); index++) {
            values.add(row.get(index));
        }
        return values;
    }

    /** Scores rows into a folder of this name; the input stands beside it. */
    private static void score(
            SparkSession spark, String name, Dataset<Row> rows, Optional<String> schema, String... partitionedBy) {
        String input = folder.resolve(name + "-input").toString();
        rows.write().partitionBy(partitionedBy).parquet(input);
        LengthModel model =
                new LengthModel("length", folder.resolve(name + "-journal").toString());
        InputSettings settings = Runs.input(input);
        ScoreJob.run(
                spark,
                Runs.settings(
                        new InputSettings(
                                settings.paths(),
                                settings.table(),
                                settings.format(),
                                schema,
                                settings.limit(),
                                settings.sample(),
                                settings.sampleSeed(),
                                settings.columns(),
                                List.of(InputSettings.ALL),
                                settings.ratingWeights(),
                                settings.maxSetAside(),
                                settings.maxFlagged()),
                        folder.resolve(name)),
                model,
                ProgressListener.SILENT);
    }

    private static FilterReceipt filter(SparkSession spark, String run, String output, String... settings) {
        SettingsReader reader = new SettingsReader()
                .flag("--scores", "filter.scores", List.of(folder.resolve(run).toString()))
                .flag("--output", "output.path", folder.resolve(output).toString());
        Stream.of(settings).forEach(reader::set);
        return FilterJob.run(spark, reader.read(SettingsUse.FILTER), receipt -> "page", ProgressListener.SILENT);
    }

    private static Dataset<Row> read(SparkSession spark, String... names) {
        return spark.read().parquet(folder.resolve(Path.of("", names)).toString());
    }

    /** What is written, and what could not be scored, are the input. */
    private static void assertNothingIsLostOrChanged(SparkSession spark, String run, FilterReceipt receipt) {
        Dataset<Row> input = read(spark, run + "-input");
        Dataset<Row> data = read(spark, run + "-kept", "data");
        Dataset<Row> setAside = read(spark, run, "set-aside").select(columns(input.schema()));

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

    /**
     * What a schema is and makes of its rows is asserted of each one where it is read. On their way through scoring and filter
     * rows differ in whether they stand alone or are compared with others of their prompt, how many responses they have, and
     * whether there is anything to compare: one data set of each. The columns of all others are in the table of everything.
     */
    @ParameterizedTest
    @EnumSource(names = {"HELPSTEER2", "REWARDBENCH_2", "MESSAGES"})
    void everySchemasRowsComeBackAsTheyWere(PublishedData data, SparkSession spark) {
        score(spark, data.file(), data.rows(spark), Optional.empty());
        FilterReceipt receipt = filter(spark, data.file(), data.file() + "-kept", "filter.shape=input");

        assertThat(receipt.provenance().schema()).isEqualTo(data.schema());
        assertThat(receipt.rows().read()).isEqualTo(data.counts().rows());
        assertThat(receipt.rows().setAside()).isEqualTo(data.counts().setAside());
        assertNothingIsLostOrChanged(spark, data.file(), receipt);
    }

    @OnEachSpark
    @Test
    void everyTypeAndNameComesBackAsItWas(SparkSession spark) {
        FilterReceipt receipt = filter(spark, "everything", "everything-kept", "filter.shape=input");

        Dataset<Row> input = read(spark, "everything-input");
        assertThat(input.columns()).endsWith("part.of", "part day");
        for (PublishedData data : PublishedData.values()) {
            assertThat(input.columns())
                    .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                    .contains(data.rows(spark).columns())
                    .contains("rows of " + data.file());
        }
        assertThat(receipt.rows().setAside()).isEqualTo(1);
        assertNothingIsLostOrChanged(spark, "everything", receipt);
    }

    @Test
    void aConditionThatNothingMeetsLeavesATableWithoutRows(SparkSession spark) {
        FilterReceipt receipt = filter(
                spark, "everything", "none", "filter.shape=input", "filter.policies=[{ where { sql = \"false\" } }]");

        Dataset<Row> data = read(spark, "none", "data");
        assertThat(TableValues.columns(data.schema()))
                .isEqualTo(TableValues.columns(read(spark, "everything-input").schema()));
        assertThat(data.count()).isZero();
        assertThat(receipt.rows().kept()).isZero();
        assertThat(receipt.rows().setAside()).isEqualTo(1);
        assertThat(receipt.rows().dropped())
                .isEqualTo(read(spark, "everything-input").count() - 1);
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
     *
     * <p>One data set for each way of writing a label; that of every schema is turned round where the schema is tested.
     */
    @ParameterizedTest
    @EnumSource(names = {"ULTRAFEEDBACK_BINARIZED", "HELPSTEER2_PREFERENCE", "JUDGEBENCH", "SHP"})
    void aTurnedLabelIsReadBackTheOtherWayRound(PublishedData data, SparkSession spark) {
        Dataset<Row> rows = data.rows(spark);
        Recognition recognition = recognise(rows);
        List<Row> copies = copies(rows, recognition);
        assertThat(copies).isNotEmpty();
        String run = data.file() + "-copies";
        StructType columns = rows.schema().add(COPY, DataTypes.IntegerType).add("prefscore", ScoredPairs.SCORES);
        ScoredPairs.write(spark, folder.resolve(run), copies, columns, data.schema(), 2, 0);

        FilterReceipt receipt = filter(
                spark,
                run,
                run + "-turned",
                "filter.shape=input",
                "filter.policies=[{ agreement { above = 0.4, noise = 0.49, action = flip } }]");

        assertThat(receipt.rows().flipped()).isEqualTo(copies.size());
        assertThat(receipt.rows().kept()).isEqualTo(copies.size());
        Dataset<Row> written = read(spark, run + "-turned", "data");
        assertThat(written.drop(COPY).schema()).isEqualTo(rows.schema());
        Map<Integer, Label> expected = new HashMap<>();
        labels(read(spark, run, "scores")).forEach((copy, label) -> expected.put(copy, label.turned()));
        assertThat(expected).hasSameSizeAs(copies);
        assertThat(labels(written)).isEqualTo(expected);
    }

    @Test
    void noSchemaWritesItsLabelsInAWayThatIsNotTurnedHere() {
        assertThat(PreferenceSchemas.all().stream()
                        .<Object>map(schema -> schema.flip().getClass()))
                .containsOnly(
                        LabelFlip.Swap.class,
                        LabelFlip.Negate.class,
                        LabelFlip.Exchange.class,
                        LabelFlip.Complement.class,
                        LabelFlip.None.class);
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

    /** Texts and turns, one row a pair and two; what each shape holds is asserted of the rows that it makes. */
    @Test
    void aShapeHasItsColumnsAndSaysWhatItCannotHold(SparkSession spark) {
        // of three rows one is set aside, one has two turns before its answer, one has a single turn
        score(spark, "dialogues", PublishedData.HH_RLHF.rows(spark), Optional.empty());

        for (Shape shape : List.of(Shape.PREFERENCE, Shape.UNPAIRED_CONVERSATIONAL)) {
            String name = shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
            FilterReceipt receipt = filter(spark, "dialogues", name, "filter.shape=" + name);

            boolean text = shape == Shape.PREFERENCE;
            Dataset<Row> written = read(spark, name, "data");
            assertThat(written.schema()).isEqualTo(OutputRows.schema(shape, OutputRows.Weights.NONE));
            assertThat(written.count()).as(name).isEqualTo(text ? 1 : 4);
            assertThat(receipt.rows().read()).isEqualTo(3);
            assertThat(receipt.rows().setAside()).isEqualTo(1);
            assertThat(receipt.rows().dropped()).isEqualTo(text ? 1 : 0);
        }
    }
}
