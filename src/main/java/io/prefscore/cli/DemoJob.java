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
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Makes what a plan says. What a demo that was cut short has finished is not done again. Driver side.
 */
final class DemoJob {

    private final SparkSession spark;
    private final DemoPlan plan;
    private final Consumer<Settings> score;
    private final Consumer<Settings> report;
    private final Consumer<Settings> scaling;
    private final Consumer<Settings> filter;
    private final DemoProgress progress;
    private int run;

    /**
     * @param score scores as settings say, to the end
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
        List<DemoReport.Member> members = new ArrayList<>();
        for (DemoPlan.Scoring scoring : plan.scorings()) {
            score(scoring, "pairs with " + scoring.model().name());
            members.add(new DemoReport.Member(scoring.model(), DemoReport.judged(spark, output(scoring))));
        }
        Optional<DemoReport.Judged> rightLabels = Optional.empty();
        Optional<DemoReport.Judged> wrongLabels = Optional.empty();
        if (plan.mislabelled().isPresent()) {
            DemoPlan.Scoring scoring = plan.mislabelled().get().scoring();
            score(
                    scoring,
                    "pairs with wrong labels among them with " + scoring.model().name());
            rightLabels = Optional.of(DemoReport.labelled(spark, output(scoring), DemoReport.Label.RIGHT));
            wrongLabels = Optional.of(DemoReport.labelled(spark, output(scoring), DemoReport.Label.WRONG));
        }
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

    private void score(DemoPlan.Scoring scoring, String what) {
        run++;
        if (Files.exists(Path.of(output(scoring), RunRecord.FILE))) {
            return;
        }
        progress.onRun(run, plan.runs(), what);
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
