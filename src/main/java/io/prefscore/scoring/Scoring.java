package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.RowParser;
import io.prefscore.model.ModelSource;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The stage in which the model works: looks up what the store holds, and has the rest computed wave by wave. Driver side. */
final class Scoring {

    private static final String LARGEST_READ = "spark.sql.files.maxPartitionBytes";
    private static final String COST_OF_OPENING = "spark.sql.files.openCostInBytes";

    private final SparkSession spark;
    private final Settings settings;
    private final ModelSource source;
    private final WorkCounters counters;
    private final OutputFolder output;
    private final WorkPlan plan;
    private final LiveProgress progress;
    private final ScoreStore store;

    Scoring(
            SparkSession spark,
            Settings settings,
            ModelSource source,
            WorkCounters counters,
            OutputFolder output,
            WorkPlan plan,
            LiveProgress progress) {
        this.spark = spark;
        this.settings = settings;
        this.source = source;
        this.counters = counters;
        this.output = output;
        this.plan = plan;
        this.progress = progress;
        this.store = new ScoreStore(spark, storeFolder(settings.store(), output), source.fingerprint());
    }

    /** Without a store there is one all the same until the run is done, for the case that it is killed. */
    private static String storeFolder(StoreSettings store, OutputFolder output) {
        return store.use() == StoreSettings.Use.ON ? store.path().orElseGet(output::store) : output.store();
    }

    /**
     * What came of it.
     *
     * @param answers {@link ScoreStore} rows of all texts of the run, each key once
     * @param lookup what stood in the store before
     * @param computed what was computed
     */
    record Scored(Dataset<Row> answers, Lookup lookup, StoreTotals computed) {}

    /**
     * Scores.
     *
     * @param staged {@link StagedRows}
     * @param totals of these
     * @param partitions tasks of the look-up
     */
    Scored score(
            InputTable input,
            RowParser parser,
            Dataset<Row> staged,
            StagedTotals totals,
            int partitions,
            SessionSettings session) {
        store.markUsed(settings.model().name());
        store.removeUnfinished(output.run());
        Lookup lookup = Lookup.of(staged, store.read(), partitions, output.work("lookup"));
        RunMetrics.add(lookup);
        // of what the store holds already the model serves no pair
        progress.expect(
                lookup.missing(),
                Math.round((double) totals.compared() * lookup.missing() / Math.max(1, lookup.distinct())));
        if (lookup.missing() == 0) {
            return new Scored(lookup.knownEntries(), lookup, StoreTotals.NONE);
        }
        PendingTexts.Render render = new PendingTexts.Render(parser, source.renderer(), source.fingerprint());
        int count = plan.files(lookup.missingCharacters());
        List<String> files =
                PendingTexts.write(ReadRows.again(input, parser), render, lookup, count, output.work("texts"));
        // Each of them is a task's work, whatever its bytes: as dear to open as a task's reading may be large.
        session.set(COST_OF_OPENING, spark.conf().get(LARGEST_READ));
        Dataset<Row> computed = store.read(waves(files, lookup, staged));
        session.restore(COST_OF_OPENING);
        return new Scored(lookup.knownEntries().union(computed), lookup, StoreTotals.of(computed));
    }

    /** Appends the texts of the files, wave by wave; gives the waves. */
    private List<String> waves(List<String> files, Lookup lookup, Dataset<Row> staged) {
        List<String> waves = Collections.synchronizedList(new ArrayList<>());
        int largest = plan.largestWave(files.size(), lookup.missingCharacters());
        try {
            new Waves(spark.sparkContext(), plan, files, largest)
                    .run(
                            (number, some) -> {
                                output.requireOwn();
                                String wave = output.wave(number);
                                spark.sparkContext().setLocalProperty(LiveProgress.WAVE, wave);
                                waves.add(store.append(scored(some), wave));
                                progress.stored(wave);
                            },
                            "prefscore-" + output.attempt());
        } catch (RuntimeException failure) {
            throw explained(failure, staged);
        }
        return waves;
    }

    private Dataset<Row> scored(List<String> files) {
        SparkSession.setActiveSession(spark);
        return spark.read()
                .schema(PendingTexts.SCHEMA)
                .parquet(files.toArray(String[]::new))
                .coalesce(plan.tasksPerWave())
                .sortWithinPartitions("text")
                .mapPartitions(
                        new ScoreTexts(source, TaskDevice.of(settings.model()), counters),
                        Encoders.row(ScoreStore.SCHEMA));
    }

    /** A reward that is no number is the model's fault, and the row it came of helps to find out why. */
    private static RuntimeException explained(RuntimeException failure, Dataset<Row> staged) {
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
        return failure;
    }
}
