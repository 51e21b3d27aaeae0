package io.prefscore.nightly;

import io.prefscore.config.DriftSettings;
import io.prefscore.config.DriftSettings.Limits;
import io.prefscore.nightly.Drift.Finding;
import io.prefscore.nightly.Drift.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds a run against the one before. A change counts only where it exceeds what chance alone exceeds once in a thousand
 * times, so that a small night or slice is no alarm; where it does, the settings' limits say how bad its size is. Values that
 * share a prompt are taken as independent, which makes chance look a little smaller than it is.
 */
final class DriftGuard {

    /** Of the normal distribution at 0.9995: exceeded on either side once in a thousand times. */
    private static final double TWO_SIDED = 3.2905;

    private final DriftSettings settings;

    DriftGuard(DriftSettings settings) {
        this.settings = settings;
    }

    /** What a first run gets: nothing to compare with. */
    static Drift first(RunProfile profile) {
        return new Drift(Optional.empty(), Verdict.OK, List.of(), profile);
    }

    Drift compare(String baseline, RunProfile before, RunProfile now) {
        List<Finding> findings = new ArrayList<>();
        if (enough(before.comparisons(), now.comparisons())) {
            findings.add(accuracy(before, now));
            findings.add(margin(before, now));
        }
        if (enough(before.rowsRead(), now.rowsRead())) {
            findings.add(setAside(before, now));
        }
        findings.addAll(rewards(before, now));
        Verdict worst = findings.stream()
                .map(Finding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.OK);
        return new Drift(Optional.of(baseline), worst, findings, now);
    }

    private boolean enough(long before, long now) {
        return Math.min(before, now) >= settings.minCount();
    }

    private Finding accuracy(RunProfile before, RunProfile now) {
        double chance = chanceOfShares(before.accuracy(), before.comparisons(), now.accuracy(), now.comparisons());
        double change = Math.abs(now.accuracy() - before.accuracy());
        return finding("pairwise accuracy", before.accuracy(), now.accuracy(), change, chance, settings.accuracy());
    }

    /** In standard deviations of the baseline (Glass's Δ), so that one limit serves models of any scale. */
    private Finding margin(RunProfile before, RunProfile now) {
        double unit = before.marginDeviation() > 0 ? before.marginDeviation() : 1;
        double error = Math.sqrt(square(before.marginDeviation()) / before.comparisons()
                + square(now.marginDeviation()) / now.comparisons());
        double change = Math.abs(now.meanMargin() - before.meanMargin()) / unit;
        return finding(
                "mean margin",
                before.meanMargin(),
                now.meanMargin(),
                change,
                TWO_SIDED * error / unit,
                settings.margin());
    }

    private Finding setAside(RunProfile before, RunProfile now) {
        double chance = chanceOfShares(before.shareSetAside(), before.rowsRead(), now.shareSetAside(), now.rowsRead());
        double change = Math.abs(now.shareSetAside() - before.shareSetAside());
        return finding(
                "share set aside", before.shareSetAside(), now.shareSetAside(), change, chance, settings.setAside());
    }

    private List<Finding> rewards(RunProfile before, RunProfile now) {
        Map<String, RewardDistribution> known =
                before.rewards().stream().collect(Collectors.toMap(RewardDistribution::slice, Function.identity()));
        List<Finding> findings = new ArrayList<>();
        for (RewardDistribution rewards : now.rewards()) {
            RewardDistribution last = known.get(rewards.slice());
            if (last != null && enough(last.count(), rewards.count())) {
                String measure =
                        rewards.slice().equals(RewardDistribution.ALL) ? "rewards" : "rewards of " + rewards.slice();
                findings.add(finding(
                        measure,
                        last.median(),
                        rewards.median(),
                        rewards.distance(last),
                        rewards.chance(last),
                        settings.rewards()));
            }
        }
        return findings;
    }

    /** Of the difference of two shares, with the variance of both taken together, as under no change. */
    private static double chanceOfShares(double before, long countBefore, double now, long countNow) {
        double pooled = (before * countBefore + now * countNow) / (countBefore + countNow);
        return TWO_SIDED * Math.sqrt(pooled * (1 - pooled) * (1.0 / countBefore + 1.0 / countNow));
    }

    private static double square(double value) {
        return value * value;
    }

    private static Finding finding(
            String measure, double before, double now, double change, double chance, Limits limits) {
        Verdict verdict = Verdict.OK;
        if (change > chance && change > limits.fail()) {
            verdict = Verdict.FAIL;
        } else if (change > chance && change > limits.warn()) {
            verdict = Verdict.WARN;
        }
        return new Finding(measure, before, now, change, chance, limits.warn(), limits.fail(), verdict);
    }
}
