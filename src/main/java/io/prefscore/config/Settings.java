package io.prefscore.config;

import java.util.List;

/**
 * All settings of a run, resolved and checked; {@link SettingsReader} makes them. A use that needs no input, model or
 * output (a self-check) has no paths and empty texts there.
 *
 * @param input what is scored
 * @param encode how a conversation becomes tokens
 * @param model which model scores and how
 * @param store where rewards are kept from one run to the next
 * @param scoring how the run is spread over the cluster and over time
 * @param report what is said of the scored comparisons
 * @param scaling which curves are fitted to what
 * @param filter what becomes of scored rows
 * @param nightly what a run every night does beyond a single run
 * @param output folder that the run writes; must not exist, be empty, or hold this very run unfinished
 * @param overwrite whether it may instead hold what an earlier run wrote, which is then removed
 */
public record Settings(
        InputSettings input,
        EncodeSettings encode,
        ModelSettings model,
        StoreSettings store,
        ScoringSettings scoring,
        ReportSettings report,
        ScalingSettings scaling,
        FilterSettings filter,
        NightlySettings nightly,
        String output,
        Overwrite overwrite) {

    /** What becomes of an earlier run's output. */
    public enum Overwrite {
        OFF,
        ON
    }

    /** Settings of a single run, with the default ones for all that is not part of one. */
    public Settings(
            InputSettings input,
            EncodeSettings encode,
            ModelSettings model,
            StoreSettings store,
            ScoringSettings scoring,
            String output) {
        this(
                input,
                encode,
                model,
                store,
                scoring,
                SettingsReader.defaults().report(),
                SettingsReader.defaults().scaling(),
                SettingsReader.defaults().filter(),
                SettingsReader.defaults().nightly(),
                output,
                Overwrite.OFF);
    }

    /** The same settings with another model. */
    public Settings withModel(ModelSettings other) {
        return new Settings(input, encode, other, store, scoring, report, scaling, filter, nightly, output, overwrite);
    }

    /** Settings of a report on scored runs, as these settings would have it. */
    public Settings reporting(List<String> runs, String otherOutput) {
        return new Settings(
                input,
                encode,
                model,
                store,
                scoring,
                report.on(runs),
                scaling,
                filter,
                nightly,
                otherOutput,
                overwrite);
    }

    /** Settings of curves over scored runs, as these settings would have them. */
    public Settings scaling(List<String> runs, String otherOutput) {
        return new Settings(
                input,
                encode,
                model,
                store,
                scoring,
                report,
                scaling.over(runs),
                filter,
                nightly,
                otherOutput,
                overwrite);
    }

    /** Settings of a filter of scored runs, as these settings would have it. */
    public Settings filtering(List<String> runs, String otherOutput) {
        return new Settings(
                input,
                encode,
                model,
                store,
                scoring,
                report,
                scaling,
                filter.of(runs),
                nightly,
                otherOutput,
                overwrite);
    }

    /** The same settings for other input and another output. */
    public Settings withPaths(InputSettings otherInput, String otherOutput) {
        return new Settings(
                otherInput, encode, model, store, scoring, report, scaling, filter, nightly, otherOutput, overwrite);
    }
}
