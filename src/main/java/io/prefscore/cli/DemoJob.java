package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.demo.Kind;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportFolder;
import io.prefscore.scoring.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Makes what a plan says. What a demo that was cut short has finished is not done again. Driver side.
 */
final class DemoJob {

    /** Runs at a time: while the driver plans one, the other's tasks and model work. */
    private static final int RUNS_AT_A_TIME = 2;

    private final SparkSession spark;
    private final DemoPlan plan;
    private final Consumer<Settings> score;
    private final Consumer<Settings> report;
    private final Consumer<Settings> scaling;
    private final Consumer<Settings> filter;
    private final DemoProgress progress;

    /**
     * @param score scores as settings say, to the end; called by several threads
     * @param report reports as settings say
     * @param scaling fits curves as settings say
     * @param filter filters as settings say
     */
    DemoJob(
            SparkSession spark,
            DemoPlan plan,
            Consumer<Settings> score,
            Consumer<Settings> report,
            Consumer<Settings> scaling,
            Consumer<Settings> filter,
            DemoProgress progress) {
        this.spark = spark;
        this.plan = plan;
        this.score = score;
        this.report = report;
        this.scaling = scaling;
        this.filter = filter;
        this.progress = progress;
    }

    /**
     * Runs to the end and leaves the summary in the folder.
     *
     * @throws UserError if something else is in the folder, a finished demo among it, or nothing can be written
     */
    DemoReport run() {
        if (Files.exists(Path.of(plan.summaryFile()))) {
            throw new UserError(
                    UserError.Kind.OUTPUT,
                    plan.folder() + ": holds a finished demo; remove it or choose another output folder");
        }
        long started = System.nanoTime();
        DemoFolders.fill(spark, plan);
        scoreAll();
        List<DemoReport.Member> members = plan.scorings().stream()
                .map(scoring -> new DemoReport.Member(scoring.model(), DemoReport.judged(spark, output(scoring))))
                .toList();
        Optional<String> mislabelled = plan.mislabelled().map(wrong -> output(wrong.scoring()));
        Optional<DemoReport.Judged> rightLabels =
                mislabelled.map(scored -> DemoReport.labelled(spark, scored, DemoReport.Label.RIGHT));
        Optional<DemoReport.Judged> wrongLabels =
                mislabelled.map(scored -> DemoReport.labelled(spark, scored, DemoReport.Label.WRONG));
        Optional<DemoReport.Filtered> filtered = plan.filtered().map(this::filtered);
        if (!Files.exists(Path.of(plan.reportFolder(), ReportFolder.Kind.REPORT.numbers()))) {
            report.accept(plan.largest().settings().reporting(plan.reported(), plan.reportFolder()));
        }
        Map<Kind, String> verdicts = verdicts();
        DemoReport done = new DemoReport(
                members, rightLabels, wrongLabels, filtered, verdicts, Duration.ofNanos(System.nanoTime() - started));
        writeSummary(DemoSummary.of(plan, done));
        return done;
    }

    private DemoReport.Filtered filtered(DemoPlan.Scoring scoring) {
        if (!Files.exists(Path.of(plan.filteredFolder(), ReportFolder.Kind.FILTER.numbers()))) {
            filter.accept(scoring.settings().filtering(List.of(output(scoring)), plan.filteredFolder()));
        }
        return DemoReport.filtered(spark, output(scoring), plan.filteredFolder());
    }

    private Map<Kind, String> verdicts() {
        if (plan.scaled().isEmpty()) {
            return Map.of();
        }
        if (!Files.exists(Path.of(plan.scalingFolder(), ReportFolder.Kind.SCALING.numbers()))) {
            scaling.accept(plan.largest().settings().scaling(plan.scaled(), plan.scalingFolder()));
        }
        return DemoReport.verdicts(spark, plan.scalingFolder());
    }

    private static String output(DemoPlan.Scoring scoring) {
        return scoring.settings().output();
    }

    /** Every run that is not done yet; the first failure ends them all. */
    private void scoreAll() {
        ExecutorService threads = Executors.newFixedThreadPool(RUNS_AT_A_TIME);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (DemoPlan.Scoring scoring : plan.scorings()) {
                int number = runs.size() + 1;
                runs.add(threads.submit(() ->
                        score(scoring, number, "pairs with " + scoring.model().name())));
            }
            plan.mislabelled()
                    .map(DemoPlan.Mislabelled::scoring)
                    .ifPresent(scoring -> runs.add(threads.submit(() -> score(
                            scoring,
                            plan.runs(),
                            "pairs with wrong labels among them with "
                                    + scoring.model().name()))));
            for (Future<?> run : runs) {
                await(run);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(Future<?> run) {
        try {
            run.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scoring", stopped);
        }
    }

    private void score(DemoPlan.Scoring scoring, int number, String what) {
        if (Files.exists(Path.of(output(scoring), RunRecord.FILE))) {
            return;
        }
        progress.onRun(number, plan.runs(), what);
        score.accept(scoring.settings());
    }

    private void writeSummary(String summary) {
        try {
            Files.writeString(Path.of(plan.summaryFile()), summary);
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT,
                    plan.summaryFile() + ": cannot be written: " + failure.getMessage(),
                    failure);
        }
    }
}
