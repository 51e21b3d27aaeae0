package io.prefscore.scaling;

import java.util.List;

/** Kinds of curves, with the names of their parameters in the order in which they are reported. */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
public enum FormKind {
    /** y = E. */
    NO_TREND("no trend", "y = E", "E"),
    /** y = A x^−α. */
    POWER_LAW("power law", "y = A x^−α", "A", "α"),
    /** y = E + A x^−α. */
    POWER_LAW_WITH_FLOOR("power law with a floor", "y = E + A x^−α", "E", "A", "α"),
    /** Flat, then falling as a power law. */
    EMERGENT("flat, then a power law", "y = E (1 + (x/x₀)^(1/s))^(−α s), s = 1/4", "E", "x₀", "α"),
    /** y = E + A/N^α + B/D^β. Source: J. Hoffmann et al., arXiv 2203.15556, approach 3. */
    CHINCHILLA("power laws in N and D with a floor", "y = E + A/N^α + B/D^β", "E", "A", "B", "α", "β"),
    /** y = ((N₀/N)^(α/β) + D₀/D)^β. Source: J. Kaplan et al., arXiv 2001.08361, equation 1.5. */
    KAPLAN("Kaplan's joint law", "y = ((N₀/N)^(α/β) + D₀/D)^β", "N₀", "D₀", "α", "β"),
    /** Accuracy that rises from one half to a ceiling as a logistic curve in log x. */
    SATURATION("saturating accuracy", "y = 1/2 + (M − 1/2) / (1 + (x₀/x)^k)", "M", "x₀", "k"),
    /** Accuracy that rises to certainty, or falls, as a logistic curve in log x. */
    LOGISTIC("logistic accuracy", "log(y/(1−y)) = a + k log x", "a", "k"),
    /** Gold reward of best-of-n against d = √KL. Source: L. Gao et al., arXiv 2210.10760. */
    BEST_OF_N("over-optimisation, best of n", "y = d (α − β d)", "α", "β"),
    /** Gold reward of reinforcement learning against d = √KL. Source: L. Gao et al., arXiv 2210.10760. */
    REINFORCEMENT("over-optimisation, reinforcement learning", "y = d (α − β log d)", "α", "β");

    private final String label;
    private final String formula;
    private final List<String> parameters;

    FormKind(String label, String formula, String... parameters) {
        this.label = label;
        this.formula = formula;
        this.parameters = List.of(parameters);
    }

    /** In words. */
    public String label() {
        return label;
    }

    /** For people to read. */
    public String formula() {
        return formula;
    }

    /** Names of the parameters. */
    public List<String> parameters() {
        return parameters;
    }
}
