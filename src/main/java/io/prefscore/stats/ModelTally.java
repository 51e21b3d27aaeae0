package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One model's part of a {@link SliceTally}. */
final class ModelTally {

    private final ModelSums sums;
    private final SparseHistogram margins;
    private final SparseHistogram preferredRewards;
    private final SparseHistogram otherRewards;
    private final PromptCount prompts = new PromptCount();

    ModelTally() {
        this(new ModelSums(), new SparseHistogram(), new SparseHistogram(), new SparseHistogram());
    }

    private ModelTally(
            ModelSums sums, SparseHistogram margins, SparseHistogram preferredRewards, SparseHistogram otherRewards) {
        this.sums = sums;
        this.margins = margins;
        this.preferredRewards = preferredRewards;
        this.otherRewards = otherRewards;
    }

    ModelSums sums() {
        return sums;
    }

    SparseHistogram margins() {
        return margins;
    }

    SparseHistogram preferredRewards() {
        return preferredRewards;
    }

    SparseHistogram otherRewards() {
        return otherRewards;
    }

    /** Counts a comparison as a model sees it. */
    void add(Pair pair, int model, int fold, TallyPlan plan) {
        sums.add(Sum.COMPARISONS, 1);
        sums.add(outcome(pair, model), 1);
        if (!pair.isUsed(model)) {
            return;
        }
        sums.add(Sum.USED, 1);
        sums.add(Sum.PROMPTS, prompts.next(pair.promptKey()));
        double margin = pair.margin(model);
        addMargin(margin, plan.calibration().temperatures()[model][fold]);
        addRewards(pair, model);
        addLengths(pair, margin);
        addStrength(pair, margin);
        addStyle(pair, margin, plan.calibration().style()[model][fold]);
        margins.add(plan.marginBins().get(model).bin(margin));
        preferredRewards.add(plan.rewardBins().get(model).bin(pair.preferredRewards()[model]));
        otherRewards.add(plan.rewardBins().get(model).bin(pair.otherRewards()[model]));
    }

    private static Sum outcome(Pair pair, int model) {
        double preferred = pair.preferredRewards()[model];
        double other = pair.otherRewards()[model];
        if (pair.missing()[model]) {
            return Sum.MISSING;
        }
        if (Double.isNaN(preferred) || Double.isNaN(other)) {
            return Sum.NOT_A_NUMBER;
        }
        if (!pair.isFinite(model)) {
            return Sum.INFINITE;
        }
        if (pair.isLabelTie()) {
            return Sum.LABEL_TIES;
        }
        if (preferred == other) {
            return Sum.REWARD_TIES;
        }
        return preferred > other ? Sum.AGREEING : Sum.DISAGREEING;
    }

    private void addMargin(double margin, double temperature) {
        double chanceOfOther = Logistic.sigmoid(-margin);
        sums.add(Sum.LOSS, Logistic.loss(margin));
        sums.add(Sum.BRIER, chanceOfOther * chanceOfOther);
        sums.add(Sum.MARGIN, margin);
        sums.add(Sum.MARGIN_SQUARED, margin * margin);
        if (!Double.isNaN(temperature)) {
            double calibrated = margin / temperature;
            sums.add(Sum.CALIBRATED, 1);
            sums.add(Sum.CALIBRATED_LOSS, Logistic.loss(calibrated));
            sums.addReliability(Logistic.sigmoid(Math.abs(calibrated)), right(margin));
        }
    }

    private void addRewards(Pair pair, int model) {
        addReward(pair.preferredRewards()[model], pair.preferredCharacters());
        addReward(pair.otherRewards()[model], pair.otherCharacters());
    }

    private void addReward(double reward, double characters) {
        sums.add(Sum.REWARD, reward);
        sums.add(Sum.REWARD_SQUARED, reward * reward);
        sums.add(Sum.LENGTH, characters);
        sums.add(Sum.LENGTH_SQUARED, characters * characters);
        sums.add(Sum.REWARD_TIMES_LENGTH, reward * characters);
    }

    private void addLengths(Pair pair, double margin) {
        double difference = (double) pair.preferredCharacters() - pair.otherCharacters();
        sums.add(Sum.DIFFERENCE_SQUARED, difference * difference);
        sums.add(Sum.MARGIN_TIMES_DIFFERENCE, margin * difference);
        sums.add(Sum.LONGEST_WINS, right(difference));
        double agreeing = margin > 0 ? 1 : 0;
        if (difference < 0) {
            sums.add(Sum.SHORTER, 1);
            sums.add(Sum.SHORTER_AGREEING, agreeing);
        } else if (difference > 0) {
            sums.add(Sum.LONGER, 1);
            sums.add(Sum.LONGER_AGREEING, agreeing);
        }
    }

    private void addStrength(Pair pair, double margin) {
        double strength = pair.strength();
        if (!Double.isFinite(strength)) {
            return;
        }
        sums.add(Sum.STRENGTH_KNOWN, 1);
        sums.add(Sum.STRENGTH, strength);
        sums.add(Sum.STRENGTH_SQUARED, strength * strength);
        sums.add(Sum.STRENGTH_MARGIN, margin);
        sums.add(Sum.STRENGTH_MARGIN_SQUARED, margin * margin);
        sums.add(Sum.STRENGTH_TIMES_MARGIN, strength * margin);
    }

    private void addStyle(Pair pair, double margin, double[] coefficients) {
        double controlled = StyleDifference.remainder(margin, coefficients, pair.style());
        if (!Double.isFinite(controlled)) {
            return;
        }
        sums.add(Sum.STYLE_KNOWN, 1);
        sums.add(Sum.STYLE_RIGHT, right(controlled));
    }

    /** 1 where the preferred response has more, 0 where it has less, one half where both have the same. */
    static double right(double difference) {
        return (1 + Math.signum(difference)) / 2;
    }

    void write(DataOutput output) throws IOException {
        sums.write(output);
        margins.write(output);
        preferredRewards.write(output);
        otherRewards.write(output);
    }

    static ModelTally read(DataInput input) throws IOException {
        return new ModelTally(
                ModelSums.read(input),
                SparseHistogram.read(input),
                SparseHistogram.read(input),
                SparseHistogram.read(input));
    }
}
