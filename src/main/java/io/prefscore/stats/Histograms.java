package io.prefscore.stats;

import java.util.ArrayList;
import java.util.List;

/** What can be read off weights by bin, bins in ascending order. */
final class Histograms {

    /** Most bins of a histogram that is to be looked at. */
    static final int SHOWN_BINS = 80;

    /**
     * Of what a shown histogram holds, the part below its second bin, and that above its last but one, at most; unless the rest
     * of it would be out of {@link #REACH}.
     */
    private static final double TAIL = 0.002;

    /** How far beyond the quantiles of 5 and 95 % bins reach, in units of their distance. */
    private static final double REACH = 2;

    private Histograms() {}

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
     * Histograms for the eye, on the same equally wide bins: as narrow as {@value #SHOWN_BINS} of them allow. The first and the
     * last one reach out to whatever is beyond.
     *
     * @param all what the histograms hold together
     * @param counts for each histogram what fell into the same bins
     */
    static List<List<Bin>> shown(ValueHistogram all, List<double[]> counts) {
        List<List<Bin>> shown = new ArrayList<>();
        double[] edges = edges(all);
        for (double[] histogram : counts) {
            List<Bin> coarse = new ArrayList<>();
            int entry = 0;
            for (int edge = 0; edge + 1 < edges.length; edge++) {
                boolean isLast = edge + 2 == edges.length;
                long count = 0;
                for (; entry < all.size() && (isLast || all.middle(entry) < edges[edge + 1]); entry++) {
                    count += (long) histogram[entry];
                }
                coarse.add(new Bin(edges[edge], edges[edge + 1], count));
            }
            shown.add(coarse);
        }
        return shown;
    }

    /** The ends of shown bins: multiples of a power of two, but for the first and the last one. */
    private static double[] edges(ValueHistogram all) {
        if (all.total() == 0) {
            return new double[0];
        }
        double[] marks = all.quantiles(0, TAIL, 0.05, 0.95, 1 - TAIL, 1);
        double reach = REACH * (marks[3] - marks[2]);
        double low = Math.max(marks[1], marks[2] - reach);
        double high = Math.min(marks[4], marks[3] + reach);
        double step = step(low, high);
        double first = Math.floor(low / step);
        double[] edges = new double[(int) (Math.floor(high / step) - first) + 2];
        for (int edge = 0; edge < edges.length; edge++) {
            edges[edge] = (first + edge) * step;
        }
        edges[0] = Math.min(edges[0], marks[0]);
        edges[edges.length - 1] = Math.max(edges[edges.length - 1], marks[5]);
        return edges;
    }

    /** The least power of two with which so many bins reach from one value to the other; for equal ones an 80th of them. */
    private static double step(double low, double high) {
        double range = high > low ? high - low : Math.max(Math.abs(low), Double.MIN_NORMAL);
        double step = Math.scalb(1.0, Math.getExponent(range / SHOWN_BINS));
        while (Math.floor(high / step) - Math.floor(low / step) >= SHOWN_BINS) {
            step *= 2;
        }
        return step;
    }
}
