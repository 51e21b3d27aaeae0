package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import io.prefscore.dataset.GivenRewards;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.dataset.Recognition;
import io.prefscore.dataset.RowParser;
import io.prefscore.model.ModelSource;
import io.prefscore.preference.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scores a data set and writes {@code scores}, {@code comparisons}, {@code set-aside} and {@code _RUN.json}. Each distinct
 * text is scored once; a run that was cut short goes on from the texts that its store holds.
 *
 * <p>Driver side. While a run goes on, {@code spark.sql.shuffle.partitions} of its session follows the amount of data.
 */
public final class ScoreJob {

    /** Settings of Spark's that a run changes while it goes on, and puts back. */
    private static final String LARGEST_METHOD = "spark.sql.codegen.hugeMethodLimit";

    /** HotSpot does not compile methods with more bytes of code: one of Spark's then takes half of a stage's time. */
    private static final String MOST_COMPILED = "8000";

    private static final String LARGEST_HASH_AGGREGATE = "spark.sql.objectHashAggregate.sortBased.fallbackThreshold";

    private final SparkSession spark;
    private final Settings settings;
    private final ModelSource source;
    private final Stopwatch stopwatch = new Stopwatch();
    private final WorkCounters counters;
    private final LiveProgress progress;
    private final OutputFolder output;
    private Optional<InputTable> opened = Optional.empty();

    private ScoreJob(SparkSession spark, Settings settings, ModelSource source, ProgressListener listener) {
        this.spark = spark;
        this.settings = settings;
        this.source = source;
        this.counters = WorkCounters.in(spark.sparkContext());
        this.progress = new LiveProgress(listener, stopwatch.startedNanos(), counters.texts(), counters.tokens());
        this.output = new OutputFolder(
                settings.output(), RunRecord.identity(settings, source), settings.overwrite(), hadoop());
    }

    private Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
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
        ScoreJob job = new ScoreJob(spark, settings, source, listener);
        spark.sparkContext().addSparkListener(job.progress);
        try (SessionSettings changed = new SessionSettings(spark)) {
            return job.run(changed);
        } catch (Exception failure) {
            throw job.explained(failure);
        } finally {
            spark.sparkContext().removeSparkListener(job.progress);
        }
    }

    /** What cannot be read any more, or holds other rows than before, is often what somebody else has put there. */
    private RuntimeException explained(Exception failure) {
        RuntimeException explained = ReadFailures.unchecked(failure);
        boolean told = explained instanceof UserError known && known.kind() != UserError.Kind.INPUT;
        if (opened.isEmpty() || told) {
            return explained;
        }
        try {
            output.requireOwn();
            opened.orElseThrow().requireUnchanged(hadoop());
            return explained;
        } catch (UserError cause) {
            cause.addSuppressed(failure);
            return cause;
        }
    }

    private RunSummary run(SessionSettings session) {
        S3Committer.prepare(
                spark,
                session,
                List.of(settings.output(), settings.store().path().orElse("")));
        enter(Stage.OPEN);
        Instant started = Instant.now();
        output.check();
        InputTable whole = new InputReader(spark, settings.input()).open();
        if (whole.isLittle()) {
            session.planForLittle();
        }
        refuseOwnColumn(whole);
        Recognition recognition = PreferenceSchemas.recognise(whole, settings.input());
        RowParser parser = recognition.parser();
        InputTable input = LongConversations.rule(parser, source.renderer())
                .map(whole::settingAside)
                .orElse(whole);
        output.claim();
        opened = Optional.of(input);

        enter(Stage.RENDER);
        session.set(LARGEST_METHOD, MOST_COMPILED);
        Dataset<Row> staged = written(
                ReadRows.of(input, parser, source.rewardsColumn().map(column -> GivenRewards.of(input, column)))
                        .mapPartitions(
                                new RenderRows(parser, source.renderer(), source.fingerprint()),
                                Encoders.row(StagedRows.SCHEMA)),
                output.work("rows"));
        StagedTotals totals = StagedTotals.of(staged);
        if (totals.rows() == 0) {
            throw new UserError(UserError.Kind.INPUT, input.source() + ": holds no rows");
        }
        RunMetrics.add(totals);
        ErrorBudget.enforce(settings.input(), totals.rows(), totals.setAside(), staged, input);
        ErrorBudget.enforceFlags(settings.input().maxFlagged(), totals.rows(), totals.flagged(), input);
        WorkPlan plan = new WorkPlan(spark.sparkContext().defaultParallelism(), settings.scoring());
        int partitions = plan.shufflePartitions(totals.characters());
        session.set(SessionSettings.SHUFFLE_PARTITIONS, Integer.toString(partitions));
        session.set(LARGEST_HASH_AGGREGATE, Integer.toString(Integer.MAX_VALUE));

        Optional<Scoring.Scored> scored = Optional.empty();
        if (source.rewardsColumn().isEmpty()) {
            enter(Stage.SCORE);
            scored = Optional.of(new Scoring(spark, settings, source, counters, output, plan, progress)
                    .score(input, parser, staged, totals, partitions, session));
        }

        enter(Stage.WRITE);
        Dataset<Row> results = written(
                Results.of(staged, scored.map(Scoring.Scored::answers), input.identity(), parser, partitions),
                output.work("results"));
        RowVerdicts verdicts = new RowVerdicts(input, settings.input(), staged, results, partitions);
        long refused = results.where(col(Results.REASON).isNotNull()).count();
        WrittenTables tables = new WrittenTables(
                published(verdicts.scores(), OutputFolder.Table.SCORES, output),
                published(Comparisons.of(results, parser), OutputFolder.Table.COMPARISONS, output),
                published(verdicts.setAside(totals.allSetAside(), refused), OutputFolder.Table.SET_ASIDE, output));

        enter(Stage.SUMMARISE);
        input.requireUnchanged(hadoop());
        Statistics statistics = new Statistics(tables, output.toString());
        RunSummary.Rows rows = statistics.rows(totals);
        RunSummary summary = new RunSummary(
                output.toString(),
                recognition.schema().name(),
                recognition.reason(),
                recognition.schema().columns(),
                recognition.unread(),
                rows,
                wholeRows(input, rows),
                statistics.judged(),
                statistics.work(
                        totals,
                        scored.map(answers -> answers.lookup().distinct()).orElse(totals.texts()),
                        scored.map(Scoring.Scored::computed).orElse(StoreTotals.NONE)),
                executors(),
                stopwatch.stages(),
                stopwatch.elapsed());
        boolean storeToo = settings.store().use() == StoreSettings.Use.OFF;
        output.finish(RunRecord.json(settings, source, input, summary, started), storeToo);
        return summary;
    }

    private OptionalLong wholeRows(InputTable input, RunSummary.Rows rows) {
        if (settings.input().limit().isPresent()) {
            OptionalLong whole = input.estimatedRows(hadoop());
            return whole.isPresent() ? OptionalLong.of(Math.max(rows.read(), whole.getAsLong())) : OptionalLong.empty();
        }
        return settings.input().sample().isPresent()
                ? OptionalLong.of(
                        Math.round(rows.read() / settings.input().sample().getAsDouble()))
                : OptionalLong.empty();
    }

    private List<RunSummary.Executor> executors() {
        return new TreeMap<>(counters.byExecutor().value())
                .entrySet().stream()
                        .map(executor -> new RunSummary.Executor(
                                executor.getKey(),
                                executor.getValue().texts(),
                                executor.getValue().tokensComputed(),
                                executor.getValue().forward()))
                        .toList();
    }

    private void enter(Stage stage) {
        stopwatch.enter(stage);
        progress.enter(stage);
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

    private Dataset<Row> published(Dataset<Row> rows, OutputFolder.Table table, OutputFolder output) {
        rows.write().parquet(output.draft(table));
        return spark.read().schema(rows.schema()).parquet(output.publish(table));
    }

    /** Writes a table and opens what was written; its schema is known, so no job has to look for it. */
    private Dataset<Row> written(Dataset<Row> table, String path) {
        WorkTables.write(table, path);
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
