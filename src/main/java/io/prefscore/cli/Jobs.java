package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.filter.FilterReceipt;
import io.prefscore.inspect.Inspection;
import io.prefscore.model.ModelFacts;
import io.prefscore.nightly.NightlyReport;
import io.prefscore.nightly.NightlyRequest;
import io.prefscore.report.ReportDocument;
import io.prefscore.report.ScalingDocument;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.StoreKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The work behind the commands, so that the command line is tested without a model or a cluster. */
interface Jobs {

    /**
     * Scores a data set.
     *
     * @param settings complete for a scoring run
     * @param progress told how far the run is, from any thread
     * @return what was done; empty where all that was left of this very run was to report on it
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong
     */
    Optional<RunSummary> score(Settings settings, ProgressListener progress);

    /**
     * Scores what is due and holds it against the last run.
     *
     * @param settings complete for a night
     * @param progress told how far each run is, from any thread
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong
     */
    NightlyReport nightly(Settings settings, NightlyRequest request, ProgressListener progress);

    /**
     * Makes data sets and models and scores the ones with the others.
     *
     * @param progress told which run begins
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong
     */
    DemoReport demo(DemoPlan plan, DemoProgress progress);

    /**
     * Looks at a data set.
     *
     * @param settings with an input, and with a model if its tokens are wanted
     * @param progress told how far the reading is, from any thread
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong; never because of a row
     */
    Inspection inspect(Settings settings, ProgressListener progress);

    /**
     * Reports on scored comparisons.
     *
     * @param settings with scored runs, or an input with columns of rewards, and an output
     * @param progress told how far it is, from any thread
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong
     */
    ReportDocument report(Settings settings, ProgressListener progress);

    /**
     * Fits scaling curves to scored runs, or to points from elsewhere.
     *
     * @param settings with runs or points, and an output
     * @param progress told how far it is, from any thread
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong; never because of a point
     */
    ScalingDocument scaling(Settings settings, ProgressListener progress);

    /**
     * Makes a training set of scored rows.
     *
     * @param settings with scored runs, policies and an output
     * @param progress told how far it is, from any thread
     * @throws io.prefscore.preference.UserError where the user can mend what went wrong
     */
    FilterReceipt filter(Settings settings, ProgressListener progress);

    /**
     * Loads a model and puts it to the test.
     *
     * @param settings with a model
     * @throws io.prefscore.preference.UserError where the model cannot be loaded or fails the test
     */
    CheckReport check(Settings settings);

    /**
     * A self-check that was passed.
     *
     * @param facts what the model is
     * @param opening time to load it, its own self-check before the first row included
     * @param largestDifference of one conversation's rewards alone, packed and in another order, as a share of
     *     max(1, largest absolute reward)
     */
    record CheckReport(ModelFacts facts, Duration opening, double largestDifference) {}

    /** What a store holds, by model. */
    List<StoreKeeper.Shelf> storeShelves(String store, ProgressListener progress);

    /**
     * Makes few large files of a store's many small ones.
     *
     * @param grace see {@link StoreKeeper#compact}
     * @param progress told how far it is, from any thread
     * @return waves that were replaced
     */
    int compactStore(String store, Duration grace, ProgressListener progress);

    /**
     * Removes from a store what no run has asked for.
     *
     * @param unused see {@link StoreKeeper#expire}
     * @return fingerprints of the models removed
     */
    List<String> expireStore(String store, Duration unused);
}
