package io.prefscore.config;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the run is spread over the cluster and over time: group {@code scoring} of the settings.
 *
 * @param waveCharacters characters of text after which rewards are committed, about; absent: as many as the tasks of a wave
 *     hold
 * @param tasksPerWave tasks that a wave is cut into; absent: four for each core of the cluster
 */
public record ScoringSettings(OptionalLong waveCharacters, OptionalInt tasksPerWave) {

    /** Both chosen from the cluster and the amount of text. */
    public static final ScoringSettings CHOSEN = new ScoringSettings(OptionalLong.empty(), OptionalInt.empty());

    public ScoringSettings {
        Requirements requirements = new Requirements();
        requirements.positive("scoring.wave-characters", waveCharacters, "leave it out to have it chosen");
        requirements.positive("scoring.tasks-per-wave", tasksPerWave, "leave it out to have it chosen");
        requirements.enforce();
    }
}
