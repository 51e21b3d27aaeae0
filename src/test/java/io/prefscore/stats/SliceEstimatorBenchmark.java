package io.prefscore.stats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Times the statistics of 10 million comparisons of one model, overall and in slices, with 1,000 bootstrap replicates, on one
 * thread and without Spark: making tallies, writing and reading them, concluding. Arguments: PAIRS SLICES MEMBERSHIPS, where
 * each comparison is in the overall slice and in MEMBERSHIPS others. Accuracy and mean margin are checked before a time is
 * printed, as is that the AUC is about right. Seconds are processor time.
 */
public final class SliceEstimatorBenchmark {

    private static final double MEAN = 0.7;

    private SliceEstimatorBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int pairs = Integer.parseInt(arguments[0]);
        int slices = Integer.parseInt(arguments[1]);
        int memberships = Integer.parseInt(arguments[2]);
        // The overall slice, then one of the others, of which all are alike, as often as there are others.
        Time overall = time(pairs, plan(pairs));
        int ofSlice = (int) ((long) pairs * memberships / slices);
        Time slice = time(ofSlice, ofSlice <= TallyPlan.EXACT_COMPARISONS ? SimulatedPairs.plan(1) : plan(ofSlice));
        System.out.printf(
                Locale.ROOT,
                "overall %s%na slice %s%nin all: %.1f s to make, write and read tallies, %.1f s to conclude, %,.0f MB of"
                        + " tallies%n",
                overall,
                slice,
                overall.tallySeconds + slices * slice.tallySeconds,
                overall.concludeSeconds + slices * slice.concludeSeconds,
                (overall.bytes + (double) slices * slice.bytes) / 1e6);
    }

    private static TallyPlan plan(int pairs) {
        SplittableRandom random = new SplittableRandom(pairs);
        RewardSketches sketches = new RewardSketches(1);
        long start = processorNanos();
        for (int at = 0; at < pairs; at++) {
            sketches.add(drawn(at, random));
        }
        TallyPlan plan = TallyPlan.binned(SimulatedPairs.calibration(1), sketches);
        System.out.printf(Locale.ROOT, "sketches with the pairs' drawing %.3f s%n", (processorNanos() - start) / 1e9);
        return plan;
    }

    private static Pair drawn(long at, SplittableRandom random) {
        double other = random.nextGaussian();
        return SimulatedPairs.pair(at, other + MEAN + random.nextGaussian(), other);
    }

    private record Time(int pairs, double tallySeconds, double concludeSeconds, long bytes) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "of %,d comparisons: tallies %.3f s, %,d bytes; conclusion %.3f s",
                    pairs,
                    tallySeconds,
                    bytes,
                    concludeSeconds);
        }
    }

    /** The last of some runs: the first ones are spent compiling. */
    private static Time time(int pairs, TallyPlan plan) throws IOException {
        List<Time> times = new ArrayList<>();
        int runs = pairs > 1_000_000 ? 2 : 12;
        for (int run = 0; run < runs; run++) {
            times.add(once(pairs, plan));
        }
        return times.get(runs - 1);
    }

    private static Time once(int pairs, TallyPlan plan) throws IOException {
        SplittableRandom random = new SplittableRandom(pairs);
        SliceEstimator estimator = new SliceEstimator(plan, EstimatorSettings.DEFAULTS);
        long tallyNanos = 0;
        long concludeNanos = 0;
        long bytes = 0;
        long won = 0;
        double margins = 0;
        for (int unit = 0; unit < Units.COUNT; unit++) {
            List<List<Pair>> examples = new ArrayList<>();
            long end = (long) pairs * (unit + 1) / Units.COUNT;
            for (long at = (long) pairs * unit / Units.COUNT; at < end; at++) {
                Pair pair = drawn(at, random);
                won += pair.margin(0) > 0 ? 1 : 0;
                margins += pair.margin(0);
                examples.add(List.of(pair));
            }
            long start = processorNanos();
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            SimulatedPairs.tally(unit, examples, plan).write(new DataOutputStream(written));
            bytes += written.size();
            SliceTally read =
                    SliceTally.read(new DataInputStream(new ByteArrayInputStream(written.toByteArray())), plan);
            tallyNanos += processorNanos() - start;
            start = processorNanos();
            estimator.add(unit, read);
            concludeNanos += processorNanos() - start;
        }
        long start = processorNanos();
        SliceStatistics statistics = estimator.models().get(0);
        concludeNanos += processorNanos() - start;
        check(statistics, Statistic.ACCURACY, (double) won / pairs);
        check(statistics, Statistic.MEAN_MARGIN, margins / pairs);
        checkAuc(statistics.estimate(Statistic.AUC), pairs);
        return new Time(pairs, tallyNanos / 1e9, concludeNanos / 1e9, bytes);
    }

    /** Of this thread: the machine may have others to serve. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void check(SliceStatistics statistics, Statistic statistic, double expected) {
        double value = statistics.estimate(statistic).value();
        if (!(Math.abs(value - expected) < 1e-9)) {
            throw new IllegalStateException(statistic.label() + " is " + value + ", expected " + expected);
        }
    }

    /** Rewards are N(0.7, 2) and N(0, 1), prompts' pairs dependent; ten half-widths are no accident. */
    private static void checkAuc(Estimate auc, int pairs) {
        double truth = new NormalDistribution().cumulativeProbability(MEAN / Math.sqrt(3));
        double half = (auc.high() - auc.low()) / 2;
        if (!(half > 0.1 / Math.sqrt(pairs) && half < 2 / Math.sqrt(pairs))
                || !(Math.abs(auc.value() - truth) < 10 * half)) {
            throw new IllegalStateException("AUC is " + auc + ", expected about " + truth);
        }
    }
}
