package io.prefscore.stats;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model makes of three or more responses to one prompt: whether it ranks a best one first, and how its order goes with
 * that of the labels.
 */
final class ExampleRanking {

    private static final int FEWEST_RESPONSES = 3;

    private final Map<Integer, Double> rewards = new HashMap<>();
    private final Set<Integer> beaten = new HashSet<>();
    private double concordance;
    private int untiedLabels;
    private int untiedRewards;

    private ExampleRanking() {}

    /**
     * Adds an example, unless it has too few responses, one of their rewards is not a finite number, or a response has two: then
     * these are several examples of one id and one prompt.
     */
    static void add(List<Pair> pairs, int model, ModelSums sums) {
        if (pairs.size() < FEWEST_RESPONSES - 1) {
            return;
        }
        ExampleRanking ranking = new ExampleRanking();
        for (Pair pair : pairs) {
            if (!pair.isFinite(model) || ranking.contradicts(pair, model)) {
                return;
            }
            ranking.add(pair, model);
        }
        if (ranking.rewards.size() >= FEWEST_RESPONSES) {
            ranking.addTo(sums);
        }
    }

    private boolean contradicts(Pair pair, int model) {
        return rewards.getOrDefault(pair.preferred(), pair.preferredRewards()[model]) != pair.preferredRewards()[model]
                || rewards.getOrDefault(pair.other(), pair.otherRewards()[model]) != pair.otherRewards()[model];
    }

    private void add(Pair pair, int model) {
        rewards.put(pair.preferred(), pair.preferredRewards()[model]);
        rewards.put(pair.other(), pair.otherRewards()[model]);
        double order = Math.signum(pair.margin(model));
        untiedRewards += order == 0 ? 0 : 1;
        if (!pair.isLabelTie()) {
            beaten.add(pair.other());
            untiedLabels++;
            concordance += order;
        }
    }

    private void addTo(ModelSums sums) {
        if (untiedLabels == 0) {
            return;
        }
        sums.add(Sum.BEST_KNOWN, 1);
        sums.add(Sum.BEST, best());
        if (untiedRewards > 0) {
            sums.add(Sum.RANKED, 1);
            sums.add(Sum.RANK_CORRELATION, concordance / Math.sqrt((double) untiedLabels * untiedRewards));
        }
    }

    /** Of the responses that share the greatest reward, the part that no label puts below another. */
    private double best() {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double reward : rewards.values()) {
            greatest = Math.max(greatest, reward);
        }
        int first = 0;
        int unbeaten = 0;
        for (Map.Entry<Integer, Double> response : rewards.entrySet()) {
            // Compared as numbers: as objects 0 and −0 would differ.
            if (response.getValue().doubleValue() == greatest) {
                first++;
                unbeaten += beaten.contains(response.getKey()) ? 0 : 1;
            }
        }
        return (double) unbeaten / first;
    }
}
