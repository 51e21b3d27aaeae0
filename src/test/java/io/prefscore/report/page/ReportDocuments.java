package io.prefscore.report.page;

import io.prefscore.report.ReportDocument;
import io.prefscore.report.ReportDocument.Benchmark;
import io.prefscore.report.ReportDocument.Check;
import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.PairedSlice;
import io.prefscore.report.ReportDocument.Provenance;
import io.prefscore.report.ReportDocument.ShownComparison;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.report.ReportDocument.Style;
import io.prefscore.stats.Bin;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import io.prefscore.stats.Outliers;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.ReliabilityBin;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents made by hand, with figures as a real run might have them and texts as nobody should have them. */
public final class ReportDocuments {

    /** What would run or break out of its place were it not escaped; {@code ran} is what tests look for. */
    public static final String HOSTILE = "<script>window.ran=1</script><img src=x onerror=\"window.ran=2\">"
            + "</script><!-- --></style>\"'`${1+1}{{x}}{a|b} &amp; &lt;";

    private ReportDocuments() {}

    /** One model with everything: 41 slices, one of three prompts, hostile texts throughout. */
    static ReportDocument oneModel() {
        return document(List.of(model("WorldPM-72B-HelpSteer2", 0.824)), List.of());
    }

    /** The same with three models, one of them hostile by name. */
    static ReportDocument threeModels() {
        List<ModelSection> models = List.of(
                model("WorldPM-72B-HelpSteer2", 0.824),
                model("Skywork-Reward-V2-Llama-3.1-8B", 0.801),
                model("mine " + HOSTILE, 0.822));
        List<Contrast> contrasts = List.of(
                contrast(models.get(0), models.get(1), paired(-0.023, 0.012, 0.0002)),
                contrast(models.get(0), models.get(2), paired(-0.002, 0.011, 0.72)));
        return document(models, contrasts);
    }

    /** A model of which only the name and this is known. */
    static ModelSection bare(SliceStatistics overall) {
        return new ModelSection(
                "m",
                Map.of(),
                1,
                Estimate.of(1),
                0.01,
                0.01,
                overall,
                List.of(),
                Optional.empty(),
                27,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** The same with slices. */
    static ModelSection bare(SliceStatistics overall, List<Slice> slices) {
        return new ModelSection(
                "m",
                Map.of(),
                1,
                Estimate.of(1),
                0.01,
                0.01,
                overall,
                slices,
                Optional.empty(),
                27,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** No comparison, no slice, no text, nothing defined. */
    static ReportDocument nothing() {
        return document(List.of(bare(undefined(new PairCounts(0, 0, 0, 0, 0, 0, 0, 0, 0)))), List.of());
    }

    /** A thousand comparisons, each of whose rewards is NaN. */
    static ReportDocument allNaN() {
        return document(List.of(bare(undefined(new PairCounts(1000, 0, 0, 1000, 0, 0, 0, 0, 0)))), List.of());
    }

    static ReportDocument document(List<ModelSection> models, List<Contrast> contrasts) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("input", "s3a://preferences/rewardbench-2/" + HOSTILE);
        facts.put("schema", "RewardBench v2");
        facts.put("Spark", "4.0.1");
        return new ReportDocument(
                new Provenance(
                        "RewardBench 2, 12,034 pairs",
                        "2026-11-23T00:12:00Z",
                        "0.1.0",
                        0.95,
                        1000,
                        17,
                        12_034,
                        3_021,
                        facts),
                models,
                contrasts);
    }

    static Estimate estimate(double value, double half) {
        return new Estimate(value, value - half, value + half, Interval.CLUSTER_ROBUST);
    }

    static Estimate wilson(double value, double low, double high) {
        return new Estimate(value, low, high, Interval.CLUSTER_WILSON);
    }

    private static Estimate reward(double value) {
        return new Estimate(value, value - 0.1, value + 0.1, Interval.BOOTSTRAP);
    }

    static SliceStatistics undefined(PairCounts counts) {
        return new SliceStatistics(counts, Map.of(), List.of(), List.of(), List.of(), List.of(), Outliers.NONE);
    }

    /** Counts of labelled comparisons with finite rewards, three a prompt. */
    static PairCounts counts(long used, double accuracy) {
        long agreeing = Math.round(used * accuracy);
        return new PairCounts(used, (used + 2) / 3, 0, 0, 0, 0, agreeing, used - agreeing, 0);
    }

    /** A slice on which only accuracy is known. */
    static Slice slice(String value, long used, Estimate accuracy) {
        return new Slice("subset", value, accuracies(used, accuracy));
    }

    static SliceStatistics accuracies(long used, Estimate accuracy) {
        return statistics(
                counts(used, accuracy.value()),
                Map.of(Statistic.ACCURACY, accuracy, Statistic.ACCURACY_TIES_HALF, accuracy));
    }

    static SliceStatistics statistics(PairCounts counts, Map<Statistic, Estimate> estimates) {
        return new SliceStatistics(counts, estimates, List.of(), List.of(), List.of(), List.of(), Outliers.NONE);
    }

    static ShownComparison comparison(String id, Map<String, Double> margins, Map<String, Double> confidence) {
        return new ShownComparison(
                id,
                margins,
                confidence,
                Map.of("subset", "Factuality", "source", HOSTILE),
                List.of(
                        "system: You are careful.",
                        "user: Which is the tallest mountain of Europe?\n\nSay why. " + HOSTILE),
                "Mount Elbrus, at 5,642 m.\n\n1. It stands in the Caucasus.\n2. " + HOSTILE,
                "Mont Blanc.\n"
                        + "It is often named, but Elbrus is higher where the Caucasus is counted in. ".repeat(30)
                        + "x".repeat(300));
    }

    static PairedStatistics paired(double difference, double half, double p) {
        return new PairedStatistics(
                11_800,
                3_001,
                estimate(difference, half),
                estimate(-difference, half),
                812,
                541,
                p,
                Double.NaN,
                p / 3,
                0.018);
    }

    private static ModelSection model(String name, double accuracy) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("checkpoint", "/models/" + name);
        facts.put("fingerprint", "9f31c0d2a4be77");
        Benchmark benchmark =
                new Benchmark("RewardBench 2", "Best of four, plain mean of six subsets.", parts(), 0.713);
        List<Check> checks = List.of(
                new Check("labels swapped", true, "Accuracy becomes 1 − accuracy − ties: 17.6 %."),
                new Check("permutation null", true, "With labels drawn by chance accuracy is 50.1 % [49.2, 51.0]."));
        Map<String, Double> sure = Map.of(name, 0.983);
        List<ShownComparison> suspects = List.of(
                comparison("rb2-00713 " + HOSTILE, Map.of(name, -6.25), sure),
                comparison("rb2-01999", Map.of(name, -5.5), sure),
                comparison("rb2-00004", Map.of(name, -2.5), Map.of(name, 0.84)));
        return new ModelSection(
                name,
                facts,
                1.83,
                estimate(1.83, 0.06),
                0.0039,
                0.0039,
                full(accuracy),
                slices(accuracy),
                Optional.of(style()),
                27,
                Optional.of(benchmark),
                checks,
                suspects);
    }

    private static Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("Factuality", 0.742);
        parts.put("Focus", 0.811);
        parts.put("Ties", Double.NaN);
        return parts;
    }

    private static Style style() {
        Map<String, Estimate> coefficients = new LinkedHashMap<>();
        coefficients.put("margin", estimate(1.91, 0.11));
        coefficients.put("length", estimate(0.42, 0.18));
        coefficients.put("headings", estimate(-0.08, 0.21));
        coefficients.put("list-items", estimate(0.27, 0.16));
        coefficients.put("bold", estimate(0.05, 0.12));
        coefficients.put("code", Estimate.UNDEFINED);
        return new Style(11_200, 2_950, coefficients);
    }

    private static List<Slice> slices(double accuracy) {
        List<Slice> slices = new ArrayList<>();
        String[] subsets = {"Factuality", "Focus", "Math", "Precise Instruction Following", "Safety", "Ties", HOSTILE};
        for (int index = 0; index < subsets.length; index++) {
            double value = accuracy - 0.2 + 0.05 * index;
            slices.add(new Slice("subset", subsets[index], sliceStatistics(1_700, value, 0.021)));
        }
        for (int index = 0; index < 32; index++) {
            double value = Math.min(0.99, accuracy + 0.09 * Math.sin(index * 2.3));
            String source = "a source with a name that goes on for rather longer than there is room " + index;
            slices.add(new Slice(
                    "source", index % 9 == 4 ? source : "source-" + index, sliceStatistics(370, value, 0.04)));
        }
        slices.add(new Slice("language", "Faroese", sliceStatistics(3, 1 / 3.0, 0.3)));
        slices.add(new Slice("language", "Latin", undefined(new PairCounts(4, 0, 2, 1, 1, 0, 0, 0, 0))));
        return slices;
    }

    private static SliceStatistics sliceStatistics(long used, double accuracy, double half) {
        Map<Statistic, Estimate> estimates = new EnumMap<>(Statistic.class);
        estimates.put(Statistic.ACCURACY, wilson(accuracy, accuracy - half, Math.min(1, accuracy + half)));
        estimates.put(Statistic.LOSS, estimate(0.9 - 0.6 * accuracy, half));
        estimates.put(Statistic.MEAN_MARGIN, estimate(1.5 * accuracy, 2 * half));
        PairCounts counts = used < 30 ? new PairCounts(used, used, 0, 0, 0, 0, 1, 2, 0) : counts(used, accuracy);
        return statistics(counts, estimates);
    }

    private static SliceStatistics full(double accuracy) {
        Map<Statistic, Estimate> estimates = new EnumMap<>(Statistic.class);
        for (Statistic statistic : Statistic.values()) {
            estimates.put(
                    statistic,
                    switch (statistic.scale()) {
                        case SHARE -> estimate(accuracy - 0.0004, 0.0135);
                        case CORRELATION -> estimate(0.231, 0.02);
                        case NATS -> estimate(0.412, 0.021);
                        case REWARD -> reward(0.3 * estimates.size() - 3);
                        case NUMBER -> estimate(0.131, 0.006);
                    });
        }
        estimates.put(Statistic.CALIBRATION_ERROR, estimate(0.021, 0.006));
        estimates.put(Statistic.ACCURACY_PREFERRED_LONGER, estimate(0.903, 0.014));
        estimates.put(Statistic.ACCURACY_PREFERRED_SHORTER, estimate(0.702, 0.024));
        estimates.put(Statistic.LONGEST_WINS, estimate(0.583, 0.018));
        estimates.put(Statistic.SHORTEST_WINS, estimate(0.417, 0.018));
        estimates.put(Statistic.STYLE_CONTROLLED_ACCURACY, estimate(accuracy - 0.051, 0.014));
        estimates.put(Statistic.RATING_CORRELATION, Estimate.UNDEFINED);
        estimates.put(Statistic.STRENGTH_CORRELATION, Estimate.UNDEFINED);
        PairCounts counts = new PairCounts(12_034, 3_021, 60, 30, 10, 134, 9_720, 1_980, 100);
        return new SliceStatistics(
                counts,
                estimates,
                reliability(),
                bell(-4, 8, 1.4, 2.0),
                bell(-8, 8, 0.6, 2.2),
                bell(-8, 8, -0.8, 2.1),
                Outliers.NONE);
    }

    private static List<Bin> bell(double from, double to, double mean, double deviation) {
        List<Bin> bins = new ArrayList<>();
        double width = (to - from) / 64;
        for (int index = 0; index < 64; index++) {
            double at = (from + (index + 0.5) * width - mean) / deviation;
            bins.add(new Bin(
                    from + index * width, from + (index + 1) * width, Math.round(600 * Math.exp(-at * at / 2))));
        }
        return bins;
    }

    private static List<ReliabilityBin> reliability() {
        List<ReliabilityBin> bins = new ArrayList<>();
        for (int index = 0; index < 10; index++) {
            double from = 0.5 + 0.05 * index;
            double middle = from + 0.026;
            Estimate agreement = index == 1 ? Estimate.UNDEFINED : estimate(middle - 0.03 + 0.004 * index, 0.03);
            bins.add(new ReliabilityBin(
                    from,
                    from + 0.05,
                    index == 1 ? 0 : 400 + 180 * index,
                    index == 1 ? Double.NaN : middle,
                    agreement));
        }
        return bins;
    }

    private static Contrast contrast(ModelSection first, ModelSection second, PairedStatistics overall) {
        List<PairedSlice> slices = new ArrayList<>();
        for (int index = 0; index < first.slices().size(); index++) {
            Slice slice = first.slices().get(index);
            double difference = 0.06 * Math.sin(index * 1.7);
            double p = Math.abs(difference) > 0.055 ? 0.004 : 0.3;
            PairedStatistics paired = new PairedStatistics(
                    slice.statistics().counts().used(),
                    slice.statistics().counts().prompts(),
                    slice.statistics().counts().used() == 0 ? Estimate.UNDEFINED : estimate(difference, 0.035),
                    estimate(-difference, 0.04),
                    20 + index,
                    18,
                    p / 4,
                    p,
                    p / 5,
                    0.05);
            slices.add(new PairedSlice(slice.name(), slice.value(), paired));
        }
        Map<String, Double> margins = new LinkedHashMap<>();
        margins.put(first.name(), 3.25);
        margins.put(second.name(), -4.5);
        return new Contrast(
                first.name(), second.name(), overall, slices, List.of(comparison("rb2-00031", margins, Map.of())));
    }
}
