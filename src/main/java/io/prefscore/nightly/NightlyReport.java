package io.prefscore.nightly;

import io.prefscore.nightly.Drift.Verdict;
import io.prefscore.scoring.RunSummary;
import java.util.List;
import java.util.Optional;

/**
 * What a night did.
 *
 * @param nights one entry a run that was due, in the order of their names
 * @param tablesRemoved names of the runs whose tables went
 */
public record NightlyReport(List<Night> nights, List<String> tablesRemoved) {

    public NightlyReport {
        nights = List.copyOf(nights);
        tablesRemoved = List.copyOf(tablesRemoved);
    }

    /** What became of a run that was due. */
    public sealed interface Night {

        /** The run's name. */
        String name();
    }

    /**
     * It was made.
     *
     * @param summary as after a single run
     * @param files what was new, changed or gone since the last run
     * @param rowsBefore rows that the last run read; empty for the first one
     * @param drift how it compares with the last good run
     */
    public record Scored(String name, RunSummary summary, Files files, Optional<RowsBefore> rowsBefore, Drift drift)
            implements Night {}

    /**
     * Numbers of input files.
     *
     * @param added ones that no run had recorded
     * @param changed ones that an earlier run recorded with another length or time; their rows now stand in both runs
     * @param gone ones that earlier runs recorded and that went since the last run
     */
    public record Files(int added, int changed, int gone) {

        static Files of(Changes changes) {
            return new Files(
                    changes.added().size(),
                    changes.changed().size(),
                    changes.gone().size());
        }
    }

    /**
     * How many rows the last run read.
     *
     * @param run its name
     */
    public record RowsBefore(String run, long rows) {}

    /**
     * It was finished already.
     *
     * @param files how its input differs from what it read
     * @param verdict how it compared with its last run; OK where it was accepted since
     */
    public record FinishedBefore(String name, Files files, Verdict verdict) implements Night {}

    /** There was no input for it, which the settings allow. */
    public record PassedOver(String name, String reason) implements Night {}

    /** Its input could not be read. */
    public record Failed(String name, String reason) implements Night {}

    /** Whether the drift guard failed any run that is not accepted. */
    public boolean hasDrifted() {
        return nights.stream()
                .anyMatch(night ->
                        (night instanceof Scored scored && scored.drift().verdict() == Verdict.FAIL)
                                || (night instanceof FinishedBefore finished && finished.verdict() == Verdict.FAIL));
    }

    /** Whether the input of any run could not be read. */
    public boolean hasFailed() {
        return nights.stream().anyMatch(Failed.class::isInstance);
    }

    /** Whether there was nothing to score. */
    public boolean isNothingNew() {
        return nights.stream().noneMatch(night -> night instanceof Scored || night instanceof Failed);
    }
}
