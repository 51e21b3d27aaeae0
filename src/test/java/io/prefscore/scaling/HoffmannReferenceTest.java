package io.prefscore.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
        for (int parameter = 0; parameter < 5; parameter++) {
            String name = FormKind.CHINCHILLA.parameters().get(parameter);
            System.out.printf(
                    "%s %.6g, scipy's %.6g%n",
                    name,
                    fit.form().reported(parameter, fit.parameters()[parameter]),
                    reference.getAsJsonObject("parameters").get(name).getAsDouble());
        }
        assertThat(objective).isLessThanOrEqualTo(reference.get("objective").getAsDouble() * (1 + 1e-9));
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
