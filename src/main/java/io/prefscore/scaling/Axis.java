package io.prefscore.scaling;

/** What a curve is drawn over. */
public enum Axis {
    /** Number of parameters of the model. */
    PARAMETERS("N", "parameters"),
    /** Amount of training data, in a unit that all points share: {@link DataUnit}. */
    DATA("D", "training data"),
    /** Training compute, in floating-point operations. */
    COMPUTE("C", "training compute"),
    /** Parameters and training data together. */
    PARAMETERS_AND_DATA("N and D", "parameters and training data"),
    /** √KL in nats of a policy from where its optimisation began. */
    DISTANCE("d", "√KL");

    private final String symbol;
    private final String label;

    Axis(String symbol, String label) {
        this.symbol = symbol;
        this.label = label;
    }

    /** As formulas write it. */
    public String symbol() {
        return symbol;
    }

    /** In words. */
    public String label() {
        return label;
    }
}
