package io.prefscore.report;

import io.prefscore.config.ScalingSettings;
import io.prefscore.config.Settings;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.preference.UserError;
import io.prefscore.report.ScalingSource.Findings;
import io.prefscore.report.page.ScalingPage;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceMeans;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scaling.Verdicts;
import io.prefscore.scoring.GivenRuns;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunRecord;
import io.prefscore.scoring.S3Committer;
import io.prefscore.scoring.SessionSettings;
import io.prefscore.scoring.StepProgress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * Fits scaling curves to scored runs, or to points from elsewhere: {@code scaling.json}, tables and a page. Every slice is fitted
 * in a task of its own; what is said of slices rests on all of them and is said on the driver.
 */
public final class ScalingJob {

    private ScalingJob() {}

    /**
     * Runs to the end.
     *
     * @param settings what to fit to, and where to write
     * @param listener told how far it is
     * @return what was written
     * @throws UserError where runs or points cannot be read, nothing can be fitted to, or the output is in use
     */
    public static ScalingDocument run(SparkSession spark, Settings settings, ProgressListener listener) {
        return run(spark, settings, OptionalInt.empty(), listener);
    }

    /** @param partitions tasks of each pass over comparisons; empty: as many as these are worth */
    static ScalingDocument run(
            SparkSession spark, Settings settings, OptionalInt partitions, ProgressListener listener) {
        ReportFolder folder = new ReportFolder(
                ReportFolder.Kind.SCALING,
                settings.output(),
                spark.sparkContext().hadoopConfiguration());
        try (SessionSettings session = new SessionSettings(spark);
                StepProgress progress = new StepProgress(spark.sparkContext(), listener, "scaling")) {
            progress.enter("reads the points", 0.4, 6);
            folder.claim(settings.overwrite());
            S3Committer.prepare(spark, session, List.of(settings.output()));
            session.set(ReportJob.FIELDS_IN_LOGS, "1000");
            ScalingSource source = source(spark, settings, folder, partitions);
            if (source.isLittle()) {
                session.planForLittle();
            }
            ScalingDocument document = document(spark, settings.scaling(), source, progress);
            progress.enter("writes the tables", 0.97, 6);
            new ScalingTables(spark, folder).write(document);
            progress.enter("writes the page", 1, 1);
            folder.writePage(ScalingPage.html(document));
            folder.finish(ScalingJson.of(document));
            return document;
        } catch (Exception failure) {
            throw ReadFailures.unchecked(failure);
        }
    }

    private static ScalingSource source(
            SparkSession spark, Settings settings, ReportFolder folder, OptionalInt partitions) {
        ScalingSettings scaling = settings.scaling();
        if (scaling.points().isPresent()) {
            return new FilePoints(spark, scaling, scaling.points().get());
        }
        List<String> runs = scaling.runs().isEmpty() ? GivenRuns.make(spark, settings, folder::work) : scaling.runs();
        return new RunPoints(spark, scaling, runs, folder, partitions);
    }

    private static ScalingDocument document(
            SparkSession spark, ScalingSettings settings, ScalingSource source, StepProgress progress) {
        ScalingOptions options = new ScalingOptions(
                settings.confidenceLevel(),
                settings.replicates(),
                settings.seed(),
                settings.huberDelta().orElse(Double.NaN),
                settings.dataUnit(),
                settings.resampling(),
                settings.questions(source.usualAxis()));
        Findings found = source.findings(options);
        progress.enter("fits the curves", 0.9, 1);
        List<PointSet> means = means(found.points());
        List<SliceScaling> curves = inOrder(found.curves(), new AnalysePoints(options).of(spark, means));
        Map<String, String> facts = new LinkedHashMap<>(found.facts());
        facts.put("Spark", spark.version());
        facts.put("Java", Runtime.version().toString());
        return new ScalingDocument(
                source.title(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                RunRecord.codeVersion(),
                options,
                facts,
                Verdicts.of(curves),
                found.shown());
    }

    /** Over the slices of each name, measure by measure. */
    private static List<PointSet> means(List<PointSet> slices) {
        Map<String, Map<Measure, List<PointSet>>> byName = new LinkedHashMap<>();
        slices.stream().filter(set -> !set.slice().isEmpty()).forEach(set -> byName.computeIfAbsent(
                        set.slice(), name -> new EnumMap<>(Measure.class))
                .computeIfAbsent(set.measure(), measure -> new ArrayList<>())
                .add(set));
        return byName.values().stream()
                .flatMap(ofName -> ofName.values().stream())
                .flatMap(ofMeasure -> SliceMeans.of(ofMeasure).stream())
                .toList();
    }

    /** Slices of a name, then the means over them. */
    private static List<SliceScaling> inOrder(List<SliceScaling> slices, List<SliceScaling> means) {
        Set<String> names = new LinkedHashSet<>();
        slices.forEach(slice -> names.add(slice.slice()));
        List<SliceScaling> ordered = new ArrayList<>();
        for (String name : names) {
            slices.stream().filter(slice -> slice.slice().equals(name)).forEach(ordered::add);
            means.stream().filter(slice -> slice.slice().equals(name)).forEach(ordered::add);
        }
        return ordered;
    }
}
