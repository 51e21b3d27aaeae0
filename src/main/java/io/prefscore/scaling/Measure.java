package io.prefscore.scaling;

/** What is measured of a model, and how far it lies from a curve. */
public enum Measure {
    /** Mean Bradley-Terry loss in nats; residuals are of its logarithm. It measures calibration too. */
    LOSS("Bradley-Terry loss", Residual.LOGARITHM),
    /** The loss after one temperature, fitted on other prompts; residuals are of its logarithm. */
    CALIBRATED_LOSS("loss at temperature T", Residual.LOGARITHM),
    /** Pairwise accuracy; residuals as they are. */
    ACCURACY("pairwise accuracy", Residual.PLAIN),
    /** Mean margin, in the model's own unit of reward, which differs from model to model: shown, never fitted. */
    MEAN_MARGIN("mean margin", Residual.PLAIN),
    /** Reward by a judge that was not optimised against; residuals as they are. */
    REWARD("gold reward", Residual.PLAIN);

    /** How far a value lies from a curve. */
    public enum Residual {
        /** log value − log curve. */
        LOGARITHM,
        /** value − curve. */
        PLAIN
    }

    private final String label;
    private final Residual residual;

    Measure(String label, Residual residual) {
        this.label = label;
        this.residual = residual;
    }

    /** In the words of a report. */
    public String label() {
        return label;
    }

    /** How far a value lies from a curve. */
    public Residual residual() {
        return residual;
    }
}
