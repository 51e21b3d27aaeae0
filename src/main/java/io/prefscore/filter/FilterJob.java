package io.prefscore.filter;

import io.prefscore.config.FilterPolicy;
import io.prefscore.config.FilterSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsWriter;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportFolder;
import io.prefscore.report.ScoredRun;
import io.prefscore.scoring.GivenRuns;
import io.prefscore.scoring.Json;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunRecord;
import io.prefscore.scoring.S3Committer;
import io.prefscore.scoring.SessionSettings;
import io.prefscore.scoring.StepProgress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Filters scored rows: decides on narrow facts of them, then reads the wide rows once and writes those that are kept, and the
 * receipt last. Driver side.
 */
public final class FilterJob {

    private static final String FIELDS_IN_LOGS = "spark.sql.debug.maxToStringFields";
    /** Of narrow rows, some fifty megabytes. */
    private static final long ROWS_PER_TASK = 1_000_000;

    private final SparkSession spark;
    private final FilterSettings settings;
    private final ReportFolder folder;
    private final List<ScoredRun> runs;
    private final StepProgress progress;

    private FilterJob(
            SparkSession spark,
            FilterSettings settings,
            ReportFolder folder,
            List<ScoredRun> runs,
            StepProgress progress) {
        this.spark = spark;
        this.settings = settings;
        this.folder = folder;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * Runs to the end.
     *
     * @param settings what to filter, by which policies, and where to write
     * @param page makes the page of a receipt
     * @param listener told how far it is
     * @return the receipt, as written
     * @throws UserError where runs cannot be read, a policy cannot be applied, or the output is in use
     */
    public static FilterReceipt run(
            SparkSession spark, Settings settings, Function<FilterReceipt, String> page, ProgressListener listener) {
        ReportFolder folder = new ReportFolder(
                ReportFolder.Kind.FILTER,
                settings.output(),
                spark.sparkContext().hadoopConfiguration());
        try (SessionSettings session = new SessionSettings(spark);
                StepProgress progress = new StepProgress(spark.sparkContext(), listener, "filter")) {
            progress.enter("reads the scores", 0.35, 4);
            List<String> scored = settings.filter().scores();
            List<ScoredRun> runs = new ArrayList<>(runs(spark, scored));
            folder.claim(settings.overwrite());
            if (scored.isEmpty()) {
                runs.addAll(runs(spark, GivenRuns.make(spark, settings, folder::work)));
            }
            S3Committer.prepare(spark, session, List.of(settings.output()));
            session.set(FIELDS_IN_LOGS, "1000");
            if (runs.get(0).rowsRead() <= SessionSettings.LITTLE_ROWS) {
                session.planForLittle();
            } else {
                session.set(SessionSettings.SHUFFLE_PARTITIONS, Integer.toString(tasks(spark, runs.get(0))));
            }
            FilterReceipt receipt = new FilterJob(spark, settings.filter(), folder, runs, progress).run();
            folder.writePage(page.apply(receipt));
            folder.finish(Json.write(receipt));
            return receipt;
        } catch (Exception failure) {
            throw ReadFailures.unchecked(failure);
        }
    }

    private static List<ScoredRun> runs(SparkSession spark, List<String> folders) {
        return folders.stream()
                .map(run -> ScoredRun.read(run, spark.sparkContext().hadoopConfiguration()))
                .toList();
    }

    private static int tasks(SparkSession spark, ScoredRun run) {
        long wanted = 1 + run.rowsRead() / ROWS_PER_TASK;
        return (int) Math.max(wanted, spark.sparkContext().defaultParallelism());
    }

    private FilterReceipt run() {
        ScoredRun deciding = runs.get(0);
        ScoredRows scored = ScoredRows.open(spark, deciding);
        PolicyPlan plan = PolicyPlan.of(settings, scored);
        Dataset<Row> facts = Decisions.written(
                spark,
                folder,
                withVotes(Facts.of(scored, settings.policies(), plan.strata().names(), settings.seed())),
                "facts");
        new Labels(spark, deciding, scored).requireConsent(facts, settings.policies());
        try (Decisions decisions = new Decisions(spark, settings, plan, scored, deciding, runs.size(), folder)) {
            progress.enter("decides", 0.6, 4);
            Decisions.Decided decided = decisions.decide(facts);
            progress.enter("writes what is kept", 0.85, 4);
            List<FilterReceipt.Part> written = decisions.write(decided);
            progress.enter("writes the receipt", 1, 8);
            return new Receipts(spark, plan, decided, deciding, folder)
                    .receipt(provenance(deciding, plan), scored, written, settings);
        }
    }

    private Dataset<Row> withVotes(Dataset<Row> facts) {
        boolean votes = settings.policies().stream().anyMatch(FilterPolicy.Ensemble.class::isInstance);
        return votes ? Votes.added(facts, spark, runs.get(0), runs.subList(1, runs.size())) : facts;
    }

    private FilterReceipt.Provenance provenance(ScoredRun deciding, PolicyPlan plan) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model fingerprint", deciding.fingerprint());
        facts.put("format", SettingsWriter.label(settings.format()));
        facts.put("Spark", spark.version());
        facts.put("Java", Runtime.version().toString());
        return new FilterReceipt.Provenance(
                deciding.data(),
                deciding.schema(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                RunRecord.codeVersion(),
                runs.stream().map(ScoredRun::origin).toList(),
                runs.stream().map(ScoredRun::model).toList(),
                SettingsWriter.label(plan.shape()),
                settings.seed(),
                facts);
    }
}
