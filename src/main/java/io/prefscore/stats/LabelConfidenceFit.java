package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Collects the margins of labelled comparisons and fits from them how sure one may be that a label is wrong. Holds counts
 * alone, by block of prompts and bin of the margin, so that merging is exact in any order and the result the same every time.
 * For one thread.
 *
 * <p>Where the noise is not given, it is estimated for each fold from the others, but only if a test on all of them together, at
 * 0.1 % and allowing for comparisons of one prompt that go wrong together, finds that a temperature alone does not explain the
 * contradictions; else it is 0 and no label is suspected. Margins of 0 say nothing and are left out.
 *
 * <p>Fit each kind of data by itself: a model is not equally good at all, and labels are not equally often wrong.
 */
public final class LabelConfidenceFit implements Serializable {

    /** Prompts are dealt to so many blocks, of which every fifth belongs to one fold. */
    public static final int BLOCKS = 8 * Calibration.FOLDS;

    /**
     * How many comparisons the other folds must have: with 500 T is known to about a quarter, and a tenth of wrong labels is found
     * less often than not, so that a fit over more data serves better.
     */
    public static final long LEAST_COMPARISONS = 500;

    /**
     * A twentieth would find noise in one clean slice of twenty. And no labels follow the logistic curve exactly: where judges
     * differ in taste, the share that sides with the model stops at what their majority is. What is lost is little: in
     * simulations a hundredth of wrong labels was found in three of four samples of 10,000, a tenth in all of 2,000.
     */
    private static final double LEVEL = 0.001;

    /** Level of the intervals of noise and temperature. */
    private static final double INTERVALS = 0.95;

    private static final long serialVersionUID = 1;

    private final SparseHistogram[] blocks;

    /** No comparisons yet. */
    public LabelConfidenceFit() {
        this.blocks = Stream.generate(SparseHistogram::new).limit(BLOCKS).toArray(SparseHistogram[]::new);
    }

    /** The block of a resampling unit, from 0 to {@link #BLOCKS} − 1. */
    public static int block(int unit) {
        return unit % BLOCKS;
    }

    /** The bin of a margin that is finite and not 0. */
    public static long bin(double margin) {
        return LogBins.bin(margin);
    }

    /**
     * Counts a comparison.
     *
     * @param unit of its prompt
     * @param margin finite: reward of the response that the label prefers less that of the other
     */
    public void add(int unit, double margin) {
        if (!Double.isFinite(margin)) {
            throw new IllegalArgumentException("margins are finite; found " + margin);
        }
        if (margin != 0) {
            add(block(unit), bin(margin), 1);
        }
    }

    /**
     * Counts comparisons whose margins, none of them 0, fall into one bin.
     *
     * @param block of their prompts' unit
     * @param bin {@link #bin} of the margins
     */
    public void add(int block, long bin, long count) {
        blocks[block].add(bin, count);
    }

    /** Adds what was counted elsewhere. */
    public void merge(LabelConfidenceFit other) {
        for (int block = 0; block < BLOCKS; block++) {
            blocks[block].merge(other.blocks[block]);
        }
    }

    /** Whether there is enough to fit from: {@link #LEAST_COMPARISONS} in what is left when any fold is left out. */
    public boolean isUsable() {
        return IntStream.range(0, Calibration.FOLDS)
                .allMatch(fold -> sample(allBut(fold)).count() >= LEAST_COMPARISONS);
    }

    /**
     * Fits what {@link #isUsable}.
     *
     * @param noise share of wrong labels, in [0, 0.5), if that is known; else it is estimated
     */
    public LabelConfidence fit(ConfidenceMethod method, OptionalDouble noise) {
        if (noise.isPresent() && !(noise.getAsDouble() >= 0 && noise.getAsDouble() < 0.5)) {
            throw new IllegalArgumentException("label noise must lie in [0, 0.5); found " + noise.getAsDouble());
        }
        if (!isUsable()) {
            throw new IllegalStateException("too few comparisons for a confidence; ask isUsable first");
        }
        List<MarginSample> samples = Arrays.stream(blocks).map(MarginSample::of).toList();
        MarginSample all = sample(Arrays.stream(blocks));
        NoisyTemperature overall =
                noise.isPresent() ? NoisyTemperature.fit(all, noise.getAsDouble()) : noiseThatIsFound(samples, all);
        OptionalDouble known = noise.isPresent() || overall.noise() > 0 ? noise : OptionalDouble.of(0);
        NoisyTemperature[] fits = new NoisyTemperature[Calibration.FOLDS];
        RightCurve[] curves = new RightCurve[Calibration.FOLDS];
        for (int fold = 0; fold < Calibration.FOLDS; fold++) {
            MarginSample others = sample(allBut(fold));
            fits[fold] = known.isPresent()
                    ? NoisyTemperature.fit(others, known.getAsDouble())
                    : NoisyTemperature.fit(others);
            curves[fold] = switch (method) {
                case TEMPERATURE -> new RightCurve.Sigmoid(fits[fold].temperature());
                case ISOTONIC -> RightCurve.Steps.of(others, fits[fold].noise());
            };
        }
        return new LabelConfidence(fits, curves, new NoisyIntervals(samples, overall, noise.isPresent(), INTERVALS));
    }

    /** One answer for all folds, so that a report need not explain how a set of labels can be both clean and noisy. */
    private static NoisyTemperature noiseThatIsFound(List<MarginSample> samples, MarginSample all) {
        NoisyTemperature fitted = NoisyTemperature.fit(all);
        return NoiseTest.p(samples, all, fitted) < LEVEL ? fitted : NoisyTemperature.clean(all);
    }

    private Stream<SparseHistogram> allBut(int left) {
        return IntStream.range(0, BLOCKS)
                .filter(block -> Calibration.fold(block) != left)
                .mapToObj(block -> blocks[block]);
    }

    private MarginSample sample(Stream<SparseHistogram> parts) {
        SparseHistogram merged = new SparseHistogram();
        parts.forEach(merged::merge);
        return MarginSample.of(merged);
    }
}
