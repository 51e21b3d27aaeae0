package io.prefscore.config;

/**
 * How far a nightly run may be from the last one of the same model: group {@code nightly.drift} of the settings. A change
 * counts only where it is larger than chance alone explains.
 *
 * @param minCount values on either side below which nothing is concluded
 * @param accuracy change of the pairwise accuracy, as a share
 * @param margin change of the mean margin, in standard deviations of the last run's margins
 * @param setAside change of the share of rows set aside
 * @param rewards largest distance between the two distribution functions of rewards, from 0 to 1
 */
public record DriftSettings(long minCount, Limits accuracy, Limits margin, Limits setAside, Limits rewards) {

    public DriftSettings {
        Requirements requirements = new Requirements();
        requirements.positive("nightly.drift.min-count", minCount, "100 or more make the tests of significance hold");
        accuracy.check("nightly.drift.accuracy", requirements);
        margin.check("nightly.drift.margin", requirements);
        setAside.check("nightly.drift.set-aside", requirements);
        rewards.check("nightly.drift.rewards", requirements);
        requirements.enforce();
    }

    /**
     * Beyond which a change is told, and beyond which it fails the night.
     *
     * @param warn at least 0
     * @param fail at least as large
     */
    public record Limits(double warn, double fail) {

        private void check(String key, Requirements requirements) {
            requirements.require(warn >= 0, key + ".warn", "must not be below 0; found " + warn);
            requirements.require(
                    fail >= warn, key + ".fail", "must not be below " + key + ".warn (" + warn + "); found " + fail);
        }
    }
}
