package io.prefscore.nightly;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a run is held against the next one.
 *
 * @param rowsRead rows of the input
 * @param rowsSetAside those of them that could not be used
 * @param comparisons with labels that prefer one
 * @param accuracy share of these that the model agrees with; 0 without such
 * @param meanMargin mean of preferred minus other reward over these; 0 without such
 * @param marginDeviation standard deviation of the same; 0 with fewer than two
 * @param rewards of the run and of each slice that has enough of them
 */
public record RunProfile(
        long rowsRead,
        long rowsSetAside,
        long comparisons,
        double accuracy,
        double meanMargin,
        double marginDeviation,
        List<RewardDistribution> rewards) {

    public RunProfile {
        rewards = List.copyOf(rewards);
    }

    static RunProfile of(JsonObject json) {
        List<RewardDistribution> rewards = new ArrayList<>();
        for (JsonElement distribution : json.getAsJsonArray("rewards")) {
            rewards.add(RewardDistribution.of(distribution.getAsJsonObject()));
        }
        return new RunProfile(
                json.get("rows-read").getAsLong(),
                json.get("rows-set-aside").getAsLong(),
                json.get("comparisons").getAsLong(),
                json.get("accuracy").getAsDouble(),
                json.get("mean-margin").getAsDouble(),
                json.get("margin-deviation").getAsDouble(),
                rewards);
    }

    /** Of all rows read. */
    public double shareSetAside() {
        return rowsRead == 0 ? 0 : (double) rowsSetAside / rowsRead;
    }
}
