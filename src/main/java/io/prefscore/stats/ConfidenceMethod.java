package io.prefscore.stats;

/** How margins are turned into the probability that the side the model prefers is truly the better one. */
public enum ConfidenceMethod {
    /** σ(|margin| / T): one number, so that a few hundred comparisons do. */
    TEMPERATURE,
    /** A curve that rises with |margin| and is else free: for many comparisons, whose margins follow no logistic curve. */
    ISOTONIC
}
