package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;

/** Probability that the side a model prefers is truly the better one, by how much it prefers it. */
sealed interface RightCurve extends Serializable {

    /**
     * From 0.5 to 1, and never falls.
     *
     * @param size of the margin, at least 0; NaN gives NaN
     */
    double right(double size);

    /** σ(size / T). */
    record Sigmoid(double temperature) implements RightCurve {

        @Override
        public double right(double size) {
            return Logistic.sigmoid(size / temperature);
        }
    }

    /**
     * Steps.
     *
     * @param starts of the steps, ascending; the first one also holds for smaller sizes
     * @param values from 0.5 to 1, ascending, one a step
     */
    record Steps(double[] starts, double[] values) implements RightCurve {

        /**
         * How often labels are on the model's side, c, by isotonic regression on the margins' sizes, less what wrong labels make
         * of it: q = (c − e) / (1 − 2e), cut off at 0.5 and where it would be more certain than the comparisons can tell.
         *
         * @param noise e
         */
        static Steps of(MarginSample sample, double noise) {
            int[] order = sample.bySize();
            double[] agreeing = new double[order.length];
            double[] counts = new double[order.length];
            double[] starts = new double[order.length];
            int sizes = 0;
            for (int entry : order) {
                double margin = sample.margins()[entry];
                if (sizes == 0 || starts[sizes - 1] != Math.abs(margin)) {
                    starts[sizes++] = Math.abs(margin);
                }
                counts[sizes - 1] += sample.counts()[entry];
                agreeing[sizes - 1] += margin > 0 ? sample.counts()[entry] : 0;
            }
            Isotonic regression = Isotonic.of(Arrays.copyOf(agreeing, sizes), Arrays.copyOf(counts, sizes));
            return new Steps(
                    Arrays.stream(regression.firsts())
                            .mapToDouble(first -> starts[first])
                            .toArray(),
                    truth(regression, noise));
        }

        private static double[] truth(Isotonic regression, double noise) {
            double[] values = new double[regression.shares().length];
            double floor = 0.5;
            for (int pool = 0; pool < values.length; pool++) {
                double right = (regression.shares()[pool] - noise) / (1 - 2 * noise);
                double most = 1 - 1 / (regression.counts()[pool] + 2);
                floor = Math.max(floor, Math.min(right, most));
                values[pool] = floor;
            }
            return values;
        }

        @Override
        public double right(double size) {
            if (Double.isNaN(size)) {
                return size;
            }
            int found = Arrays.binarySearch(starts, size);
            return values[Math.max(0, found >= 0 ? found : -found - 2)];
        }
    }
}
