package io.prefscore.report;

import io.prefscore.report.ReportDocument.Check;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.PermutationNull;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Whether a model's numbers bear what they must. */
final class Checks {

    /** Sums of the same numbers in another order differ by less. */
    private static final double ROUNDING = 1e-9;

    private Checks() {}

    static List<Check> of(int model, Map<Integer, SliceResult> results, long comparisons) {
        SliceResult everything = Objects.requireNonNull(results.get(SliceIndex.OVERALL));
        PairCounts counts = everything.models().get(model).counts();
        List<Check> checks = new ArrayList<>();
        checks.add(addUp(counts, comparisons));
        checks.add(finite(counts));
        SliceResult labelled = results.get(TallySlices.AS_LABELLED);
        SliceResult exchanged = results.get(TallySlices.EXCHANGED);
        if (labelled != null && exchanged != null) {
            checks.add(exchange(labelled.models().get(model), exchanged.models().get(model)));
        }
        if (counts.used() > 0) {
            checks.add(permutation(
                    everything.models().get(model), everything.permutations().get(model)));
        }
        return checks;
    }

    private static Check addUp(PairCounts counts, long comparisons) {
        long sum = counts.missing() + counts.notANumber() + counts.infinite() + counts.labelTies() + counts.used();
        return new Check(
                "every comparison is counted once",
                counts.comparisons() == comparisons && sum == comparisons,
                String.format(
                        Locale.ROOT,
                        "%,d comparisons read; %,d used, %,d label ties, %,d with a reward that is missing, NaN or infinite",
                        comparisons,
                        counts.used(),
                        counts.labelTies(),
                        counts.missing() + counts.notANumber() + counts.infinite()));
    }

    private static Check finite(PairCounts counts) {
        return new Check(
                "all rewards are finite numbers",
                counts.missing() + counts.notANumber() + counts.infinite() == 0,
                String.format(
                        Locale.ROOT,
                        "%,d comparisons with a missing reward, %,d with NaN, %,d with an infinite one; all left out",
                        counts.missing(),
                        counts.notANumber(),
                        counts.infinite()));
    }

    /** With labels exchanged, accuracy must become 1 − accuracy − ties, and the mean margin its negative. */
    private static Check exchange(SliceStatistics labelled, SliceStatistics exchanged) {
        double used = labelled.counts().used();
        double accuracy = labelled.estimate(Statistic.ACCURACY).value();
        double ties = labelled.counts().rewardTies() / used;
        double swapped = exchanged.estimate(Statistic.ACCURACY).value();
        double margin = labelled.estimate(Statistic.MEAN_MARGIN).value();
        double swappedMargin = exchanged.estimate(Statistic.MEAN_MARGIN).value();
        boolean holds = used == 0
                || (Math.abs(swapped - (1 - accuracy - ties)) < ROUNDING
                        && Math.abs(margin + swappedMargin) <= ROUNDING * Math.max(1, Math.abs(margin)));
        return new Check(
                "exchanged labels turn the figures round",
                holds,
                String.format(
                        Locale.ROOT,
                        "over %,.0f comparisons: accuracy %.4f and ties %.4f become %.4f, mean margin %.4f becomes %.4f",
                        used,
                        accuracy,
                        ties,
                        swapped,
                        margin,
                        swappedMargin));
    }

    private static Check permutation(SliceStatistics everything, PermutationNull chance) {
        double accuracy = everything.estimate(Statistic.ACCURACY_TIES_HALF).value();
        return new Check(
                "accuracy is above what labels drawn at random give",
                accuracy > chance.high(),
                String.format(
                        Locale.ROOT,
                        "%.2f %% beside %.2f to %.2f %% (the middle part of %,d random exchanges), p = %.4f",
                        100 * accuracy,
                        100 * chance.low(),
                        100 * chance.high(),
                        PermutationNull.SWAPS,
                        chance.p()));
    }
}
