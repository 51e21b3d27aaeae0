package io.prefscore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.linear.RealMatrix;

/**
 * Bradley-Terry regression of the label on the margin and on style: with x a comparison's features, preferred less other, it
 * maximises Σ log σ(β · x). That is logistic regression without an intercept, in which all labels are one because the
 * preferred response stands first; turned round, a row has label zero and −x, and the same likelihood.
 *
 * <p>Intervals are cluster-robust, since comparisons of a prompt are not independent: A⁻¹ B A⁻¹ with A = Σ p(1 − p) x xᵀ and B
 * = Σ s sᵀ over prompts, s being a prompt's sum of (1 − p) x; times the correction CR1, G/(G − 1) · (n − 1)/(n − k) for G
 * prompts, n comparisons and k coefficients; with Student's t at G − 1 degrees of freedom. Source: A. C. Cameron and
 * D. L. Miller, Journal of Human Resources 50 (2015), 317–372.
 *
 * @param comparisons that the regression saw
 * @param prompts that these belong to
 * @param outcome whether there are coefficients
 * @param coefficients in log-odds per unit of the feature, by name, in the order asked for; {@link Estimate#UNDEFINED} for a
 *     feature that never varies or that earlier ones determine, and for all where the outcome is not {@link Outcome#FITTED}
 */
public record LabelRegression(long comparisons, long prompts, Outcome outcome, Map<String, Estimate> coefficients) {

    /** The margin and the style features that a report shows: {@code margin}, {@code length}, {@code headings} … */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of("margin"), StyleFeature.REPORTED.stream().map(StyleFeature::key))
            .toList();

    /** What came of it. */
    public enum Outcome {
        /** There is a finite optimum. */
        FITTED,
        /** Some combination of the features is never against the label, so the more of it the better: no finite optimum. */
        SEPARABLE,
        /** Fewer than two prompts, or no more prompts than features. */
        TOO_FEW_PROMPTS
    }

    /**
     * A labelled comparison.
     *
     * @param features of the preferred less the other response, finite
     * @param promptKey equal for equal prompts
     */
    public record Row(double[] features, long promptKey) {

        public Row {
            for (double feature : features) {
                if (!Double.isFinite(feature)) {
                    throw new IllegalArgumentException("features are finite; found " + Arrays.toString(features));
                }
            }
        }

        /**
         * What {@link #NAMES} name of a comparison; empty unless it is labelled and has finite rewards and a known style.
         *
         * @param model index of the model whose margin is taken
         * @param marginScale what to divide it by, such as the margins' standard deviation; not 0
         */
        public static Optional<Row> of(Pair pair, int model, double marginScale) {
            double margin = pair.margin(model);
            if (pair.isLabelTie() || !Double.isFinite(margin) || Double.isNaN(pair.style()[0])) {
                return Optional.empty();
            }
            double[] features = new double[NAMES.size()];
            features[0] = margin / marginScale;
            System.arraycopy(pair.style(), 0, features, 1, StyleFeature.REPORTED.size());
            return Optional.of(new Row(features, pair.promptKey()));
        }
    }

    /**
     * Fits the regression. Takes some ten passes over the rows, all of them in memory.
     *
     * @param names of the features, different ones
     * @param level of the intervals, such as 0.95
     */
    public static LabelRegression of(List<String> names, List<Row> rows, double level) {
        int[] columns = LogisticFit.independentColumns(rows, names.size());
        Map<Long, Integer> prompts = new HashMap<>();
        rows.forEach(row -> prompts.putIfAbsent(row.promptKey(), prompts.size()));
        if (prompts.size() < 2 || prompts.size() <= columns.length) {
            return undefined(names, rows.size(), prompts.size(), Outcome.TOO_FEW_PROMPTS);
        }
        LogisticFit fit = LogisticFit.of(select(rows, columns));
        if (fit.isSeparable()) {
            return undefined(names, rows.size(), prompts.size(), Outcome.SEPARABLE);
        }
        RealMatrix covariance = fit.clusterCovariance(
                rows.stream()
                        .mapToInt(row -> prompts.getOrDefault(row.promptKey(), 0))
                        .toArray(),
                prompts.size());
        double quantile = new TDistribution(prompts.size() - 1.0).inverseCumulativeProbability((1 + level) / 2);
        Map<String, Estimate> coefficients = undefined(names);
        for (int index = 0; index < columns.length; index++) {
            double value = fit.coefficients()[index];
            double reach = quantile * Math.sqrt(covariance.getEntry(index, index));
            coefficients.put(
                    names.get(columns[index]),
                    new Estimate(value, value - reach, value + reach, Interval.CLUSTER_ROBUST));
        }
        return new LabelRegression(rows.size(), prompts.size(), Outcome.FITTED, coefficients);
    }

    private static double[][] select(List<Row> rows, int[] columns) {
        List<double[]> selected = new ArrayList<>(rows.size());
        for (Row row : rows) {
            double[] features = new double[columns.length];
            for (int index = 0; index < columns.length; index++) {
                features[index] = row.features()[columns[index]];
            }
            selected.add(features);
        }
        return selected.toArray(double[][]::new);
    }

    private static LabelRegression undefined(List<String> names, int comparisons, int prompts, Outcome outcome) {
        return new LabelRegression(comparisons, prompts, outcome, undefined(names));
    }

    private static Map<String, Estimate> undefined(List<String> names) {
        Map<String, Estimate> coefficients = new LinkedHashMap<>();
        names.forEach(name -> coefficients.put(name, Estimate.UNDEFINED));
        return coefficients;
    }
}
