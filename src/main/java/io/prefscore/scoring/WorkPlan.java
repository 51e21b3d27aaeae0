package io.prefscore.scoring;

import java.util.OptionalInt;

/**
 * Into how many tasks a run is cut, by the amount of text and not by rows.
 *
 * @param shufflePartitions tasks of the joins around the scoring
 * @param scoringPartitions tasks that score
 */
record WorkPlan(int shufflePartitions, int scoringPartitions) {

    /** Less than this in a join's task and starting it costs more than its work. */
    private static final long CHARACTERS_PER_SMALL_SHUFFLE = 1 << 20;
    /** More than this and a task's sort spills. */
    private static final long CHARACTERS_PER_LARGE_SHUFFLE = 64 << 20;
    /** About 250,000 tokens: minutes on a GPU with a large model, so that a retry repeats minutes and not hours. */
    private static final long CHARACTERS_PER_LARGE_TASK = 1 << 20;
    /** About 25,000 tokens: with less than that, a task's calls hold too few texts to share work. */
    private static final long CHARACTERS_PER_SMALL_TASK = 100_000;
    /** So many tasks a core even out their lengths. */
    private static final int TASKS_PER_CORE = 4;
    /** The driver keeps something for each task. */
    private static final int MOST_TASKS = 50_000;

    static WorkPlan of(long characters, int cores, OptionalInt scoringPartitions) {
        long small = Math.min(cores, 1 + characters / CHARACTERS_PER_SMALL_SHUFFLE);
        long shuffle = Math.max(small, characters / CHARACTERS_PER_LARGE_SHUFFLE);
        long even = Math.min((long) cores * TASKS_PER_CORE, 1 + characters / CHARACTERS_PER_SMALL_TASK);
        long scoring = Math.max(even, characters / CHARACTERS_PER_LARGE_TASK);
        return new WorkPlan(
                (int) Math.min(shuffle, MOST_TASKS), scoringPartitions.orElse((int) Math.min(scoring, MOST_TASKS)));
    }
}
