package io.prefscore.report.page;

import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Judgement;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.VerdictRow;
import io.prefscore.report.page.PageView.Verdicts;
import io.prefscore.report.page.ScalingSlices.Slice;
import io.prefscore.scaling.FormKind;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scaling.Verdict.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Verdicts beside each other. */
final class VerdictViews {

    private static final Judgement NONE = new Judgement("", "", "", "", "");

    private VerdictViews() {}

    /** A row for each slice, a column for each measure that any of them has. */
    static Verdicts table(
            String caption,
            String summary,
            List<Slice> slices,
            Function<Slice, String> name,
            Function<Slice, String> target) {
        List<Measure> measures = measures(slices);
        List<VerdictRow> rows = slices.stream()
                .map(slice -> new VerdictRow(name.apply(slice), target.apply(slice), judgements(slice, measures)))
                .toList();
        return new Verdicts(
                caption,
                summary,
                measures.stream().map(measure -> Texts.capital(measure.label())).toList(),
                rows);
    }

    /** How many curves of each measure got which verdict. */
    static List<Paragraph> counts(List<Slice> slices) {
        return measures(slices).stream().map(measure -> count(slices, measure)).toList();
    }

    static String tone(SliceScaling scaling) {
        return switch (scaling.verdict().kind()) {
            case TREND -> "trend";
            case NO_TREND -> "flat";
            case CANNOT_TELL -> "open";
        };
    }

    static String sign(SliceScaling scaling) {
        return switch (scaling.verdict().kind()) {
            case TREND -> hasPeak(scaling) ? "∩" : scaling.test().direction() < 0 ? "↘" : "↗";
            case NO_TREND -> "→";
            case CANNOT_TELL -> "?";
        };
    }

    static String kind(SliceScaling scaling) {
        return switch (scaling.verdict().kind()) {
            case TREND -> scaling.predicts() ? "Law" : "Trend, not to be extrapolated";
            case NO_TREND -> "No scaling";
            case CANNOT_TELL -> "Cannot tell";
        };
    }

    private static boolean hasPeak(SliceScaling scaling) {
        int chosen = scaling.verdict().chosen();
        if (chosen < 0) {
            return false;
        }
        FormKind kind = scaling.fits().get(chosen).kind();
        return kind == FormKind.BEST_OF_N || kind == FormKind.REINFORCEMENT;
    }

    private static List<Measure> measures(Collection<Slice> slices) {
        return slices.stream()
                .flatMap(slice -> slice.measures().stream())
                .map(SliceScaling::measure)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Judgement> judgements(Slice slice, List<Measure> measures) {
        return measures.stream()
                .map(measure -> slice.of(measure).map(VerdictViews::judgement).orElse(NONE))
                .toList();
    }

    private static Judgement judgement(SliceScaling scaling) {
        return new Judgement(
                Texts.capital(scaling.measure().label()),
                tone(scaling),
                sign(scaling),
                kind(scaling),
                Texts.visible(scaling.verdict().words()));
    }

    private static Paragraph count(List<Slice> slices, Measure measure) {
        List<SliceScaling> kinds =
                slices.stream().flatMap(slice -> slice.of(measure).stream()).toList();
        List<String> parts = new ArrayList<>();
        part(parts, kinds, SliceScaling::predicts, "with a law that predicts");
        part(
                parts,
                kinds,
                one -> is(one, Kind.TREND) && !one.predicts(),
                "with a trend that should not be extrapolated");
        part(parts, kinds, one -> is(one, Kind.NO_TREND), "without scaling");
        part(parts, kinds, one -> is(one, Kind.CANNOT_TELL), "of which the points cannot tell");
        return new Paragraph(List.of(
                new Cell(Texts.capital(measure.label()), "", "", "name"),
                Cell.of(" in " + Figures.count(kinds.size(), "slice") + ": " + String.join(", ", parts) + ".")));
    }

    private static boolean is(SliceScaling scaling, Kind kind) {
        return scaling.verdict().kind() == kind;
    }

    private static void part(List<String> parts, List<SliceScaling> all, Predicate<SliceScaling> wanted, String words) {
        long count = all.stream().filter(wanted).count();
        if (count > 0) {
            parts.add(Figures.count(count) + " " + words);
        }
    }
}
