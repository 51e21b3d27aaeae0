package io.prefscore.stats;

/** The functions of a margin that losses and confidence are made of, without overflow for any finite argument. */
public final class Logistic {

    private Logistic() {}

    /** σ(x) = 1 / (1 + e^−x). */
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** −log σ(x) = log(1 + e^−x) in nats. */
    static double loss(double x) {
        return Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
