package io.prefscore.stats;

/** How the interval of an {@link Estimate} was made. All are for a level of 95 % unless the settings say otherwise. */
public enum Interval {
    /** No interval: the statistic is undefined here, or there are too few prompts for one. */
    NONE("no interval"),
    /** Linearised ratio of sums over prompts, with Student's t at one degree of freedom less than there are units. */
    CLUSTER_ROBUST("cluster-robust"),
    /** Wilson's score interval at the number of independent comparisons that would be as informative. */
    CLUSTER_WILSON("Wilson, effective sample size"),
    /** Wilson's score interval: each prompt has one comparison. */
    WILSON("Wilson"),
    /** Percentiles over bootstrap replicates that weight whole prompts. */
    BOOTSTRAP("prompt bootstrap"),
    /** Percentiles over points drawn about a fitted curve. */
    MODEL_BOOTSTRAP("bootstrap about the curve"),
    /** Where the profile of a fit's objective has risen as far as it does at the truth in bootstrap replicates. */
    PROFILE("profile, calibrated by bootstrap");

    private final String label;

    Interval(String label) {
        this.label = label;
    }

    /** In the words of a report. */
    public String label() {
        return label;
    }
}
