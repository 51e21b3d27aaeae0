package io.prefscore.nightly;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A distribution of rewards by its quantiles at (i + ½) / {@value #POINTS}, that is, by {@value #POINTS} bins of equal
 * frequency. Unlike bins of equal width they fit rewards of any scale and any slice.
 *
 * @param slice {@code name=value}, or {@link #ALL}
 * @param count rewards
 * @param quantiles ascending, {@value #POINTS} of them
 */
public record RewardDistribution(String slice, long count, List<Double> quantiles) {

    /** All rewards of a run. */
    static final String ALL = "all";

    static final int POINTS = 100;

    /**
     * The asymptotic quantile of √(nm / (n + m)) · D at 0.999: √(−½ ln(0.001 / 2)). Where values repeat, D is smaller, so
     * that this errs towards chance. Source: N. Smirnov, Ann. Math. Statist. 19 (1948), 279–281.
     */
    private static final double CRITICAL = Math.sqrt(-0.5 * Math.log(0.001 / 2));

    public RewardDistribution {
        quantiles = List.copyOf(quantiles);
        if (quantiles.size() != POINTS) {
            throw new IllegalArgumentException(slice + ": " + quantiles.size() + " quantiles");
        }
    }

    static RewardDistribution of(JsonObject json) {
        List<Double> quantiles = new ArrayList<>();
        for (JsonElement quantile : json.getAsJsonArray("quantiles")) {
            quantiles.add(quantile.getAsDouble());
        }
        return new RewardDistribution(
                json.get("slice").getAsString(), json.get("count").getAsLong(), quantiles);
    }

    /**
     * The two-sample Kolmogorov-Smirnov statistic: the largest distance between the two distribution functions. Each is known
     * to within half a bin, so the result is right to within 0.01. Unlike the population stability index it needs no rule for
     * empty bins, and lies between 0 and 1.
     */
    double distance(RewardDistribution other) {
        double largest = 0;
        int ours = 0;
        int theirs = 0;
        while (ours < POINTS && theirs < POINTS) {
            double next = Math.min(quantiles.get(ours), other.quantiles.get(theirs));
            while (ours < POINTS && quantiles.get(ours) <= next) {
                ours++;
            }
            while (theirs < POINTS && other.quantiles.get(theirs) <= next) {
                theirs++;
            }
            largest = Math.max(largest, Math.abs(ours - theirs) / (double) POINTS);
        }
        return largest;
    }

    /** What {@link #distance} exceeds once in a thousand times where both are drawn from one distribution. */
    double chance(RewardDistribution other) {
        return CRITICAL * Math.sqrt((double) (count + other.count) / ((double) count * other.count));
    }

    /** The middle. */
    double median() {
        return (quantiles.get(POINTS / 2 - 1) + quantiles.get(POINTS / 2)) / 2;
    }
}
