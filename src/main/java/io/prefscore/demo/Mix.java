package io.prefscore.demo;

import java.io.Serializable;

/**
 * Shares of the three kinds in a data set.
 *
 * @param adversarial share of adversarial pairs
 * @param objective share of objective pairs
 * @param subjective share of pairs of taste
 */
public record Mix(double adversarial, double objective, double subjective) implements Serializable {

    /** What the built-in models were trained on: taste teaches a model little beyond its floor, so it gets the least room. */
    public static final Mix USUAL = new Mix(0.40, 0.45, 0.15);

    private static final double ROUNDING = 1e-9;

    public Mix {
        if (!(adversarial >= 0 && objective >= 0 && subjective >= 0)
                || Math.abs(adversarial + objective + subjective - 1) > ROUNDING) {
            throw new IllegalArgumentException("the shares of a mix are at least 0 and sum to 1; found adversarial "
                    + adversarial + ", objective " + objective + ", subjective " + subjective);
        }
    }

    /** Pairs of one kind only. */
    public static Mix only(Kind kind) {
        return switch (kind) {
            case ADVERSARIAL -> new Mix(1, 0, 0);
            case OBJECTIVE -> new Mix(0, 1, 0);
            case SUBJECTIVE -> new Mix(0, 0, 1);
        };
    }

    Kind draw(SeededRandom random) {
        double drawn = random.fraction();
        if (drawn < adversarial) {
            return Kind.ADVERSARIAL;
        }
        // a share of 0 is never drawn, even where the shares' sum is a rounding error below 1
        return subjective == 0 || drawn < adversarial + objective ? Kind.OBJECTIVE : Kind.SUBJECTIVE;
    }
}
