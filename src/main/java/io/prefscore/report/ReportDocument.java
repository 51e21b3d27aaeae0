package io.prefscore.report;

import io.prefscore.stats.Estimate;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.SliceStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a report says, ready to be written as JSON or drawn as a page.
 *
 * @param provenance what the numbers rest on
 * @param models one section a model or run, in the order asked for
 * @param contrasts each later model against the first; none for a single model
 */
public record ReportDocument(Provenance provenance, List<ModelSection> models, List<Contrast> contrasts) {

    public ReportDocument {
        models = List.copyOf(models);
        contrasts = List.copyOf(contrasts);
    }

    /** The same without prompts and responses. */
    public ReportDocument withoutTexts() {
        return new ReportDocument(
                provenance,
                models.stream().map(ModelSection::withoutTexts).toList(),
                contrasts.stream().map(Contrast::withoutTexts).toList());
    }

    /**
     * What the numbers rest on.
     *
     * @param title what was scored, in a few words
     * @param created ISO 8601, UTC
     * @param codeVersion of prefscore
     * @param level of all intervals, 0.95
     * @param replicates of the bootstrap
     * @param seed of everything random
     * @param comparisons rows that were read
     * @param prompts different prompts
     * @param facts further facts by name, such as paths, schema, model fingerprints, Spark's version, in the order to show
     */
    public record Provenance(
            String title,
            String created,
            String codeVersion,
            double level,
            int replicates,
            long seed,
            long comparisons,
            long prompts,
            Map<String, String> facts) {}

    /**
     * One model.
     *
     * @param name as told apart in this report
     * @param facts what is known of the run, in the order to show
     * @param temperature mean over folds of the fitted temperature; NaN where they do not tell it
     * @param temperatureOverall fitted on all folds at once, with its interval
     * @param rewardResolution how far quantiles of rewards over all comparisons may be from those of the values themselves,
     *     relative to them; 0 where they are exact
     * @param marginResolution the same of margins
     * @param overall on all comparisons
     * @param slices by slice
     * @param style what style explains; empty where the texts are not known
     * @param styleFeatures how many features of style the style-controlled accuracy takes off the margin
     * @param benchmark by the benchmark's own rule, where the data is one
     * @param checks whether the numbers bear the tests that they must
     * @param suspects comparisons whose label the model contradicts most; empty without texts
     */
    public record ModelSection(
            String name,
            Map<String, String> facts,
            double temperature,
            Estimate temperatureOverall,
            double rewardResolution,
            double marginResolution,
            SliceStatistics overall,
            List<Slice> slices,
            Optional<Style> style,
            int styleFeatures,
            Optional<Benchmark> benchmark,
            List<Check> checks,
            List<ShownComparison> suspects) {

        ModelSection withoutTexts() {
            return new ModelSection(
                    name,
                    facts,
                    temperature,
                    temperatureOverall,
                    rewardResolution,
                    marginResolution,
                    overall,
                    slices,
                    style,
                    styleFeatures,
                    benchmark,
                    checks,
                    suspects.stream().map(ShownComparison::withoutTexts).toList());
        }
    }

    /**
     * A part of the comparisons.
     *
     * @param name what it is a slice by: {@code subset}
     * @param value which one: {@code chat}
     */
    public record Slice(String name, String value, SliceStatistics statistics) {}

    /**
     * Coefficients of a Bradley-Terry regression of the label on the margin and on style differences.
     *
     * @param comparisons that the regression saw
     * @param prompts that these belong to
     * @param coefficients in log-odds; margin per its standard deviation, the others per unit of {@link
     *     io.prefscore.stats.StyleFeature}
     */
    public record Style(long comparisons, long prompts, Map<String, Estimate> coefficients) {}

    /**
     * A benchmark's score by the benchmark's own rule.
     *
     * @param name of the benchmark
     * @param rule in words
     * @param parts scores by section, subset or difficulty, in the order to show
     * @param overall the benchmark's headline figure; NaN where parts that it needs are missing
     */
    public record Benchmark(String name, String rule, Map<String, Double> parts, double overall) {}

    /**
     * A test that the numbers must bear.
     *
     * @param passed whether they do
     * @param text what was found, in words
     */
    public record Check(String name, boolean passed, String text) {}

    /**
     * Two models.
     *
     * @param first name of the model that the other is held against
     * @param second name of the other
     * @param slices family over which p-values are adjusted
     * @param disagreements comparisons that the two judge most differently; empty without texts
     */
    public record Contrast(
            String first,
            String second,
            PairedStatistics overall,
            List<PairedSlice> slices,
            List<ShownComparison> disagreements) {

        Contrast withoutTexts() {
            return new Contrast(
                    first,
                    second,
                    overall,
                    slices,
                    disagreements.stream().map(ShownComparison::withoutTexts).toList());
        }
    }

    /** Two models on a part of the comparisons. */
    public record PairedSlice(String name, String value, PairedStatistics statistics) {}

    /**
     * A comparison with its texts, which are whatever the data holds: hostile until escaped.
     *
     * @param exampleId of the example
     * @param margins by model name: reward of the preferred response less that of the other
     * @param confidence calibrated probability that the label is wrong, by model name
     * @param slices values by name
     * @param prompt turns as {@code role: content}; shortened
     * @param preferred the response that the label prefers; shortened
     * @param other the other response; shortened
     */
    public record ShownComparison(
            String exampleId,
            Map<String, Double> margins,
            Map<String, Double> confidence,
            Map<String, String> slices,
            List<String> prompt,
            String preferred,
            String other) {

        ShownComparison withoutTexts() {
            return new ShownComparison(exampleId, margins, confidence, slices, List.of(), "", "");
        }
    }
}
