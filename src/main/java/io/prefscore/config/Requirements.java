package io.prefscore.config;

import io.prefscore.config.InvalidSettings.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a group of settings demands of its values; gathers every breach before it complains. */
final class Requirements {

    private final List<Problem> problems = new ArrayList<>();

    void require(boolean holds, String key, String message) {
        if (!holds) {
            problems.add(new Problem("", key, message));
        }
    }

    void positive(String key, long value, String remedy) {
        require(value >= 1, key, "must be at least 1; found " + value + "; " + remedy);
    }

    void positive(String key, OptionalInt value, String remedy) {
        value.ifPresent(number -> positive(key, number, remedy));
    }

    void positive(String key, OptionalLong value, String remedy) {
        value.ifPresent(number -> positive(key, number, remedy));
    }

    /** A size that is known, else NaN. */
    void size(String key, double value) {
        require(
                Double.isNaN(value) || (value > 0 && Double.isFinite(value)),
                key,
                "must be above 0; found " + value + "; leave it out if it is not known");
    }

    void enforce() {
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }
}
