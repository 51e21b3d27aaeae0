package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Part;
import io.prefscore.filter.FilterReceipt.Provenance;
import io.prefscore.filter.FilterReceipt.Rows;
import io.prefscore.filter.FilterReceipt.Sample;
import io.prefscore.filter.FilterReceipt.SliceFunnel;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Summary;
import io.prefscore.filter.FilterReceipt.Unit;
import io.prefscore.report.page.ReportDocuments;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Receipts made by hand, with figures as a real filter might have them and texts as nobody should have them. */
public final class FilterReceipts {

    private FilterReceipts() {}

    /** Four policies of which each does something else, two names of slices, samples with texts. */
    public static FilterReceipt usual() {
        return usual("math");
    }

    /** The same, but every text that comes from the data or the settings would break out of its place. */
    static FilterReceipt hostile() {
        FilterReceipt receipt = usual(ReportDocuments.HOSTILE);
        List<Step> steps = receipt.steps().stream()
                .map(step -> new Step(
                        step.label(),
                        step.words() + ReportDocuments.HOSTILE,
                        step.unit(),
                        step.entered(),
                        step.notApplicable(),
                        step.dropped(),
                        step.flipped(),
                        step.reweighted(),
                        step.left(),
                        List.of(ReportDocuments.HOSTILE)))
                .toList();
        Provenance provenance = receipt.provenance();
        return new FilterReceipt(
                new Provenance(
                        "data " + ReportDocuments.HOSTILE,
                        provenance.schema(),
                        provenance.made(),
                        provenance.codeVersion(),
                        List.of(ReportDocuments.HOSTILE),
                        provenance.models(),
                        provenance.shape(),
                        provenance.seed(),
                        Map.of(ReportDocuments.HOSTILE, ReportDocuments.HOSTILE)),
                receipt.rows(),
                steps,
                receipt.slices(),
                receipt.before(),
                receipt.after(),
                List.of(sample("margin", "dropped", 0.1, 1, ReportDocuments.HOSTILE)),
                List.of(new Part("data", ReportDocuments.HOSTILE)));
    }

    private static FilterReceipt usual(String value) {
        List<Step> steps = List.of(
                new Step(
                        "exact-duplicates",
                        "exact-duplicates { same = prompt, keep = largest-margin }",
                        Unit.ROWS,
                        9_988,
                        0,
                        488,
                        0,
                        0,
                        9_500,
                        List.of("412 prompts stood more than once")),
                new Step(
                        "agreement",
                        "agreement { above = 0.9, action = flip, method = temperature }",
                        Unit.ROWS,
                        9_500,
                        120,
                        0,
                        450,
                        0,
                        9_500,
                        List.of("temperature 1.31", "share of wrong labels 8.4 %")),
                new Step(
                        "agreement-2",
                        "agreement { above = 0.7, action = reweight, method = temperature }",
                        Unit.ROWS,
                        9_500,
                        120,
                        0,
                        0,
                        310,
                        9_500,
                        List.of("temperature 1.31", "share of wrong labels 8.4 %")),
                new Step(
                        "margin",
                        "margin { of = labelled, at-least = \"10 %\", per = kind }",
                        Unit.ROWS,
                        9_500,
                        120,
                        2_270,
                        0,
                        0,
                        7_230,
                        List.of("margin at 10 % of " + value + " = 0.31")));
        List<Summary> before = List.of(
                summary("overall", "", 9_988, 0.734),
                summary("kind", value, 4_000, 0.81),
                summary("kind", "chat", 5_000, 0.69),
                summary("kind", "rare", 988, Double.NaN),
                summary("length", "short", 9_988, 0.734));
        List<Summary> after = List.of(
                summary("overall", "", 7_230, 0.952),
                summary("kind", value, 3_600, 0.97),
                summary("kind", "chat", 3_600, 0.93),
                summary("kind", "rare", 30, Double.NaN),
                summary("length", "short", 7_230, 0.952));
        return new FilterReceipt(
                provenance("input"),
                new Rows(10_000, 12, 2_758, 7_230, 430, 300, 7_230, Unit.ROWS),
                steps,
                List.of(
                        new SliceFunnel("overall", "", 9_988, List.of(9_500L, 9_500L, 9_500L, 7_230L)),
                        new SliceFunnel("kind", value, 4_000, List.of(3_900L, 3_900L, 3_900L, 3_600L)),
                        new SliceFunnel("kind", "chat", 5_000, List.of(4_700L, 4_700L, 4_700L, 3_600L)),
                        new SliceFunnel("kind", "rare", 988, List.of(900L, 900L, 900L, 30L)),
                        new SliceFunnel("length", "short", 9_988, List.of(9_500L, 9_500L, 9_500L, 7_230L))),
                before,
                after,
                List.of(
                        sample("margin", "dropped", 0.123, 1, "What is 7 times 8?"),
                        sample("margin", "dropped", 0.004, 1, "Name a river in France."),
                        sample("agreement", "flipped", -4.2, 1, "Is water wet?"),
                        sample("agreement-2", "reweighted", -1.1, 0.29, "Write a haiku about rain.")),
                List.of(new Part("train", "out/clean/train"), new Part("validation", "out/clean/validation")));
    }

    /** From rows to pairs, without texts. */
    static FilterReceipt pairs() {
        List<Step> steps = List.of(
                new Step("reward", "reward { of = best, at-least = -1 }", Unit.ROWS, 500, 0, 40, 0, 0, 460, List.of()),
                new Step(
                        "pairs", "pairs { from = top-margins, top = 2 }", Unit.PAIRS, 460, 3, 10, 0, 0, 890, List.of()),
                new Step("top-share", "top-share { share = 0.5 }", Unit.PAIRS, 890, 0, 445, 0, 0, 445, List.of()));
        return new FilterReceipt(
                provenance("preference-conversational"),
                new Rows(500, 0, 120, 380, 0, 0, 445, Unit.PAIRS),
                steps,
                List.of(
                        new SliceFunnel("overall", "", 500, List.of(460L, 890L, 445L)),
                        new SliceFunnel("source", "web", 300, List.of(280L, 600L, 330L)),
                        new SliceFunnel("source", "books", 200, List.of(180L, 290L, 115L))),
                List.of(summary("overall", "", 500, Double.NaN)),
                List.of(summary("overall", "", 445, 1)),
                List.of(
                        new Sample("reward", "dropped", "ex-1", Double.NaN, 1, List.of(), "", ""),
                        new Sample("top-share", "dropped", "ex-2", 0.25, 0.4, List.of(), "", "")),
                List.of());
    }

    /** No row, no policy. */
    public static FilterReceipt nothing() {
        return new FilterReceipt(
                provenance("input"),
                new Rows(0, 0, 0, 0, 0, 0, 0, Unit.ROWS),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** A policy that is told so many values of a slice apart. */
    static FilterReceipt many(int values) {
        SplittableRandom random = new SplittableRandom(values);
        List<SliceFunnel> slices = new ArrayList<>();
        List<Summary> before = new ArrayList<>(List.of(summary("overall", "", 100L * values, 0.7)));
        List<Summary> after = new ArrayList<>(List.of(summary("overall", "", 50L * values, 0.8)));
        slices.add(new SliceFunnel("overall", "", 100L * values, List.of(50L * values)));
        List<String> details = new ArrayList<>();
        for (int value = 0; value < values; value++) {
            String name = "topic " + value;
            long left = random.nextInt(101);
            slices.add(new SliceFunnel("topic", name, 100, List.of(left)));
            before.add(summary("topic", name, 100, random.nextDouble(0.5, 0.9)));
            after.add(summary("topic", name, left, random.nextDouble(0.6, 1)));
            details.add("margin at 50 % of " + name + " = " + value);
        }
        Step step = new Step(
                "margin",
                "margin { at-least = \"50 %\", per = topic }",
                Unit.ROWS,
                100L * values,
                0,
                50L * values,
                0,
                0,
                50L * values,
                details);
        return new FilterReceipt(
                provenance("input"),
                new Rows(100L * values, 0, 50L * values, 50L * values, 0, 0, 50L * values, Unit.ROWS),
                List.of(step),
                slices,
                before,
                after,
                List.of(),
                List.of(new Part("data", "out/data")));
    }

    private static Provenance provenance(String shape) {
        return new Provenance(
                "helpsteer2, 10,000 rows",
                "pair",
                "2026-11-23T08:00:00Z",
                "0.1.0",
                List.of("out/72b", "out/8b"),
                List.of("WorldPM-72B", "Skywork-Reward-V2"),
                shape,
                20260101,
                Map.of("Spark", "4.0.1"));
    }

    private static Summary summary(String name, String value, long units, double accuracy) {
        boolean defined = !Double.isNaN(accuracy);
        Estimate share = defined
                ? new Estimate(accuracy, accuracy - 0.02, Math.min(1, accuracy + 0.02), Interval.CLUSTER_WILSON)
                : Estimate.UNDEFINED;
        return new Summary(
                name,
                value,
                units,
                defined ? units : 0,
                share,
                defined ? 3 * accuracy - 1 : Double.NaN,
                defined ? 40 - 30 * accuracy : Double.NaN,
                share,
                defined ? 400 : Double.NaN,
                1.25);
    }

    private static Sample sample(String step, String outcome, double margin, double weight, String prompt) {
        return new Sample(
                step,
                outcome,
                "part-00000.parquet:17",
                margin,
                weight,
                List.of(prompt),
                "An answer to: " + prompt,
                "Another answer to: " + prompt);
    }
}
