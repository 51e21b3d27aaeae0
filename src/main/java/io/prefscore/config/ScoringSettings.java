package io.prefscore.config;

import java.util.OptionalInt;

/**
 * How the run is spread over the cluster: group {@code scoring} of the settings.
 *
 * @param partitions tasks that score; absent: from the number of cores and the amount of text
 */
public record ScoringSettings(OptionalInt partitions) {

    public ScoringSettings {
        Requirements requirements = new Requirements();
        requirements.positive("scoring.partitions", partitions, "leave it out to have it chosen");
        requirements.enforce();
    }
}
