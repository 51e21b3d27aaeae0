package io.prefscore.report;

import io.prefscore.scaling.Answer;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scoring.Json;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of {@code scaling.json}: all that is said of scaling but the curves' courses, which stand in a table. */
public final class ScalingJson {

    /** Raised when a reader of older files would misread a newer one. */
    private static final int FORMAT = 1;

    private ScalingJson() {}

    /** The text, as the file has it. */
    public static String of(ScalingDocument document) {
        ScalingOptions options = document.options();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("title", document.title());
        json.put("created", document.created());
        json.put("code-version", document.codeVersion());
        json.put("confidence-level", options.confidenceLevel());
        json.put("replicates", options.replicates());
        json.put("seed", options.seed());
        json.put("huber-delta", options.huberDelta());
        json.put(
                "data-unit",
                options.dataUnit().name().isEmpty() ? null : options.dataUnit().name());
        json.put("tokens-per-unit", options.dataUnit().tokens());
        json.put("facts", document.facts());
        json.put("slices", document.slices().stream().map(ScalingJson::slice).toList());
        json.put("shown", document.shown().stream().map(ScalingJson::shown).toList());
        return Json.write(json);
    }

    private static Map<String, @Nullable Object> slice(SliceScaling slice) {
        int chosen = slice.verdict().chosen();
        Map<String, @Nullable Object> verdict = new LinkedHashMap<>();
        verdict.put("kind", slice.verdict().kind());
        verdict.put("words", slice.verdict().words());
        verdict.put("predicts", slice.predicts());
        verdict.put("form", chosen < 0 ? null : slice.fits().get(chosen).kind());
        verdict.put("axis", chosen < 0 ? null : slice.fits().get(chosen).axis());
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("slice", slice.slice());
        json.put("value", slice.value());
        json.put("measure", slice.measure());
        json.put("verdict", verdict);
        json.put("test", slice.test());
        json.put("notes", slice.notes());
        json.put("points", slice.points());
        json.put("left-out", slice.leftOut());
        List<Map<String, @Nullable Object>> forms = new ArrayList<>();
        for (int form = 0; form < slice.fits().size(); form++) {
            forms.add(form(slice, form));
        }
        json.put("forms", forms);
        return json;
    }

    private static Map<String, @Nullable Object> form(SliceScaling slice, int number) {
        FormFit fit = slice.fits().get(number);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("form", fit.kind());
        json.put("formula", fit.kind().formula());
        json.put("axis", fit.axis());
        json.put("chosen", number == slice.verdict().chosen());
        json.put("problem", fit.problem().isEmpty() ? null : fit.problem());
        json.put("parameters", estimates(fit.parameters()));
        json.put("objective", fit.objective());
        json.put("scatter", fit.scatter());
        json.put("log-likelihood", fit.logLikelihood());
        json.put("aicc", fit.aicc());
        json.put("weight", fit.weight());
        json.put("resampling", fit.resampling());
        json.put("bend-p", fit.bendP());
        json.put("held-out", heldOut(fit.heldOut(), slice.points()));
        json.put("residuals", fit.residuals());
        json.put("notes", fit.notes());
        json.put(
                "answers",
                slice.answers().get(number).stream().map(ScalingJson::answer).toList());
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> heldOut(FormFit.HeldOut heldOut, List<Point> points) {
        if (heldOut.points().isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "points",
                heldOut.points().stream().map(point -> points.get(point).name()).toList());
        json.put("error", heldOut.error());
        json.put("last-error", heldOut.lastError());
        json.put("mean-error", heldOut.meanError());
        return json;
    }

    private static Map<String, @Nullable Object> answer(Answer answer) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("question", answer.question());
        json.put("words", answer.words());
        json.put("values", estimates(answer.values()));
        return json;
    }

    private static Map<String, Object> estimates(Map<String, Estimate> estimates) {
        Map<String, Object> json = new LinkedHashMap<>();
        estimates.forEach((name, estimate) -> json.put(name, estimate(estimate)));
        return json;
    }

    /** JSON has no infinity: an end without bound is null, and {@code open} says on which side. */
    private static Map<String, @Nullable Object> estimate(Estimate estimate) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("value", estimate.value());
        json.put("low", estimate.low());
        json.put("high", estimate.high());
        if (Double.isInfinite(estimate.low()) || Double.isInfinite(estimate.high())) {
            json.put("open", open(estimate));
        }
        return json;
    }

    private static String open(Estimate estimate) {
        if (Double.isInfinite(estimate.low())) {
            return Double.isInfinite(estimate.high()) ? "on both sides" : "below";
        }
        return "above";
    }

    private static Map<String, @Nullable Object> shown(PointSet set) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("slice", set.slice());
        json.put("value", set.value());
        json.put("measure", set.measure());
        json.put("points", set.points());
        return json;
    }
}
