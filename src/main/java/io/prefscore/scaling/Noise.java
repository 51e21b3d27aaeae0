package io.prefscore.scaling;

import java.util.random.RandomGenerator;

/** Draws points about a curve, one replicate after the other. */
final class Noise {

    private final Sample sample;
    private final boolean prompts;
    private final RandomGenerator random;

    /** @param delta where not NaN, the scatter holds standard errors too */
    Noise(Sample sample, double delta, RandomGenerator random) {
        this.sample = sample;
        this.prompts = Double.isNaN(delta) && sample.noise().length > 0;
        this.random = random;
    }

    /** Values about a curve; the scatter is a standard deviation. */
    double[] about(double[] curve, double scatter, int replicate) {
        double[] values = curve.clone();
        double[] moved = prompts ? sample.noise()[replicate % sample.noise().length] : values;
        for (int point = 0; point < values.length; point++) {
            double measuring = prompts ? moved[point] : sample.errors()[point] * random.nextGaussian();
            values[point] += measuring + scatter * random.nextGaussian();
        }
        return values;
    }
}
