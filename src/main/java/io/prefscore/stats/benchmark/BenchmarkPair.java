package io.prefscore.stats.benchmark;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A comparison of a benchmark with the rewards of one model.
 *
 * @param example names the example, by the data set's own id where it has one
 * @param preferred index of the response that the label prefers
 * @param other index of the response it is compared with
 * @param preferredReward NaN where it is missing
 * @param otherReward NaN where it is missing
 * @param strength the label's own strength; 0 is a tie
 * @param tag what the benchmark needs to know of this comparison
 * @param slices values by which results are broken down, by name
 */
public record BenchmarkPair(
        String example,
        int preferred,
        int other,
        double preferredReward,
        double otherReward,
        OptionalDouble strength,
        Optional<String> tag,
        Map<String, String> slices) {

    public BenchmarkPair {
        slices = Map.copyOf(slices);
    }

    /** Whether both rewards are numbers that can be compared. */
    boolean isFinite() {
        return Double.isFinite(preferredReward) && Double.isFinite(otherReward);
    }

    /** Whether the preferred response has strictly the greater reward; a reward that is no finite number loses. */
    boolean isWon() {
        return isFinite() && preferredReward > otherReward;
    }

    /** The slice's value, empty where there is none. */
    String slice(String name) {
        return slices.getOrDefault(name, "");
    }
}
