package io.prefscore.stats;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Data and what others make of it, as {@code src/test/python/make_style_reference.py} wrote it.
 *
 * @param statsmodels its version
 * @param r versions of R and its package
 * @param prompts of each comparison
 * @param preferred characters, headings, list items, bold passages, code passages of each preferred response
 * @param other the same of the other responses
 * @param margins of each comparison, float32
 * @param marginScale what margins are divided by in the logistic regression
 * @param leastSquares coefficients of the margins on the reported features
 * @param quantile of Student's t that reaches 95 %
 * @param logistic by whom
 */
record StyleReference(
        String statsmodels,
        String r,
        List<String> names,
        long[] prompts,
        int[][] preferred,
        int[][] other,
        double[] margins,
        double marginScale,
        double[] leastSquares,
        double quantile,
        Map<String, Logit> logistic) {

    record Logit(double[] coefficients, double[] errors) {}

    static StyleReference load() {
        try (Reader reader = new InputStreamReader(
                StyleReference.class.getResourceAsStream("style-reference.json"), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, StyleReference.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < margins.length; row++) {
            int[] left = preferred[row];
            int[] right = other[row];
            double[] style = StyleDifference.of(left[0], style(left), right[0], style(right));
            pairs.add(StylePairs.pair(prompts[row], margins[row], left[0], right[0], style));
        }
        return pairs;
    }

    private static TextStyle style(int[] amounts) {
        return new TextStyle(amounts[1], amounts[2], amounts[3], amounts[4]);
    }
}
