package io.prefscore.preference;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A judgement between two responses of one example, by their indexes in {@link Example#responses()}.
 *
 * @param preferred index of the response that the label prefers; of either one where {@code strength} is 0, a tie
 * @param other index of the response that it is compared with
 * @param strength how strongly, on the data set's own scale; 0 is a tie; empty where the data set does not say
 * @param tag what a benchmark's scoring needs to know of this comparison
 */
public record Comparison(int preferred, int other, OptionalDouble strength, Optional<String> tag) {

    /** The first response is preferred to the second, as in every chosen/rejected pair. */
    public static final Comparison FIRST_PREFERRED = new Comparison(0, 1, OptionalDouble.empty(), Optional.empty());

    public Comparison {
        if (preferred < 0 || other < 0 || preferred == other) {
            throw new IllegalArgumentException("a comparison names two different responses by index; found preferred "
                    + preferred + " and other " + other);
        }
    }

    /** Whether the label itself says that neither is better. */
    public boolean isTie() {
        return strength.isPresent() && strength.orElseThrow() == 0;
    }
}
