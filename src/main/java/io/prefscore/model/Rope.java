package io.prefscore.model;

import java.util.List;

/**
 * Rotary position embedding.
 *
 * @param theta base of the frequencies
 * @param scaling how they are changed for longer contexts
 */
record Rope(double theta, Scaling scaling) {

    /**
     * How frequencies are changed: in float32 and in the reference's order of operations, so that the angles of long
     * conversations agree to the last bit. Formulas: transformers 5.18, {@code modeling_rope_utils.py}.
     */
    sealed interface Scaling {

        /** Changes inverse frequencies, 1 / theta^(2i/d), {@code [d / 2]}, in place. */
        void apply(float[] inverse, double theta);
    }

    /** Divided by a factor (position interpolation, arXiv 2306.15595); by 1 where nothing is to change. */
    record Linear(double factor) implements Scaling {

        @Override
        public void apply(float[] inverse, double theta) {
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] = inverse[i] / (float) factor;
            }
        }
    }

    /** Llama 3's: low frequencies divided, high ones kept, a smooth step between. */
    record Llama3(double factor, double lowFactor, double highFactor, int originalPositions) implements Scaling {

        @Override
        public void apply(float[] inverse, double theta) {
            double longest = originalPositions / lowFactor;
            double shortest = originalPositions / highFactor;
            float span = (float) (highFactor - lowFactor);
            for (int i = 0; i < inverse.length; i++) {
                float wavelength = (float) (2 * Math.PI) / inverse[i];
                float smooth = ((float) originalPositions / wavelength - (float) lowFactor) / span;
                if (wavelength > longest) {
                    inverse[i] = inverse[i] / (float) factor;
                } else if (wavelength >= shortest) {
                    inverse[i] = (1 - smooth) * inverse[i] / (float) factor + smooth * inverse[i];
                }
            }
        }
    }

    /** YaRN (arXiv 2309.00071); {@code attention} multiplies cosines and sines. */
    record Yarn(
            double factor,
            double betaFast,
            double betaSlow,
            Truncation truncation,
            int originalPositions,
            double attention)
            implements Scaling {

        @Override
        public void apply(float[] inverse, double theta) {
            int size = 2 * inverse.length;
            double low = dimension(betaFast, size, theta);
            double high = dimension(betaSlow, size, theta);
            if (truncation == Truncation.WHOLE) {
                low = Math.floor(low);
                high = Math.ceil(high);
            }
            low = Math.max(low, 0);
            high = Math.min(high, size - 1);
            if (low == high) {
                high += 0.001;
            }
            for (int i = 0; i < inverse.length; i++) {
                float ramp = Math.min(1, Math.max(0, (i - (float) low) / (float) (high - low)));
                float extrapolated = 1 - ramp;
                float power = 1 / inverse[i];
                inverse[i] = 1 / ((float) factor * power) * (1 - extrapolated) + inverse[i] * extrapolated;
            }
        }

        /** The dimension whose wavelength turns {@code rotations} times over the original context. */
        private double dimension(double rotations, int size, double theta) {
            return size * Math.log(originalPositions / (rotations * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /** Whether YaRN's correction range is rounded outwards to whole dimensions. */
    enum Truncation {
        WHOLE,
        EXACT
    }

    /**
     * Reads what a configuration says of it.
     *
     * @param facts the rope parameters; what they do not say may stand in the configuration itself
     * @param config the configuration
     */
    static Rope of(ConfigFacts facts, ConfigFacts config, int maxPositions) {
        for (String key : List.of("full_attention", "sliding_attention", "mrope_section")) {
            if (facts.present(key)) {
                throw facts.wrong(key + " is not implemented: one rotary embedding for all layers and tokens is");
            }
        }
        if (facts.present("partial_rotary_factor") && facts.number("partial_rotary_factor", 1) != 1) {
            throw facts.wrong("partial_rotary_factor must be 1 or absent");
        }
        double theta = (facts.has("rope_theta") ? facts : config).number("rope_theta", 10_000);
        int original = config.integer("original_max_position_embeddings")
                .orElse(facts.integer("original_max_position_embeddings").orElse(maxPositions));
        return new Rope(theta, scaling(facts, original, maxPositions));
    }

    private static Scaling scaling(ConfigFacts facts, int original, int maxPositions) {
        String type = facts.present("rope_type")
                ? facts.text("rope_type")
                : facts.present("type") ? facts.text("type") : "default";
        return switch (type) {
            case "default" -> new Linear(1);
            case "linear" -> new Linear(facts.required("factor"));
            case "llama3" ->
                new Llama3(
                        facts.required("factor"),
                        facts.required("low_freq_factor"),
                        facts.required("high_freq_factor"),
                        original);
            case "yarn" -> yarn(facts, original, maxPositions);
            default ->
                throw facts.wrong("rope type '" + type + "' is not implemented; known: default, linear, llama3, yarn");
        };
    }

    private static Yarn yarn(ConfigFacts facts, int original, int maxPositions) {
        if (!facts.has("factor")) {
            throw facts.missing("factor");
        }
        double factor = facts.present("factor") ? facts.required("factor") : (double) maxPositions / original;
        double attention = attention(facts, factor);
        double betaFast = facts.numberOrZero("beta_fast");
        double betaSlow = facts.numberOrZero("beta_slow");
        return new Yarn(
                factor,
                betaFast == 0 ? 32 : betaFast,
                betaSlow == 0 ? 1 : betaSlow,
                facts.flag("truncate", true) ? Truncation.WHOLE : Truncation.EXACT,
                original,
                attention);
    }

    private static double attention(ConfigFacts facts, double factor) {
        double mscale = facts.numberOrZero("mscale");
        double mscaleAll = facts.numberOrZero("mscale_all_dim");
        if (facts.present("attention_factor")) {
            return facts.required("attention_factor");
        }
        return mscale != 0 && mscaleAll != 0
                ? magnitude(factor, mscale) / magnitude(factor, mscaleAll)
                : magnitude(factor, 1);
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    /** What cosines and sines are multiplied by. */
    double attentionFactor() {
        return scaling instanceof Yarn yarn ? yarn.attention() : 1;
    }

    /** The frequencies as the scaling leaves them; takes unscaled ones, 1 / theta^(2i/d), {@code [d / 2]}. */
    float[] scale(float[] inverse) {
        float[] scaled = inverse.clone();
        scaling.apply(scaled, theta);
        return scaled;
    }
}
