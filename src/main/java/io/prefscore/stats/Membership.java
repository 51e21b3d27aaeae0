package io.prefscore.stats;

/** How examples belong to a slice. */
public enum Membership {
    /** With all their comparisons, as to a subset or a language: what concerns a whole example can be told. */
    WHOLE_EXAMPLES,
    /** By single comparisons, as to a length band or a tag: best of n and rank correlation are undefined there. */
    SINGLE_COMPARISONS
}
