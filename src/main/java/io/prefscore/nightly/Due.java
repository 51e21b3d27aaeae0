package io.prefscore.nightly;

import java.util.List;
import java.util.Map;

/** Says what there is to score. */
interface Due {

    /**
     * The nights in question, the earliest first.
     *
     * @param finished all finished runs by name
     */
    List<Night> nights(Map<String, FinishedRun> finished, NightlyRoot root);

    /** A run that may be due. */
    sealed interface Night {

        String name();
    }

    /** It is to be made. */
    record ToScore(Plan plan) implements Night {

        @Override
        public String name() {
            return plan.name();
        }
    }

    /**
     * It is finished.
     *
     * @param changes how its input differs from what it read
     */
    record Done(FinishedRun run, Changes changes) implements Night {

        @Override
        public String name() {
            return run.name();
        }
    }

    /** It has no input. */
    record Absent(String name, String reason) implements Night {}
}
