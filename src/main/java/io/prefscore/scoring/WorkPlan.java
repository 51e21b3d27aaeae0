package io.prefscore.scoring;

import io.prefscore.config.ScoringSettings;
import java.time.Duration;

/**
 * Into how many tasks and waves work is cut, by the amount of text and not by rows.
 *
 * @param cores tasks that run at a time on the whole cluster
 * @param scoring what the user wants of it
 */
record WorkPlan(int cores, ScoringSettings scoring) {

    /** A wave that takes so long is worth its commit, and little is lost with it. */
    static final Duration WAVE = Duration.ofMinutes(1);

    /** Less than this in a join's task and starting it costs more than its work. */
    private static final long CHARACTERS_PER_SMALL_SHUFFLE = 1 << 20;
    /** More than this and a task's sort spills. */
    private static final long CHARACTERS_PER_LARGE_SHUFFLE = 64 << 20;
    /** About 500,000 tokens: minutes on a GPU with a large model, so that a retry repeats minutes and not hours. */
    private static final long CHARACTERS_PER_LARGE_TASK = 2 << 20;
    /** About 25,000 tokens: with less than that, a task's calls hold too few texts to share work. */
    private static final long CHARACTERS_PER_SMALL_TASK = 100_000;
    /** So many tasks a core even out their lengths. */
    private static final int TASKS_PER_CORE = 4;
    /** The driver keeps something for each task. */
    private static final int MOST_TASKS = 50_000;

    /**
     * Tasks of a join or a shuffle of texts or rows.
     *
     * @param characters length of all the texts of the run
     */
    int shufflePartitions(long characters) {
        long small = Math.min(cores, 1 + characters / CHARACTERS_PER_SMALL_SHUFFLE);
        return (int) Math.min(Math.max(small, characters / CHARACTERS_PER_LARGE_SHUFFLE), MOST_TASKS);
    }

    /** Tasks that a wave is cut into at most. */
    int tasksPerWave() {
        return scoring.tasksPerWave().orElse(cores * TASKS_PER_CORE);
    }

    /**
     * Files that the texts to compute are laid down in, each work for a task.
     *
     * @param characters length of the texts to compute
     */
    int files(long characters) {
        long even = scoring.tasksPerWave().isPresent()
                ? tasksPerWave()
                : Math.min(tasksPerWave(), 1 + characters / CHARACTERS_PER_SMALL_TASK);
        long files = Math.max(even, characters / CHARACTERS_PER_LARGE_TASK);
        if (scoring.waveCharacters().isPresent()) {
            long waves = 1 + characters / scoring.waveCharacters().getAsLong();
            files = Math.max(files, waves * even);
        }
        return (int) Math.min(files, MOST_TASKS);
    }

    /** Files that a wave holds at most, of files of equal length. */
    int largestWave(int files, long characters) {
        return scoring.waveCharacters().isEmpty()
                ? files
                : (int) Math.max(
                        1, Math.min(files, scoring.waveCharacters().getAsLong() * files / Math.max(1, characters)));
    }

    /**
     * Files of the next wave, after one that took so long.
     *
     * @param files how many that one held
     */
    int nextWave(int files, Duration took, int largest) {
        double factor = Math.min(2, (double) WAVE.toNanos() / Math.max(1, took.toNanos()));
        return (int) Math.max(1, Math.min(largest, Math.round(files * factor)));
    }
}
