package io.prefscore.report;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.ReportSettings;
import io.prefscore.config.Settings;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.PairedSlice;
import io.prefscore.report.ReportDocument.Provenance;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.report.page.ReportPage;
import io.prefscore.scoring.Json;
import io.prefscore.scoring.RunRecord;
import io.prefscore.scoring.S3Committer;
import io.prefscore.scoring.SessionSettings;
import io.prefscore.stats.Calibration;
import io.prefscore.stats.EstimatorSettings;
import io.prefscore.stats.MultipleTests;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.TallyPlan;
import io.prefscore.stats.Units;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reports on scored comparisons: {@code metrics.json}, tables and {@code report.html}. Texts are read for the few comparisons
 * that are shown; everything else is computed from numbers. Driver side.
 */
public final class ReportJob {

    /** A plan of so many columns is shortened in logs, and a warning says so at every report. */
    private static final String FIELDS_IN_LOGS = "spark.sql.debug.maxToStringFields";

    /** Comparisons that a task goes over. */
    private static final long PAIRS_PER_TASK = 250_000;

    private final SparkSession spark;
    private final ReportSettings settings;
    private final ReportFolder folder;
    private final ReportSource source;

    private ReportJob(SparkSession spark, ReportSettings settings, ReportFolder folder, ReportSource source) {
        this.spark = spark;
        this.settings = settings;
        this.folder = folder;
        this.source = source;
    }

    /**
     * Runs to the end.
     *
     * @param settings what to report on, and where to write
     * @return what was written
     * @throws UserError where runs or data cannot be read, hold no comparisons, or the output is in use
     */
    public static ReportDocument run(SparkSession spark, Settings settings) {
        return run(spark, settings, OptionalInt.empty());
    }

    /** @param partitions tasks of each pass; empty: as many as the comparisons are worth */
    static ReportDocument run(SparkSession spark, Settings settings, OptionalInt partitions) {
        ReportFolder folder =
                new ReportFolder(settings.output(), spark.sparkContext().hadoopConfiguration());
        ReportSettings report = settings.report();
        try (SessionSettings session = new SessionSettings(spark)) {
            folder.claim();
            S3Committer.prepare(spark, session, List.of(settings.output()));
            session.set(FIELDS_IN_LOGS, "1000");
            ReportSource source = report.rewardsColumns().isEmpty()
                    ? new ScoredSource(spark, report.scores(), report.slices())
                    : new ColumnSource(
                            spark,
                            settings.input().withSlices(report.slices()),
                            report.rewardsColumns(),
                            folder.work("read"));
            return new ReportJob(spark, report, folder, source).run(partitions);
        } catch (Exception failure) {
            throw ReadFailures.unchecked(failure);
        }
    }

    private ReportDocument run(OptionalInt partitions) {
        Dataset<Row> compared = source.compared();
        if (source.isCostly()) {
            compared.write().parquet(folder.work("compared"));
            compared = spark.read().schema(ComparedRows.SCHEMA).parquet(folder.work("compared"));
        }
        long comparisons = compared.agg(count(lit(1))).first().getLong(0);
        if (comparisons == 0) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    source.title()
                            + ": holds no comparisons, so there is nothing to report; its rows were only scored");
        }
        int models = source.models().size();
        try (PairTable table =
                PairTable.of(compared, source.data(), models, partitions.orElseGet(() -> partitions(comparisons)))) {
            PairTable.Sums sums = table.sums();
            double[] marginWidths = sums.moments().marginWidths();
            TallyPlan plan = new TallyPlan(
                    models,
                    new Calibration(
                            table.folds(marginWidths).temperatures(),
                            sums.style().coefficients()),
                    sums.moments().rewardWidths(),
                    marginWidths);
            EstimatorSettings estimator =
                    new EstimatorSettings(settings.confidenceLevel(), settings.replicates(), settings.seed());
            Map<Integer, SliceResult> results = table.estimates(plan, estimator, comparisons);
            ReportDocument report = document(compared, table, sums, plan, results, comparisons);
            new ReportTables(spark, folder).write(report);
            folder.finish(ReportPage.html(report), Json.write(report.withoutTexts()));
            return report;
        }
    }

    private int partitions(long comparisons) {
        long wanted = 1 + comparisons / PAIRS_PER_TASK;
        return (int) Math.min(
                Math.max(wanted, spark.sparkContext().defaultParallelism()), Units.COUNT / PairTable.UNITS_PER_CHUNK);
    }

    private ReportDocument document(
            Dataset<Row> compared,
            PairTable table,
            PairTable.Sums sums,
            TallyPlan plan,
            Map<Integer, SliceResult> results,
            long comparisons) {
        SliceResult overall = Objects.requireNonNull(results.get(SliceIndex.OVERALL));
        ShownPairs shown = new ShownPairs(table, source, plan.calibration(), settings.examples());
        int models = plan.models();
        List<List<Row>> picked = new ArrayList<>();
        for (int model = 0; model < models; model++) {
            picked.add(shown.suspects(model));
        }
        for (int model = 1; model < models; model++) {
            picked.add(shown.disagreements(0, model));
        }
        ExampleTexts texts = settings.texts() == ReportSettings.Texts.ON ? shown.texts(picked) : new ExampleTexts();
        LabelSample sample = LabelSample.of(table, sums, comparisons, settings.confidenceLevel());
        Benchmarking benchmarking = Benchmarking.of(compared, source);
        List<ModelSection> sections = new ArrayList<>();
        for (int model = 0; model < models; model++) {
            List<Slice> slices = new ArrayList<>();
            for (int number = 1; number <= table.slices().size(); number++) {
                SliceIndex.Entry entry = table.slices().entry(number);
                slices.add(new Slice(
                        entry.name(),
                        entry.value(),
                        Objects.requireNonNull(results.get(number)).models().get(model)));
            }
            sections.add(new ModelSection(
                    source.models().get(model),
                    source.facts(model),
                    shown.meanTemperature(model),
                    plan.rewardWidths()[model],
                    plan.marginWidths()[model],
                    overall.models().get(model),
                    slices,
                    sample.style(model),
                    benchmarking.score(model),
                    Checks.of(model, results, comparisons),
                    shown.shown(picked.get(model), texts)));
        }
        return new ReportDocument(
                provenance(table, overall, comparisons), sections, contrasts(table, results, shown, picked, texts));
    }

    private Provenance provenance(PairTable table, SliceResult overall, long comparisons) {
        Map<String, String> facts = new LinkedHashMap<>(source.facts());
        facts.put("resampling units", Units.COUNT + " (prompts are dealt to them by hash)");
        facts.put("slices", Integer.toString(table.slices().size()));
        facts.put("Spark", spark.version());
        facts.put("Java", Runtime.version().toString());
        long prompts = overall.models().stream()
                .mapToLong(model -> model.counts().prompts())
                .max()
                .orElse(0);
        return new Provenance(
                source.title(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                RunRecord.codeVersion(),
                settings.confidenceLevel(),
                settings.replicates(),
                settings.seed(),
                comparisons,
                prompts,
                facts);
    }

    private List<Contrast> contrasts(
            PairTable table,
            Map<Integer, SliceResult> results,
            ShownPairs shown,
            List<List<Row>> picked,
            ExampleTexts texts) {
        List<String> models = source.models();
        List<Contrast> contrasts = new ArrayList<>();
        for (int model = 1; model < models.size(); model++) {
            int later = model - 1;
            List<PairedSlice> slices = new ArrayList<>();
            for (int number = 1; number <= table.slices().size(); number++) {
                SliceIndex.Entry entry = table.slices().entry(number);
                slices.add(new PairedSlice(entry.name(), entry.value(), paired(results, number, later)));
            }
            contrasts.add(new Contrast(
                    models.get(0),
                    models.get(model),
                    paired(results, SliceIndex.OVERALL, later),
                    adjusted(slices),
                    shown.shown(picked.get(models.size() + later), texts)));
        }
        return contrasts;
    }

    private static PairedStatistics paired(Map<Integer, SliceResult> results, int slice, int later) {
        return Objects.requireNonNull(results.get(slice)).laterModels().get(later);
    }

    private static List<PairedSlice> adjusted(List<PairedSlice> slices) {
        List<PairedStatistics> adjusted = MultipleTests.adjusted(
                slices.stream().map(PairedSlice::statistics).toList());
        return IntStream.range(0, slices.size())
                .mapToObj(index -> new PairedSlice(
                        slices.get(index).name(), slices.get(index).value(), adjusted.get(index)))
                .toList();
    }
}
