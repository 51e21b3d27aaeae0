package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.Settings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.dataset.Recognition;
import io.prefscore.dataset.RowParser;
import io.prefscore.model.ModelSource;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;

/**
 * Scores a data set and writes {@code scores}, {@code comparisons}, {@code set-aside} and {@code _RUN.json}. Each distinct
 * text is scored once; a run that was cut short goes on from the texts that its store holds.
 *
 * <p>Driver side. While a run goes on, {@code spark.sql.shuffle.partitions} of its session follows the amount of data.
 */
public final class ScoreJob {

    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

    private final SparkSession spark;
    private final Settings settings;
    private final ModelSource source;
    private final Stopwatch stopwatch = new Stopwatch();
    private final LongAccumulator textsDone;
    private final LongAccumulator tokensDone;
    private final LiveProgress progress;

    private ScoreJob(SparkSession spark, Settings settings, ModelSource source, ProgressListener listener) {
        this.spark = spark;
        this.settings = settings;
        this.source = source;
        this.textsDone = spark.sparkContext().longAccumulator("prefscore texts");
        this.tokensDone = spark.sparkContext().longAccumulator("prefscore tokens");
        this.progress = new LiveProgress(listener, stopwatch.startedNanos(), textsDone, tokensDone);
    }

    /**
     * Runs to the end.
     *
     * @param settings resolved and checked
     * @param source the model that the settings name
     * @return what was done, computed from the written tables
     * @throws UserError where the input cannot be read or recognised, the output is in use, or the model gives no numbers
     */
    public static RunSummary run(SparkSession spark, Settings settings, ModelSource source, ProgressListener listener) {
        S3Committer.prepare(spark, List.of(settings.output()));
        ScoreJob job = new ScoreJob(spark, settings, source, listener);
        Optional<String> partitions = Optional.ofNullable(spark.conf().get(SHUFFLE_PARTITIONS, null));
        spark.sparkContext().addSparkListener(job.progress);
        try {
            return job.run();
        } catch (Exception failure) {
            throw ReadFailures.unchecked(failure);
        } finally {
            spark.sparkContext().removeSparkListener(job.progress);
            partitions.ifPresentOrElse(before -> spark.conf().set(SHUFFLE_PARTITIONS, before), () -> spark.conf()
                    .unset(SHUFFLE_PARTITIONS));
        }
    }

    private RunSummary run() {
        enter(Stage.OPEN, StagedTotals.NONE);
        Instant started = Instant.now();
        String identity = RunRecord.identity(settings, source);
        OutputFolder output =
                new OutputFolder(settings.output(), spark.sparkContext().hadoopConfiguration());
        output.check(identity);
        InputTable input = new InputReader(spark, settings.input()).open();
        refuseOwnColumn(input);
        Recognition recognition = PreferenceSchemas.recognise(input, settings.input());
        RowParser parser = recognition.parser();
        output.claim(identity);

        enter(Stage.RENDER, StagedTotals.NONE);
        Dataset<Row> staged = render(input, parser, output);
        StagedTotals totals = StagedTotals.of(staged);
        if (totals.rows() == 0) {
            throw new UserError(UserError.Kind.INPUT, input.source() + ": holds no rows");
        }
        ErrorBudget.enforce(settings.input().maxSetAside(), totals, staged, input);
        WorkPlan plan = WorkPlan.of(
                totals.characters(),
                spark.sparkContext().defaultParallelism(),
                settings.scoring().partitions());
        spark.conf().set(SHUFFLE_PARTITIONS, Integer.toString(plan.shufflePartitions()));

        enter(Stage.SCORE, totals);
        ScoreStore store = new ScoreStore(spark, output.store(), source.fingerprint());
        Optional<Dataset<Row>> before = store.read();
        Dataset<Row> wave = score(staged, store, before, plan);
        StoreTotals waveTotals = StoreTotals.of(wave);
        Dataset<Row> known = before.isPresent() ? store.read().orElseThrow() : wave;
        StoreTotals knownTotals = before.isPresent() ? StoreTotals.of(known) : waveTotals;

        enter(Stage.WRITE, totals);
        RowVerdicts verdicts = new RowVerdicts(input, parser, staged, known, knownTotals.refused());
        WrittenTables tables = write(verdicts, totals, parser, output);

        enter(Stage.SUMMARISE, totals);
        Statistics statistics = new Statistics(tables, output.toString());
        RunSummary.Rows rows = statistics.rows(totals);
        RunSummary summary = new RunSummary(
                output.toString(),
                recognition.schema().name(),
                recognition.reason(),
                rows,
                statistics.judged(),
                statistics.work(totals, waveTotals, knownTotals),
                stopwatch.stages(),
                stopwatch.elapsed());
        output.finish(RunRecord.json(settings, source, input, summary, started));
        return summary;
    }

    private void enter(Stage stage, StagedTotals totals) {
        stopwatch.enter(stage);
        progress.enter(stage, totals.texts(), totals.compared());
    }

    private static void refuseOwnColumn(InputTable input) {
        boolean taken = Arrays.stream(input.columns().fieldNames()).anyMatch(RowVerdicts.RESULT::equalsIgnoreCase);
        if (taken) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    input.source() + ": has a column '" + RowVerdicts.RESULT
                            + "' already, where the scores go; score the original data, or rename the column");
        }
    }

    private Dataset<Row> render(InputTable input, RowParser parser, OutputFolder output) {
        Column invalid = ParserColumns.holdInvalidText(
                parser, input.columns(), name -> col(InputTable.ROW).getField(name));
        input.rows()
                .select(
                        col(InputTable.IDENTITY),
                        col(InputTable.NAME),
                        functions.coalesce(
                                col(InputTable.DEFECT_REASON),
                                functions.when(invalid, lit(Skip.Reason.INVALID_UNICODE.name()))),
                        functions.coalesce(
                                col(InputTable.DEFECT_DETAIL),
                                functions.when(invalid, lit("a text holds bytes that are not UTF-8"))),
                        ParserColumns.of(parser, name -> col(InputTable.ROW).getField(name)))
                .mapPartitions(
                        new RenderRows(parser, source.renderer(), source.fingerprint()),
                        Encoders.row(StagedRows.SCHEMA))
                .write()
                .parquet(output.staged());
        return spark.read().schema(StagedRows.SCHEMA).parquet(output.staged());
    }

    /** Appends a wave with what the store lacks. */
    private Dataset<Row> score(Dataset<Row> staged, ScoreStore store, Optional<Dataset<Row>> known, WorkPlan plan) {
        Dataset<Row> texts = staged.where(col(StagedRows.REASON).isNull())
                .select(
                        col(StagedRows.GROUP),
                        functions.inline(functions.arrays_zip(col(StagedRows.KEYS), col(StagedRows.TEXTS))))
                .toDF("group", "key", "text");
        // Partitioned by the key alone, which serves the aggregation and the look-up; the text is a grouping column
        // only
        // because Spark hashes such, but sorts where a string has to be carried as an aggregate.
        Dataset<Row> distinct = texts.repartition(plan.shufflePartitions(), col("key"))
                .groupBy("key", "text")
                .agg(functions.min("group").as("group"));
        Dataset<Row> missing = known.isPresent()
                ? distinct.join(
                        known.orElseThrow().select(col(ScoreStore.KEY).as("known")),
                        col("key").equalTo(col("known")),
                        "left_anti")
                : distinct;
        Dataset<Row> scored = missing.repartition(plan.scoringPartitions(), col("group"))
                .select("key", "text")
                .sortWithinPartitions("text")
                .mapPartitions(
                        new ScoreTexts(source, TaskDevice.of(settings.model()), textsDone, tokensDone),
                        Encoders.row(ScoreStore.SCHEMA));
        try {
            return store.append(scored);
        } catch (Exception failure) {
            throw explained(failure, staged);
        }
    }

    /** A reward that is no number is the model's fault, and the row it came of helps to find out why. */
    private static RuntimeException explained(Exception failure, Dataset<Row> staged) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NonFiniteReward noNumber) {
                Column sought = functions.unhex(lit(noNumber.key()));
                List<Row> rows = staged.where(functions.array_contains(col(StagedRows.KEYS), sought))
                        .select(StagedRows.EXAMPLE_ID)
                        .takeAsList(1);
                String row = rows.isEmpty() ? "a row" : rows.get(0).getString(0);
                return new UserError(
                        UserError.Kind.MODEL,
                        row + ": the model gave " + noNumber.reward()
                                + "; rewards must be numbers, so weights or arithmetic are at fault",
                        failure);
            }
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private WrittenTables write(RowVerdicts verdicts, StagedTotals totals, RowParser parser, OutputFolder output) {
        Dataset<Row> scores = written(verdicts.scores(), output.scores());
        Dataset<Row> setAside = written(verdicts.setAside(totals.allSetAside()), output.setAside());
        Column result = col(RowVerdicts.RESULT);
        Dataset<Row> scored = scores.select(
                result.getField("example_id"),
                result.getField("first_response").as("first_response"),
                result.getField("rewards"),
                result.getField("tokens"),
                ParserColumns.of(parser, name -> scores.col("`" + name.replace("`", "``") + "`")));
        Dataset<Row> comparisons = written(Comparisons.of(scored, parser), output.comparisons());
        return new WrittenTables(scores, comparisons, setAside);
    }

    /** Writes a table and opens what was written; its schema is known, so no job has to look for it. */
    private Dataset<Row> written(Dataset<Row> table, String path) {
        table.write().parquet(path);
        return spark.read().schema(table.schema()).parquet(path);
    }

    /** Wall time since the start, and by stage. */
    private static final class Stopwatch {

        private final long startedNanos = System.nanoTime();
        private final List<RunSummary.StageTime> done = new java.util.ArrayList<>();
        private long enteredNanos = startedNanos;
        private Optional<Stage> current = Optional.empty();

        long startedNanos() {
            return startedNanos;
        }

        void enter(Stage next) {
            long now = System.nanoTime();
            current.ifPresent(stage -> done.add(new RunSummary.StageTime(stage, Duration.ofNanos(now - enteredNanos))));
            current = Optional.of(next);
            enteredNanos = now;
        }

        /** All stages, the present one as far as it has come. */
        List<RunSummary.StageTime> stages() {
            enter(current.orElse(Stage.OPEN));
            return List.copyOf(done);
        }

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - startedNanos);
        }
    }
}
