package io.prefscore.cli;

import io.prefscore.config.Settings;
import java.util.List;

/** The work behind the commands, so that the command line is tested without a model or a cluster. */
interface Jobs {

    /**
     * Scores a data set.
     *
     * @param settings complete for a scoring run
     * @param progress told how far the run is, from any thread
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong
     */
    RunFigures score(Settings settings, ProgressDisplay progress);

    /**
     * Loads a model and puts it to the test.
     *
     * @param settings with a model
     * @throws io.prefscore.preference.UserError where the model cannot be loaded
     */
    CheckReport check(Settings settings);

    /**
     * What a self-check found out.
     *
     * @param facts what the model is: architecture, parameters, pooling, template, fingerprint
     * @param findings what was tested, in order
     */
    record CheckReport(List<Fact> facts, List<Finding> findings) {

        public CheckReport {
            facts = List.copyOf(facts);
            findings = List.copyOf(findings);
        }

        boolean passed() {
            return findings.stream().allMatch(Finding::passed);
        }
    }

    /** One line on what the model is. */
    record Fact(String name, String value) {}

    /**
     * One test of the model.
     *
     * @param name what must hold
     * @param passed whether it does
     * @param detail what was measured
     */
    record Finding(String name, boolean passed, String detail) {}
}
