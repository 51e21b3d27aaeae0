package io.prefscore.nightly;

import com.google.gson.JsonObject;
import io.prefscore.scoring.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run compares with the one before it: the text of {@code _DRIFT.json}.
 *
 * @param baseline name of the run it was compared with; empty where there is none
 * @param verdict the worst of the findings; {@link Verdict#OK} without any
 * @param findings one a measure that could be compared
 * @param profile what the next run is compared with
 */
public record Drift(Optional<String> baseline, Verdict verdict, List<Finding> findings, RunProfile profile) {

    private static final int FORMAT = 1;

    /** What is to be thought of a change, from good to bad. */
    public enum Verdict {
        OK,
        WARN,
        FAIL
    }

    /**
     * One measure then and now.
     *
     * @param measure what was compared
     * @param before of the baseline; of rewards the median
     * @param now of this run, likewise
     * @param change how far apart, in the measure's own unit, never negative
     * @param chance what the change exceeds once in a thousand times where nothing has changed
     * @param warn limit beyond which it is told
     * @param fail limit beyond which the night fails
     */
    public record Finding(
            String measure,
            double before,
            double now,
            double change,
            double chance,
            double warn,
            double fail,
            Verdict verdict) {}

    public Drift {
        findings = List.copyOf(findings);
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("baseline", baseline);
        json.put("verdict", verdict);
        json.put("findings", findings);
        json.put("profile", profile);
        return Json.write(json);
    }

    static Verdict verdict(JsonObject json) {
        String label = json.get("verdict").getAsString();
        for (Verdict verdict : Verdict.values()) {
            if (verdict.name().equalsIgnoreCase(label)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException(label);
    }

    static RunProfile profile(JsonObject json) {
        return RunProfile.of(json.getAsJsonObject("profile"));
    }
}
