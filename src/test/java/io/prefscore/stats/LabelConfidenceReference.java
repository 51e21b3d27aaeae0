package io.prefscore.stats;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Margins and what others make of them, as {@code src/test/python/make_label_confidence_reference.py} wrote it.
 *
 * @param versions of whom
 * @param width of the bins
 */
record LabelConfidenceReference(Map<String, String> versions, double width, List<Case> cases) {

    /**
     * One set of margins.
     *
     * @param fitted with T and e free
     * @param known with e given
     * @param clean with e = 0
     */
    record Case(String name, long[] bins, long[] counts, Fitted fitted, Fitted known, Fitted clean, Shares isotonic) {

        MarginSample sample(double width) {
            return new MarginSample(
                    Arrays.stream(bins).mapToDouble(bin -> (bin + 0.5) * width).toArray(),
                    Arrays.stream(counts).asDoubleStream().toArray());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Fitted(double temperature, double noise, double logLikelihood) {}

    /** By size of the margin, ascending. */
    record Shares(double[] agreeing, double[] trials, double[] shares) {}

    static LabelConfidenceReference load() {
        try (Reader reader = new InputStreamReader(
                LabelConfidenceReference.class.getResourceAsStream("label-confidence-reference.json"),
                StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, LabelConfidenceReference.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
