package io.prefscore.scaling;

import io.prefscore.scaling.Question.BestFor;
import io.prefscore.scaling.Question.SizeFor;
import io.prefscore.scaling.Question.ValueAt;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Answers questions from a fitted curve. */
final class Answers {

    /** Sizes are looked for so far below the smallest and above the largest, in powers of e. */
    private static final double REACH = 60;

    private static final int HALVINGS = 60;

    private final Bands bands;
    private final Measure measure;
    private final DataUnit unit;
    private final Sample sample;
    private final CurveForm form;
    private final double[] gradient;

    private Answers(Bands bands, Measure measure, DataUnit unit) {
        this.bands = bands;
        this.measure = measure;
        this.unit = unit;
        this.sample = bands.fit().sample();
        this.form = bands.fit().form();
        this.gradient = new double[form.size()];
    }

    /** Answers to the questions that are about this measure. */
    static List<Answer> of(List<Question> questions, Bands bands, Measure measure, DataUnit unit) {
        Answers answers = new Answers(bands, measure, unit);
        List<Answer> all = new ArrayList<>();
        for (Question question : questions) {
            if (question instanceof ValueAt at) {
                all.add(answers.valueAt(at));
            } else if (question instanceof SizeFor size && size.measure() == measure) {
                all.add(answers.sizeFor(size));
            } else if (question instanceof BestFor best && measure != Measure.ACCURACY) {
                all.add(answers.bestFor(best));
            }
        }
        return all;
    }

    private Answer valueAt(ValueAt at) {
        String question = measure.label() + " at " + sizes(at.parameters(), at.data(), at.compute());
        double first = Math.log(
                switch (sample.axis()) {
                    case PARAMETERS, PARAMETERS_AND_DATA -> at.parameters();
                    case DATA -> at.data();
                    case COMPUTE -> at.compute();
                    case DISTANCE -> Double.NaN;
                });
        double second = sample.axis() == Axis.PARAMETERS_AND_DATA ? Math.log(at.data()) : 0;
        if (Double.isNaN(first) || Double.isNaN(second)) {
            return new Answer(
                    question, Map.of(), "the curve is over " + sample.axis().symbol() + ": say which");
        }
        Estimate value = bands.of(drawn -> natural(drawn, first, second));
        double most = Arrays.stream(sample.first()).max().orElse(first);
        String far = first > most
                ? ", " + Numbers.of(Math.exp(first - most)) + " times beyond the largest that was fitted to"
                : "";
        return new Answer(question, Map.of(measure.label(), value), Numbers.of(value) + far);
    }

    private String sizes(double parameters, double data, double compute) {
        List<String> sizes = new ArrayList<>();
        add(sizes, Axis.PARAMETERS, parameters);
        add(sizes, Axis.DATA, data);
        add(sizes, Axis.COMPUTE, compute);
        return String.join(", ", sizes);
    }

    private void add(List<String> sizes, Axis axis, double size) {
        if (!Double.isNaN(size)) {
            sizes.add(axis.symbol() + " = " + inUnit(axis, Numbers.of(size)));
        }
    }

    private String inUnit(Axis axis, String amount) {
        return axis == Axis.DATA ? unit.of(amount) : amount;
    }

    private double natural(double[] drawn, double first, double second) {
        return Sample.offScale(measure.residual(), form.value(drawn, first, second, gradient));
    }

    private Answer sizeFor(SizeFor asked) {
        boolean joint = sample.axis() == Axis.PARAMETERS_AND_DATA;
        boolean dataOfJoint = joint && asked.wanted() == Axis.DATA;
        boolean sizeOfJoint = joint && asked.wanted() == Axis.PARAMETERS;
        double other = !joint
                ? 0
                : dataOfJoint ? held(asked.parameters(), sample.first()) : held(asked.data(), sample.second());
        String beside = !joint
                ? ""
                : " at "
                        + (dataOfJoint
                                ? "N = " + Numbers.of(Math.exp(other))
                                : "D = " + unit.of(Numbers.of(Math.exp(other))));
        String question =
                asked.wanted().symbol() + " for a " + measure.label() + " of " + Numbers.of(asked.target()) + beside;
        if (!dataOfJoint && !sizeOfJoint && asked.wanted() != sample.axis()) {
            return new Answer(
                    question, Map.of(), "the curve is over " + sample.axis().symbol());
        }
        double[] places = Sample.distinct(dataOfJoint ? sample.second() : sample.first());
        double target = Sample.onScale(measure.residual(), asked.target());
        ToDoubleFunction<double[]> size = drawn -> reached(
                place -> dataOfJoint
                        ? form.value(drawn, other, place, gradient)
                        : form.value(drawn, place, other, gradient),
                target,
                places);
        Estimate value = bands.of(size);
        return new Answer(question, Map.of(asked.wanted().symbol(), value), words(asked.wanted(), value));
    }

    private static double held(double asked, double[] places) {
        return Double.isNaN(asked) ? Arrays.stream(places).max().orElse(Double.NaN) : Math.log(asked);
    }

    private String words(Axis wanted, Estimate size) {
        if (Double.isInfinite(size.value())) {
            return Double.isInfinite(size.low()) || Double.isNaN(size.low())
                    ? "never: the curve levels off before it"
                    : "never by the curve itself; by its band from " + inUnit(wanted, Numbers.of(size.low())) + " on";
        }
        return inUnit(wanted, Numbers.of(size));
    }

    /** Where a curve that falls or rises throughout reaches a value; infinite if it never does. */
    private static double reached(DoubleUnaryOperator curve, double target, double[] places) {
        double low = places[0] - REACH;
        double high = places[places.length - 1] + REACH;
        double direction = Math.signum(curve.applyAsDouble(high) - curve.applyAsDouble(low));
        if (direction * (curve.applyAsDouble(high) - target) < 0) {
            return Double.POSITIVE_INFINITY;
        }
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (direction * (curve.applyAsDouble(middle) - target) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    private Answer bestFor(BestFor budget) {
        String question = "N and D that are best for C = " + Numbers.of(budget.compute()) + ", C being 6 N D"
                + (unit.isNoToken() ? " at " + Numbers.of(unit.tokens()) + " tokens to a unit of D" : "");
        if (sample.axis() != Axis.PARAMETERS_AND_DATA) {
            return new Answer(
                    question, Map.of(), "the curve is over " + sample.axis().symbol() + " alone");
        }
        double product = Math.log(budget.compute() / unit.operations());
        Map<String, Estimate> values = new LinkedHashMap<>();
        values.put("N", bands.of(drawn -> Math.exp(bestSize(drawn, product))));
        values.put("D", bands.of(drawn -> Math.exp(product - bestSize(drawn, product))));
        values.put(
                measure.label(),
                bands.of(drawn -> natural(drawn, bestSize(drawn, product), product - bestSize(drawn, product))));
        List<String> words = new ArrayList<>();
        values.forEach((name, value) ->
                words.add(name + " = " + (name.equals("D") ? unit.of(Numbers.of(value)) : Numbers.of(value))));
        return new Answer(question, values, String.join(", ", words));
    }

    /** Where the derivative by log N, log N + log D being given, is 0. */
    private double bestSize(double[] drawn, double product) {
        if (form.kind() == FormKind.KAPLAN) {
            double ratio = drawn[2] / drawn[3];
            return (Math.log(ratio) + ratio * drawn[0] + product - drawn[1]) / (1 + ratio);
        }
        double alpha = drawn[3];
        double beta = drawn[4];
        return (Math.log(alpha) + drawn[1] - Math.log(beta) - drawn[2] + beta * product) / (alpha + beta);
    }
}
