package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A later model beside the first, on the comparisons that both can be used for: their part of a {@link SliceTally}. */
final class PairedTally {

    private static final int COMPARISONS = 0;
    private static final int PROMPTS = 1;
    private static final int ACCURACY = 2;
    private static final int LOSS = 3;
    private static final int ONLY_FIRST = 4;
    private static final int ONLY_SECOND = 5;

    private final double[] values = new double[ONLY_SECOND + 1];
    private final PromptCount prompts = new PromptCount();

    /** Counts a comparison for the first and another model. */
    void add(Pair pair, int second, int fold, TallyPlan plan) {
        if (!pair.isUsed(0) || !pair.isUsed(second)) {
            return;
        }
        double[][] temperatures = plan.calibration().temperatures();
        double firstMargin = pair.margin(0);
        double secondMargin = pair.margin(second);
        values[COMPARISONS]++;
        values[PROMPTS] += prompts.next(pair.promptKey());
        values[ACCURACY] += ModelTally.right(secondMargin) - ModelTally.right(firstMargin);
        values[LOSS] += Logistic.loss(secondMargin / temperatures[second][fold])
                - Logistic.loss(firstMargin / temperatures[0][fold]);
        values[ONLY_FIRST] += firstMargin > 0 && !(secondMargin > 0) ? 1 : 0;
        values[ONLY_SECOND] += secondMargin > 0 && !(firstMargin > 0) ? 1 : 0;
    }

    void add(PairedTally other) {
        for (int index = 0; index < values.length; index++) {
            values[index] += other.values[index];
        }
    }

    double comparisons() {
        return values[COMPARISONS];
    }

    double prompts() {
        return values[PROMPTS];
    }

    /** What the second gets right less what the first does, ties one half. */
    double accuracy() {
        return values[ACCURACY];
    }

    /** The second's loss less the first's, in nats, each at its own temperature. */
    double loss() {
        return values[LOSS];
    }

    double onlyFirst() {
        return values[ONLY_FIRST];
    }

    double onlySecond() {
        return values[ONLY_SECOND];
    }

    void write(DataOutput output) throws IOException {
        CompactNumbers.writeNumbers(output, values);
    }

    static PairedTally read(DataInput input) throws IOException {
        PairedTally tally = new PairedTally();
        CompactNumbers.readNumbers(input, tally.values);
        return tally;
    }
}
