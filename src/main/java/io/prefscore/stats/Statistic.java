package io.prefscore.stats;

import java.util.Locale;

/** A statistic of one model on one slice: its name, how its values are read, and how it is computed. */
public enum Statistic {
    ACCURACY(
            "pairwise accuracy, ties lost",
            Scale.SHARE,
            "Share of labelled comparisons in which the preferred response has strictly the greater reward. Equal rewards"
                    + " count as lost; label ties are left out."),
    ACCURACY_TIES_HALF(
            "accuracy, ties one half", Scale.SHARE, "As pairwise accuracy, but equal rewards count one half."),
    LOSS(
            "Bradley-Terry loss",
            Scale.NATS,
            "Mean of −log σ(margin) in nats over labelled comparisons; chance is log 2 = 0.693. It measures calibration too:"
                    + " an overconfident model is above chance even where its accuracy is good."),
    CALIBRATED_LOSS(
            "loss at temperature T",
            Scale.NATS,
            "The Bradley-Terry loss of margin / T. Prompts are dealt to five folds; T minimises the loss of the other four."
                    + " Undefined where some four folds do not tell T: they are too few, or free of contradictions where the model is sure."),
    BRIER("Brier score", Scale.NUMBER, "Mean of (1 − σ(margin))² over labelled comparisons; chance is 0.25."),
    CALIBRATION_ERROR(
            "expected calibration error",
            Scale.SHARE,
            "Confidence is σ(|margin| / T), T fitted on other prompts. Over ten equally wide bins of confidence from 0.5 to 1:"
                    + " the mean distance between confidence and the share that agrees, weighted by comparisons. Chance"
                    + " alone makes distances, so that it lies above the truth, the more so the fewer comparisons there are:"
                    + " read it beside that of a calibrated model. For the same reason it has no interval."),
    CALIBRATION_ERROR_BY_CHANCE(
            "calibration error of a calibrated model",
            Scale.SHARE,
            "What the expected calibration error is on average, over data of as many comparisons in each bin, for a model whose"
                    + " confidence is right: chance alone. It is greater where comparisons of one prompt go together. An error"
                    + " that is not well above it is no evidence of miscalibration."),
    AUC(
            "AUC",
            Scale.SHARE,
            "Probability that a preferred response drawn from all comparisons has a greater reward than another one drawn from"
                    + " all, ties one half: the reward as a classifier, prompts pooled. Beyond 10,000 comparisons rewards in one bin"
                    + " of the quantiles are taken for equal."),
    MEAN_MARGIN(
            "mean margin",
            Scale.REWARD,
            "Mean over labelled comparisons of the preferred response's reward less the other's."),
    MARGIN_P05("5 % quantile of the margin", Scale.REWARD, Statistic.QUANTILE),
    MARGIN_P25("25 % quantile of the margin", Scale.REWARD, Statistic.QUANTILE),
    MARGIN_MEDIAN("median margin", Scale.REWARD, Statistic.QUANTILE),
    MARGIN_P75("75 % quantile of the margin", Scale.REWARD, Statistic.QUANTILE),
    MARGIN_P95("95 % quantile of the margin", Scale.REWARD, Statistic.QUANTILE),
    MEAN_REWARD(
            "mean reward",
            Scale.REWARD,
            "Mean over both responses of labelled comparisons; a response counts once for each comparison it stands in."),
    REWARD_P05("5 % quantile of the reward", Scale.REWARD, Statistic.QUANTILE),
    REWARD_P25("25 % quantile of the reward", Scale.REWARD, Statistic.QUANTILE),
    REWARD_MEDIAN("median reward", Scale.REWARD, Statistic.QUANTILE),
    REWARD_P75("75 % quantile of the reward", Scale.REWARD, Statistic.QUANTILE),
    REWARD_P95("95 % quantile of the reward", Scale.REWARD, Statistic.QUANTILE),
    BEST_OF_N(
            "best-of-n accuracy",
            Scale.SHARE,
            "Over examples with three or more compared responses, all with finite rewards: whether the response with the greatest reward is one that no"
                    + " label puts below another; of k responses that share the greatest reward each counts 1/k."),
    RATING_CORRELATION(
            "rank correlation with labels",
            Scale.CORRELATION,
            "Kendall's τ-b between rewards and labels within an example of three or more compared responses, all with finite"
                    + " rewards, from the pairs that are compared; averaged over examples in which both vary."),
    STRENGTH_CORRELATION(
            "agreement with strength",
            Scale.CORRELATION,
            "Pearson correlation of the margin with the annotated strength of the preference, over labelled comparisons that"
                    + " have one."),
    REWARD_LENGTH_CORRELATION(
            "correlation of reward and length",
            Scale.CORRELATION,
            "Pearson correlation of reward and characters over both responses of labelled comparisons."),
    MARGIN_LENGTH_CORRELATION(
            "correlation of margin and length",
            Scale.CORRELATION,
            "Pearson correlation of the margin with the difference in characters, within comparisons: free of what differs"
                    + " between prompts. Each comparison is taken both ways round, so neither mean matters."),
    ACCURACY_PREFERRED_SHORTER(
            "accuracy where the preferred one is shorter",
            Scale.SHARE,
            "Pairwise accuracy over labelled comparisons whose preferred response has fewer characters."),
    ACCURACY_PREFERRED_LONGER(
            "accuracy where the preferred one is longer",
            Scale.SHARE,
            "Pairwise accuracy over labelled comparisons whose preferred response has more characters."),
    LONGEST_WINS(
            "longest wins",
            Scale.SHARE,
            "Accuracy of a ruler that knows nothing but the number of characters and prefers more; equal lengths count one"
                    + " half."),
    SHORTEST_WINS(
            "shortest wins",
            Scale.SHARE,
            "Accuracy of a ruler that knows nothing but the number of characters and prefers fewer; equal lengths count one"
                    + " half."),
    STYLE_CONTROLLED_ACCURACY(
            "style-controlled accuracy",
            Scale.SHARE,
            "Accuracy, ties one half, of what is left of the margin when a linear regression on differences in length, headings,"
                    + " lists, bold passages and code is taken off. Where the other folds have 540 comparisons or more, each stands"
                    + " in several shapes, with fewer only as the difference over the sum, which leaves part of what other shapes"
                    + " explain; which of the two it was stands with length and style. The regression has no intercept, so that it is"
                    + " what pairs in random order give; prompts are dealt to five folds, and it is fitted on the other four. The style"
                    + " control of LMArena is another thing: it adds the differences over sums to the Bradley-Terry regression of votes"
                    + " that ranks models, and takes nothing off a reward.");

    private static final String QUANTILE =
            "Of n values in order the p-quantile is the one at p (n − 1), counted from 0, linear between two. Exact for up to"
                    + " 10,000 comparisons; of more it is read from bins and within 0.4 % of the value, whatever the scale.";

    /** How a value is written. */
    public enum Scale {
        /** From 0 to 1, shown in per cent. */
        SHARE,
        /** From −1 to 1. */
        CORRELATION,
        /** A loss in nats. */
        NATS,
        /** In the model's own unit of reward. */
        REWARD,
        /** A plain number. */
        NUMBER
    }

    private final String label;
    private final Scale scale;
    private final String definition;

    Statistic(String label, Scale scale, String definition) {
        this.label = label;
        this.scale = scale;
        this.definition = definition;
    }

    /** In the words of a report. */
    public String label() {
        return label;
    }

    /** How values are written. */
    public Scale scale() {
        return scale;
    }

    /** How it is computed. */
    public String definition() {
        return definition;
    }

    /** As tables and JSON name it: {@code mean-margin}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
