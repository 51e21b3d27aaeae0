package io.prefscore.config;

/**
 * All settings of a run, resolved and checked; {@link SettingsReader} makes them. A use that needs no input, model or
 * output (a self-check) has no paths and empty texts there.
 *
 * @param input what is scored
 * @param encode how a conversation becomes tokens
 * @param model which model scores and how
 * @param store where rewards are kept from one run to the next
 * @param scoring how the run is spread over the cluster and over time
 * @param output folder that the run writes; must not exist, be empty, or hold this very run unfinished
 */
public record Settings(
        InputSettings input,
        EncodeSettings encode,
        ModelSettings model,
        StoreSettings store,
        ScoringSettings scoring,
        String output) {}
