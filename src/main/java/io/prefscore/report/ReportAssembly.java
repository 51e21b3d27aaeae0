package io.prefscore.report;

import io.prefscore.config.ReportSettings;
import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.PairedSlice;
import io.prefscore.report.ReportDocument.Provenance;
import io.prefscore.report.ReportDocument.ShownComparison;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.scoring.RunRecord;
import io.prefscore.stats.MarginFolds;
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
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts what the passes found together into a document. Driver side.
 *
 * @param results by the number of the slice
 * @param comparisons in all
 */
record ReportAssembly(
        ReportSettings settings,
        ReportSource source,
        PairTable table,
        PairTable.Sums sums,
        MarginFolds folds,
        TallyPlan plan,
        Map<Integer, SliceResult> results,
        long comparisons) {

    /** Comparisons to show: suspects by model, and disagreements by later model with the first. */
    private record Shown(List<List<ShownComparison>> suspects, List<List<ShownComparison>> disagreements) {}

    /**
     * The document.
     *
     * @param compared {@link ComparedRows}
     */
    ReportDocument document(Dataset<Row> compared, String sparkVersion) {
        Shown shown = shown();
        LabelSample labels = LabelSample.of(table, sums, comparisons, settings.confidenceLevel());
        Benchmarking benchmark = Benchmarking.of(compared, source);
        List<ModelSection> sections = new ArrayList<>();
        for (int model = 0; model < plan.models(); model++) {
            sections.add(new ModelSection(
                    source.models().get(model),
                    source.facts(model),
                    plan.calibration().meanTemperature(model),
                    folds.temperature(model, settings.confidenceLevel()),
                    plan.rewardBins().get(model).relativeError(),
                    plan.marginBins().get(model).relativeError(),
                    result(SliceIndex.OVERALL).models().get(model),
                    slices(model),
                    labels.style(model),
                    sums.style().features(model),
                    benchmark.score(model),
                    Checks.of(model, results, comparisons),
                    shown.suspects().get(model)));
        }
        List<Contrast> contrasts = new ArrayList<>();
        for (int later = 0; later < plan.models() - 1; later++) {
            contrasts.add(new Contrast(
                    source.models().get(0),
                    source.models().get(later + 1),
                    result(SliceIndex.OVERALL).laterModels().get(later),
                    pairedSlices(later),
                    shown.disagreements().get(later)));
        }
        return new ReportDocument(provenance(sparkVersion), sections, contrasts);
    }

    private Shown shown() {
        ShownPairs pairs = new ShownPairs(table, source, plan.calibration(), settings.examples());
        List<List<Row>> suspects =
                IntStream.range(0, plan.models()).mapToObj(pairs::suspects).toList();
        List<List<Row>> disagreements = IntStream.range(1, plan.models())
                .mapToObj(model -> pairs.disagreements(0, model))
                .toList();
        List<List<Row>> all = new ArrayList<>(suspects);
        all.addAll(disagreements);
        ExampleTexts texts = settings.texts() == ReportSettings.Texts.ON ? pairs.texts(all) : new ExampleTexts();
        return new Shown(
                suspects.stream().map(rows -> pairs.shown(rows, texts)).toList(),
                disagreements.stream().map(rows -> pairs.shown(rows, texts)).toList());
    }

    private SliceResult result(int slice) {
        return Objects.requireNonNull(results.get(slice));
    }

    private List<Slice> slices(int model) {
        return numbers()
                .mapToObj(number -> new Slice(
                        table.slices().entry(number).name(),
                        table.slices().entry(number).value(),
                        result(number).models().get(model)))
                .toList();
    }

    private List<PairedSlice> pairedSlices(int later) {
        List<PairedStatistics> adjusted = MultipleTests.adjusted(numbers()
                .mapToObj(number -> result(number).laterModels().get(later))
                .toList());
        return numbers()
                .mapToObj(number -> new PairedSlice(
                        table.slices().entry(number).name(),
                        table.slices().entry(number).value(),
                        adjusted.get(number - 1)))
                .toList();
    }

    private IntStream numbers() {
        return IntStream.rangeClosed(1, table.slices().size());
    }

    private Provenance provenance(String sparkVersion) {
        Map<String, String> facts = new LinkedHashMap<>(source.facts());
        facts.put("resampling units", Units.COUNT + " (prompts are dealt to them by hash)");
        facts.put("slices", Integer.toString(table.slices().size()));
        facts.put("Spark", sparkVersion);
        facts.put("Java", Runtime.version().toString());
        long prompts = result(SliceIndex.OVERALL).models().stream()
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
}
