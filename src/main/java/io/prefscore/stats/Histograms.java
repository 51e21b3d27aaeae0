package io.prefscore.stats;

import java.util.ArrayList;
import java.util.List;

/** What can be read off weights by bin, bins in ascending order. */
final class Histograms {

    /** Most bins of a histogram that is to be looked at. */
    static final int SHOWN_BINS = 80;

    /** Of what a shown histogram holds, the part below its second bin, and that above its last but one, at most. */
    private static final double TAIL = 0.002;

    private Histograms() {}

    /**
     * Quantiles, linear within a bin.
     *
     * @param bins ascending
     * @param weights of the bins
     * @param levels ascending, from 0 to 1
     * @return in the bins' unit; NaN where all weights are 0
     */
    static double[] quantiles(long[] bins, double[] weights, double width, double[] levels) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double[] quantiles = new double[levels.length];
        int entry = 0;
        double below = 0;
        for (int level = 0; level < levels.length; level++) {
            double target = levels[level] * total;
            while (entry < bins.length && below + weights[entry] < target) {
                below += weights[entry];
                entry++;
            }
            quantiles[level] = total > 0 ? (bins[entry] + (target - below) / weights[entry]) * width : Double.NaN;
        }
        return quantiles;
    }

    /**
     * Probability that a draw from the first is above one from the second, one half where they fall into the same bin.
     *
     * @return NaN where either has no weight
     */
    static double auc(double[] first, double[] second) {
        double above = 0;
        double firstTotal = 0;
        double secondTotal = 0;
        for (int entry = 0; entry < first.length; entry++) {
            above += first[entry] * (secondTotal + second[entry] / 2);
            firstTotal += first[entry];
            secondTotal += second[entry];
        }
        return above / (firstTotal * secondTotal);
    }

    /** Entry by entry. */
    static double[] sum(double[] first, double[] second) {
        double[] sum = first.clone();
        for (int entry = 0; entry < sum.length; entry++) {
            sum[entry] += second[entry];
        }
        return sum;
    }

    /**
     * Histograms for the eye, on the same bins: as narrow as {@value #SHOWN_BINS} of them allow. The first and the last one
     * reach out to whatever is beyond.
     *
     * @param bins ascending
     * @param counts for each histogram what fell into these bins
     */
    static List<List<Bin>> shown(long[] bins, List<double[]> counts, double width) {
        List<List<Bin>> shown = new ArrayList<>();
        long[] edges = edges(bins, counts);
        for (double[] histogram : counts) {
            List<Bin> coarse = new ArrayList<>();
            int entry = 0;
            for (int edge = 0; edge + 1 < edges.length; edge++) {
                long count = 0;
                for (; entry < bins.length && bins[entry] < edges[edge + 1]; entry++) {
                    count += (long) histogram[entry];
                }
                coarse.add(new Bin(edges[edge] * width, edges[edge + 1] * width, count));
            }
            shown.add(coarse);
        }
        return shown;
    }

    /** The ends of shown bins, in fine bins. */
    private static long[] edges(long[] bins, List<double[]> counts) {
        if (bins.length == 0) {
            return new long[0];
        }
        double[] all = counts.stream().reduce(new double[bins.length], Histograms::sum);
        double[] ends = quantiles(bins, all, 1, new double[] {TAIL, 1 - TAIL});
        long low = Math.max(bins[0], (long) Math.floor(ends[0]));
        long high = Math.min(bins[bins.length - 1], (long) Math.floor(ends[1]));
        long step = 1;
        while (Math.floorDiv(high, step) - Math.floorDiv(low, step) >= SHOWN_BINS) {
            step *= 2;
        }
        long first = Math.floorDiv(low, step);
        long[] edges = new long[(int) (Math.floorDiv(high, step) - first) + 2];
        for (int edge = 0; edge < edges.length; edge++) {
            edges[edge] = (first + edge) * step;
        }
        edges[0] = Math.min(edges[0], bins[0]);
        edges[edges.length - 1] = Math.max(edges[edges.length - 1], bins[bins.length - 1] + 1);
        return edges;
    }
}
