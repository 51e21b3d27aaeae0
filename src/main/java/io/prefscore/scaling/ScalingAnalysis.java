package io.prefscore.scaling;

import io.prefscore.scaling.FormFit.HeldOut;
import io.prefscore.scaling.Forms.Candidate;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Fits all forms to the points of a slice, and tests whether there is a trend at all. The same seed and points give the same
 * results to the last bit. Safe for use by several threads.
 */
public final class ScalingAnalysis {

    private final ScalingOptions options;

    public ScalingAnalysis(ScalingOptions options) {
        this.options = options;
    }

    /**
     * Everything but the verdict, which rests on all slices: {@link Verdicts}.
     *
     * @param set of a measure other than {@link Measure#MEAN_MARGIN}
     */
    public SliceScaling analyse(PointSet set) {
        UsablePoints points = UsablePoints.of(set);
        List<Axis> varied = points.varied();
        if (points.points().size() < 2 || varied.isEmpty()) {
            return unfit(set, points);
        }
        List<Fitted> fitted = new ArrayList<>();
        for (Candidate candidate : Forms.of(set.measure(), varied)) {
            fitted.add(fit(candidate, points, set));
        }
        List<FormFit> fits = AkaikeWeights.of(fitted.stream().map(Fitted::fit).toList());
        return new SliceScaling(
                set.slice(),
                set.value(),
                set.measure(),
                points.points(),
                points.leftOut(),
                test(points, varied, set),
                fits,
                fitted.stream().map(Fitted::curves).toList(),
                fitted.stream().map(Fitted::answers).toList(),
                points.notes(),
                new Verdict(Verdict.Kind.CANNOT_TELL, "", -1));
    }

    private static SliceScaling unfit(PointSet set, UsablePoints points) {
        String words = points.points().isEmpty()
                ? "no usable point"
                : points.points().size() == 1 ? "a single point cannot tell" : "one size alone cannot tell";
        TrendTest none = new TrendTest(Double.NaN, Axis.PARAMETERS, Double.NaN, Double.NaN, Double.NaN);
        return new SliceScaling(
                set.slice(),
                set.value(),
                set.measure(),
                points.points(),
                points.leftOut(),
                none,
                List.of(),
                List.of(),
                List.of(),
                points.notes(),
                new Verdict(Verdict.Kind.CANNOT_TELL, words, -1));
    }

    private TrendTest test(UsablePoints points, List<Axis> varied, PointSet set) {
        List<Sample> samples = varied.stream()
                .map(axis -> Sample.of(axis, set.measure().residual(), points.points(), points.resampled()))
                .toList();
        return NoTrendTest.of(samples, random(set, "test"), NoTrendTest.REPLICATES);
    }

    /** A fit, and what is drawn and answered from it. */
    private record Fitted(FormFit fit, List<Curve> curves, List<Answer> answers) {}

    private Fitted fit(Candidate candidate, UsablePoints points, PointSet set) {
        String impossible = candidate.problem(points);
        if (!impossible.isEmpty()) {
            return new Fitted(notFitted(candidate, impossible), List.of(), List.of());
        }
        double delta = options.huberDelta();
        Sample sample = Sample.of(candidate.axis(), set.measure().residual(), points.points(), points.resampled());
        FittedCurve fit = FittedCurve.of(candidate.form(), sample, delta);
        String problem = Degeneracy.of(fit);
        HeldOut heldOut =
                Extrapolation.of(candidate, points, sample, delta, set.measure().residual());
        if (!problem.isEmpty()) {
            return new Fitted(
                    formFit(candidate, fit, problem, values(fit), heldOut, Resampling.CURVE), List.of(), List.of());
        }
        Resampling resampling = options.resampling().of(fit);
        ModelBootstrap bootstrap = ModelBootstrap.of(
                fit,
                delta,
                options.replicates(),
                resampling,
                random(set, candidate.form().kind().name() + candidate.axis().name()));
        Bands bands = new Bands(fit, bootstrap.draws(), options.confidenceLevel());
        Map<String, Estimate> parameters = intervals(fit, bootstrap, bands);
        String unbounded = unbounded(fit.form(), parameters);
        if (!unbounded.isEmpty()) {
            return new Fitted(
                    formFit(candidate, fit, unbounded, parameters, heldOut, resampling), List.of(), List.of());
        }
        return new Fitted(
                formFit(candidate, fit, "", parameters, heldOut, resampling),
                Curves.of(bands, set.measure().residual()),
                Answers.of(options.questions(), bands, set.measure(), options.dataUnit()));
    }

    /** Parameters of which any value does as well as the one found, in words. */
    private static String unbounded(CurveForm form, Map<String, Estimate> parameters) {
        List<String> names = new ArrayList<>();
        for (int parameter = 0; parameter < form.size(); parameter++) {
            String name = form.kind().parameters().get(parameter);
            Estimate estimate = Objects.requireNonNull(parameters.get(name));
            if (estimate.low() == form.reported(parameter, Double.NEGATIVE_INFINITY)
                    && estimate.high() == form.reported(parameter, Double.POSITIVE_INFINITY)) {
                names.add(name);
            }
        }
        return names.isEmpty() ? "" : "the points do not bound " + String.join(" and ", names) + " on either side";
    }

    private static FormFit notFitted(Candidate candidate, String problem) {
        return new FormFit(
                candidate.form().kind(),
                candidate.axis(),
                problem,
                Map.of(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                0,
                List.of(),
                Double.NaN,
                HeldOut.NONE,
                Resampling.CURVE,
                List.of());
    }

    private FormFit formFit(
            Candidate candidate,
            FittedCurve fit,
            String problem,
            Map<String, Estimate> parameters,
            HeldOut heldOut,
            Resampling resampling) {
        double logLikelihood = fit.logLikelihood(options.huberDelta());
        int fitted = candidate.form().size() + 1;
        int points = fit.sample().size();
        return new FormFit(
                candidate.form().kind(),
                candidate.axis(),
                problem,
                parameters,
                fit.reportedObjective(options.huberDelta()),
                fit.scatter(),
                logLikelihood,
                2 * fitted - 2 * logLikelihood + 2.0 * fitted * (fitted + 1) / (points - fitted - 1),
                0,
                Arrays.stream(fit.residuals()).boxed().toList(),
                Curvature.p(fit),
                heldOut,
                resampling,
                notes(parameters));
    }

    private static List<String> notes(Map<String, Estimate> parameters) {
        List<String> notes = new ArrayList<>();
        parameters.forEach((name, estimate) -> {
            boolean amount = !name.equals("α") && !name.equals("β") && estimate.low() == 0;
            if (Double.isInfinite(estimate.low()) || Double.isInfinite(estimate.high()) || amount) {
                notes.add("the points do not bound " + name
                        + (Double.isInfinite(estimate.high()) ? " from above" : " from below"));
            }
        });
        return notes;
    }

    private static Map<String, Estimate> values(FittedCurve fit) {
        Map<String, Estimate> values = new LinkedHashMap<>();
        for (int parameter = 0; parameter < fit.form().size(); parameter++) {
            values.put(
                    fit.form().kind().parameters().get(parameter),
                    Estimate.of(fit.form().reported(parameter, fit.parameters()[parameter])));
        }
        return values;
    }

    private Map<String, Estimate> intervals(FittedCurve fit, ModelBootstrap bootstrap, Bands bands) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (int parameter = 0; parameter < fit.form().size(); parameter++) {
            double rise = bootstrap.rise(parameter, options.confidenceLevel());
            estimates.put(fit.form().kind().parameters().get(parameter), ProfileIntervals.of(fit, parameter, rise));
        }
        if (fit.form() instanceof OverOptimisation form) {
            estimates.put(OverOptimisation.PEAK, bands.of(form::peak));
        }
        return estimates;
    }

    /** By slice and by what is drawn, so that no slice's numbers hang on how slices are dealt out. */
    private SplittableRandom random(PointSet set, String what) {
        long seed = options.seed();
        for (String part : List.of(set.slice(), set.value(), set.measure().name(), what)) {
            seed = new SplittableRandom(seed ^ part.hashCode()).nextLong();
        }
        return new SplittableRandom(seed);
    }
}
