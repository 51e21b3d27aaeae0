package io.prefscore.report;

import io.prefscore.config.ReportSettings;
import io.prefscore.config.Settings;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.preference.UserError;
import io.prefscore.report.page.ReportPage;
import io.prefscore.scoring.Json;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.S3Committer;
import io.prefscore.scoring.SessionSettings;
import io.prefscore.scoring.StepProgress;
import io.prefscore.stats.Calibration;
import io.prefscore.stats.EstimatorSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Reports on scored comparisons: {@code metrics.json}, tables and {@code report.html}. Texts are read for the few comparisons
 * that are shown; everything else is computed from numbers. Driver side.
 */
public final class ReportJob {

    /** A plan of so many columns is shortened in logs, and a warning says so at every report. */
    static final String FIELDS_IN_LOGS = "spark.sql.debug.maxToStringFields";

    private final SparkSession spark;
    private final ReportSettings settings;
    private final ReportFolder folder;
    private final ReportSource source;
    private final StepProgress progress;

    private ReportJob(
            SparkSession spark,
            ReportSettings settings,
            ReportFolder folder,
            ReportSource source,
            StepProgress progress) {
        this.spark = spark;
        this.settings = settings;
        this.folder = folder;
        this.source = source;
        this.progress = progress;
    }

    /**
     * Runs to the end.
     *
     * @param settings what to report on, and where to write
     * @param listener told how far it is
     * @return what was written
     * @throws UserError where runs or data cannot be read, hold no comparisons, or the output is in use
     */
    public static ReportDocument run(SparkSession spark, Settings settings, ProgressListener listener) {
        return run(spark, settings, OptionalInt.empty(), listener);
    }

    /** Whether a scoring run is finished, and a report on it is not. */
    public static boolean isMissing(String run, String report, Configuration hadoop) {
        try {
            return ScoredRun.isFinished(run, hadoop)
                    && !new ReportFolder(ReportFolder.Kind.REPORT, report, hadoop).isFinished();
        } catch (UserError unreadable) {
            return false;
        }
    }

    /** @param partitions tasks of each pass; empty: as many as the comparisons are worth */
    static ReportDocument run(
            SparkSession spark, Settings settings, OptionalInt partitions, ProgressListener listener) {
        ReportFolder folder = new ReportFolder(
                ReportFolder.Kind.REPORT,
                settings.output(),
                spark.sparkContext().hadoopConfiguration());
        ReportSettings report = settings.report();
        try (SessionSettings session = new SessionSettings(spark);
                StepProgress progress = new StepProgress(spark.sparkContext(), listener, "report")) {
            progress.enter("reads the scores", 0.3, 4);
            folder.claim(settings.overwrite());
            S3Committer.prepare(spark, session, List.of(settings.output()));
            session.set(FIELDS_IN_LOGS, "1000");
            ReportSource source = report.rewardsColumns().isEmpty()
                    ? new ScoredSource(spark, report.scores(), report.slices())
                    : new ColumnSource(
                            spark,
                            settings.input().withSlices(report.slices()),
                            report.rewardsColumns(),
                            folder.work("read"));
            if (source.isLittle()) {
                session.planForLittle();
            }
            return new ReportJob(spark, report, folder, source, progress).run(partitions);
        } catch (Exception failure) {
            throw ReadFailures.unchecked(failure);
        }
    }

    private ReportDocument run(OptionalInt partitions) {
        ComparedTable compared = ComparedTable.of(spark, source, folder);
        long comparisons = compared.comparisons();
        int models = source.models().size();
        progress.enter("looks at the pairs", 0.6, 4);
        try (PairTable table = PairTable.of(compared, source.data(), List.of(), models, partitions)) {
            PairTable.Sums sums = table.sums();
            PairTable.Sketches sketches = table.sketches();
            SlicePlans plans = SlicePlans.of(
                    new Calibration(
                            sketches.folds().temperatures(), sums.style().coefficients()),
                    sketches.rewards(),
                    table.slices(),
                    comparisons);
            EstimatorSettings estimator =
                    new EstimatorSettings(settings.confidenceLevel(), settings.replicates(), settings.seed());
            progress.enter("estimates", 0.85, 1);
            Map<Integer, SliceResult> results = table.estimates(plans, estimator, comparisons);
            requireCommon(Objects.requireNonNull(results.get(SliceIndex.OVERALL)));
            ReportDocument report = new ReportAssembly(
                            settings, source, table, sums, sketches.folds(), plans.overall(), results, comparisons)
                    .document(compared.rows(), spark.version());
            progress.enter("writes the tables", 0.97, 8);
            new ReportTables(spark, folder).write(report);
            progress.enter("writes the page", 1, 1);
            folder.writePage(ReportPage.html(report));
            folder.finish(Json.write(report.withoutTexts()));
            return report;
        }
    }

    /** Models that were rewarded on different comparisons cannot be compared. */
    private void requireCommon(SliceResult overall) {
        for (int later = 1; later < overall.models().size(); later++) {
            boolean bothUsed = overall.models().get(0).counts().used() > 0
                    && overall.models().get(later).counts().used() > 0;
            if (bothUsed && overall.laterModels().get(later - 1).comparisons() == 0) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        source.title() + ": " + source.models().get(0) + " and "
                                + source.models().get(later)
                                + " have no comparison in common, so they cannot be compared; were these rows the same when"
                                + " each was run? Score the same rows with both, or report on each by itself");
            }
        }
    }
}
