package io.prefscore.report.page;

import io.prefscore.report.page.PageView.Definition;
import io.prefscore.report.page.PageView.Definitions;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.scaling.FormKind;
import io.prefscore.scaling.ScalingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the words of a page of scaling curves mean: the part of it that they lead to. */
final class ScalingExplanations {

    private ScalingExplanations() {}

    static Section section(ScalingOptions options) {
        return new Section(
                "how",
                "How to read this",
                List.of(),
                List.of(
                        panel("how-measures", "What is measured", measures()),
                        panel("how-forms", "Forms", forms()),
                        panel("how-fit", "Fit and intervals", fit(options)),
                        panel("how-choice", "Choice and verdict", choice())));
    }

    /** The robust loss in a few words. */
    static String loss(ScalingOptions options) {
        return Double.isNaN(options.huberDelta())
                ? "Huber, in standard deviations, linear beyond 1.345"
                : "Huber, δ = " + Figures.bound(options.huberDelta());
    }

    private static Panel panel(String id, String title, List<Definition> definitions) {
        return new Panel(id, title, List.of(new Definitions(definitions)));
    }

    private static List<Definition> measures() {
        return List.of(
                new Definition(
                        "how-loss",
                        "Bradley-Terry loss",
                        "Mean of −log σ(margin) over labelled comparisons, in nats. A model that tosses coins has"
                                + " log 2 = 0.693. A loss above that is no error: the model is overconfident, its margins being"
                                + " larger than its accuracy bears out. The loss measures calibration too, and a curve of it may"
                                + " rise or fall for that alone."),
                new Definition(
                        "how-calibrated",
                        "loss at temperature T",
                        "The same with all margins divided by one T, which was fitted on other prompts. It has what calibration"
                                + " adds taken out; where the two curves differ, calibration changes with size."),
                new Definition(
                        "how-accuracy",
                        "pairwise accuracy",
                        "Share of labelled comparisons in which the preferred response has the greater reward; chance is 50 %."),
                new Definition(
                        "how-error-bar",
                        "error bars",
                        "1.96 standard errors to either side, which is 95 %: what measuring on other prompts would move the value"
                                + " by. What training the model again would do is not in them."));
    }

    private static List<Definition> forms() {
        return Arrays.stream(FormKind.values())
                .map(kind -> new Definition(
                        "how-form-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        kind.label(),
                        kind.formula() + ". " + meaning(kind)))
                .toList();
    }

    private static String meaning(FormKind kind) {
        return switch (kind) {
            case NO_TREND -> "The null hypothesis: size does not matter, and points differ by chance alone.";
            case POWER_LAW ->
                "A straight line where both axes are logarithmic: each tenfold x divides y by 10^α. It falls to nothing in"
                        + " the end.";
            case POWER_LAW_WITH_FLOOR ->
                "E is the floor: what stays however large the model, such as noise in the labels. Floor and exponent are told"
                        + " apart only where the curve visibly bends; three sizes cannot.";
            case EMERGENT ->
                "What only larger models can do: at chance or nearly so up to about x₀, from there on a power law.";
            case CHINCHILLA ->
                "Approach 3 of Hoffmann et al., arXiv 2203.15556: what too small a model and too little data cost adds up. A and B"
                        + " are nearly degenerate with α and β; compare the objective, α and β.";
            case KAPLAN ->
                "Equation 1.5 of Kaplan et al., arXiv 2001.08361: N and D limit each other, and there is no floor.";
            case LOGISTIC ->
                "Accuracy that rises to certainty, or falls: a straight line in log odds over log x. It has no ceiling but 1.";
            case SATURATION ->
                "M is the ceiling, x₀ the size halfway from chance to it, k how steeply it rises in log x.";
            case BEST_OF_N ->
                "Gao et al., arXiv 2210.10760: the gold reward of the best of n by this model, over d = √KL in nats. It peaks at"
                        + " d = α/(2β) and falls beyond it: over-optimisation.";
            case REINFORCEMENT ->
                "Gao et al., arXiv 2210.10760: the same for a policy that was trained against this model. It peaks at"
                        + " d = exp(α/β − 1).";
        };
    }

    private static List<Definition> fit(ScalingOptions options) {
        return List.of(
                new Definition("how-objective", "objective and Huber loss", huber(options)),
                new Definition(
                        "how-scatter",
                        "scatter between models",
                        "Standard deviation of the residuals beyond what standard errors explain: models of one size differ in"
                                + " more than size. It widens intervals and bands."),
                new Definition(
                        "how-residual",
                        "residual",
                        "How far a point lies from the curve: log value − log curve for losses, so that 0.01 is about 1 % above;"
                                + " value − curve for all else. Residuals that bend point to a wrong form: p is that of a square of log x"
                                + " that is added to it, and below 0.01 they are said to bend."),
                new Definition(
                        "how-interval",
                        "intervals of parameters",
                        "Level " + Figures.level(options.confidenceLevel())
                                + ": all values at which the objective, the other parameters fitted anew, lies no higher above its"
                                + " minimum than it does at the truth in that share of "
                                + Figures.count(options.replicates(), "bootstrap replicate")
                                + ". A replicate draws points about the fitted curve: what other prompts would have measured, and"
                                + " models that scatter as much as the residuals allow for; or, where a form says so, the points"
                                + " themselves with replacement, for many points with heavy tails. Such intervals follow a valley that is"
                                + " bent or flat; an end of 0 or ∞ means that these points do not bound the parameter on that"
                                + " side."),
                new Definition(
                        "how-band",
                        "bands",
                        "Percentiles of the curves that were fitted to these replicates, at each place by itself. They hold if the form is right, and"
                                + " say nothing of what other forms would say beyond the largest model."));
    }

    private static String huber(ScalingOptions options) {
        String square = "What a fit makes smallest, summed over points: the square of small residuals, and beyond ";
        String linear = " their size alone, so that one odd model does not bend the curve. ";
        return Double.isNaN(options.huberDelta())
                ? square + "1.345 standard deviations" + linear
                        + "A standard deviation is made of the point's standard error and the scatter between models."
                : square + "δ = " + Figures.bound(options.huberDelta()) + linear
                        + "Points count alike, whatever their standard errors.";
    }

    private static List<Definition> choice() {
        return List.of(
                new Definition(
                        "how-verdict",
                        "verdict",
                        "Law: the test gave up “no trend”, and the form that fits best among those with a trend predicted the"
                                + " largest models, held out, better than the guesses that nothing changes and that all is"
                                + " chance; its residuals do not bend. Trend, not to be extrapolated: the test gave up “no"
                                + " trend”, but the form did not predict, or nothing could be held out. Cannot tell: the test"
                                + " did not give up “no trend”, and the points are too few or too noisy to exclude one. No"
                                + " scaling is said only where they do: where the intervals exclude that ten times the size"
                                + " changes a loss by more than 5 % or an accuracy by more than 2 points."),
                new Definition(
                        "how-test",
                        "test for a trend",
                        "The largest |t| over shapes that a trend may have, compared with that of data simulated without a trend,"
                                + " with these sizes and standard errors, and any scatter that the points allow for. Like the fits it lets single odd"
                                + " models count no more than 1.345 standard deviations. p is the share of such data with as large a"
                                + " statistic."),
                new Definition(
                        "how-adjusted",
                        "adjusted p",
                        "p after Benjamini and Hochberg over the slices of one measure: among slices with an adjusted p below 0.05,"
                                + " about one in twenty has no trend. Only these are said to have one."),
                new Definition(
                        "how-aicc",
                        "AICc",
                        "Akaike's criterion, corrected for few points: −2 log likelihood plus a price for each parameter. Smaller"
                                + " is better; differences below 2 say next to nothing."),
                new Definition(
                        "how-weight",
                        "Akaike weight",
                        "How the sound forms with a trend share the evidence by AICc. A chosen form of weight 40 % is one guess"
                                + " among several: read what the others say before extrapolating."),
                new Definition(
                        "how-held-out",
                        "held-out error",
                        "The form was fitted once more without the largest models and had to predict them: mean of |predicted −"
                                + " measured| / measured. Beside it two naive guesses: that nothing changes beyond the largest model"
                                + " fitted to (the last value), and that all is chance (the mean). A form that does not beat both"
                                + " should not be extrapolated."),
                new Definition(
                        "how-means",
                        "mean without one slice",
                        "The curve of the mean over slices, fitted again without each slice in turn. Where the verdict changes with"
                                + " one slice, it rests on that slice."));
    }
}
