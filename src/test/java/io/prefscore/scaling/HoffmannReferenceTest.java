package io.prefscore.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.stats.Estimate;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The parametric fit of Hoffmann et al. beside scipy's, from {@code src/test/python/make_scaling_reference.py}. */
class HoffmannReferenceTest {

    private static final double DELTA = 1e-3;

    private final JsonObject reference = reference();

    @Test
    void optimumIsNoWorseThanThatOfTheWholeGridOfStarts() {
        Sample sample = sample();
        long started = System.nanoTime();
        FittedCurve fit = FittedCurve.of(new Chinchilla(), sample, DELTA);
        double seconds = (System.nanoTime() - started) / 1e9;
        double objective = fit.objective() * fit.scatter() * fit.scatter();
        System.out.printf(
                "%d points; objective %.12g in %.3f s, scipy's %.12g in %s s%n",
                sample.size(), objective, seconds, reference.get("objective").getAsDouble(), reference.get("seconds"));
        assertThat(objective).isLessThanOrEqualTo(reference.get("objective").getAsDouble() * (1 + 1e-9));
    }

    /** Intervals by the same loss, beside scipy's optimum and the parameters that the points were simulated at. */
    @Test
    void intervalsHoldTheTruth() {
        double[] truth = {1.69, 406.4, 410.7, 0.34, 0.28};
        FittedCurve fit = FittedCurve.of(new Chinchilla(), sample(), DELTA);
        ModelBootstrap bootstrap = ModelBootstrap.of(fit, DELTA, 200, Resampling.CURVE, new SplittableRandom(20261123));
        for (int parameter = 0; parameter < truth.length; parameter++) {
            String name = FormKind.CHINCHILLA.parameters().get(parameter);
            Estimate estimate = ProfileIntervals.of(fit, parameter, bootstrap.rise(parameter, 0.95));
            double scipy = reference.getAsJsonObject("parameters").get(name).getAsDouble();
            System.out.printf(
                    "%s = %.6g [%.4g, %.4g]; scipy's %.6g; simulated at %.6g%n",
                    name, estimate.value(), estimate.low(), estimate.high(), scipy, truth[parameter]);
            assertThat(estimate.value()).isCloseTo(scipy, withinPercentage(0.01));
            assertThat(truth[parameter]).isBetween(estimate.low(), estimate.high());
        }
    }

    private Sample sample() {
        double[] zeros = new double[array("n").length];
        return new Sample(
                Axis.PARAMETERS_AND_DATA,
                logs(array("n")),
                logs(array("d")),
                logs(array("loss")),
                zeros,
                new double[0][]);
    }

    private static double[] logs(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(index -> Math.log(values[index]))
                .toArray();
    }

    private double[] array(String name) {
        return reference.getAsJsonArray(name).asList().stream()
                .mapToDouble(element -> element.getAsDouble())
                .toArray();
    }

    private static JsonObject reference() {
        try (InputStreamReader reader = new InputStreamReader(
                HoffmannReferenceTest.class.getResourceAsStream("hoffmann.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
