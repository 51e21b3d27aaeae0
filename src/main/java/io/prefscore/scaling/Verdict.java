package io.prefscore.scaling;

import java.io.Serializable;

/**
 * What is said of a slice.
 *
 * @param words for people: {@code power law in N, α = 0.21 [0.17, 0.26], predicts the largest model within 1.4 %}
 * @param chosen which of the slice's fits stands for it, by its place among these; −1 where the points cannot tell
 */
public record Verdict(Kind kind, String words, int chosen) implements Serializable {

    /** Kinds of verdicts. */
    public enum Kind {
        /** There is a trend: a law that predicts where {@link SliceScaling#predicts}, else one that should not be extrapolated. */
        TREND,
        /** Every change that is worth speaking of is excluded: {@link Change}. */
        NO_TREND,
        /** Neither is shown: too few points or sizes, too much noise, or a bend that no form has. */
        CANNOT_TELL
    }
}
