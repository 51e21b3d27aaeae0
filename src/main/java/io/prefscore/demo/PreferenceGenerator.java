package io.prefscore.demo;

import java.io.Serializable;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A data set of preference pairs without end. Each pair is a function of the settings and its number alone, so any part
 * of it can be made anywhere, in any order, and comes out the same on every JVM. Pairs 2k and 2k + 1 are a couple: the same
 * two answers under two prompts, of which, where there is a right and a wrong, each wants another answer.
 *
 * <p>The prompts of the two splits are disjoint whatever the seeds, see {@link Split}. A million training pairs take
 * about five seconds of one core, held-out ones a minute, since both prompts of a couple must be of the split. Immutable and safe for
 * use by several threads.
 *
 * @param seed of the data; the facts that the pairs speak of are the same for every seed
 * @param split which prompts to use
 * @param mix shares of the three kinds
 * @param labelNoise probability that a pair's answers are exchanged after they were judged, in {@code [0, 0.5]}
 */
public record PreferenceGenerator(long seed, Split split, Mix mix, double labelNoise) implements Serializable {

    /** Added to a split's number: the stream of chance that decides which labels are wrong. */
    private static final int NOISE = 1_000;

    /** Added to a split's number: the stream of chance that groups are drawn from. */
    private static final int GROUPS = 2_000;

    private static final AdversarialWriter ADVERSARIAL = new AdversarialWriter();
    private static final ObjectiveWriter OBJECTIVE = new ObjectiveWriter();
    private static final SubjectiveWriter SUBJECTIVE = new SubjectiveWriter();

    public PreferenceGenerator {
        if (!(labelNoise >= 0 && labelNoise <= 0.5)) {
            throw new IllegalArgumentException("label noise must lie in [0, 0.5]; found " + labelNoise);
        }
    }

    /** Data of the usual mix whose labels are as the judges gave them. */
    public PreferenceGenerator(long seed, Split split) {
        this(seed, split, Mix.USUAL, 0);
    }

    /** The pairs 0 to {@code count - 1}, in order. */
    public Stream<DemoPair> pairs(long count) {
        return LongStream.range(0, count).mapToObj(this::pair);
    }

    /** The pair of this number, from 0. */
    public DemoPair pair(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("pairs are numbered from 0; found " + number);
        }
        SeededRandom random = SeededRandom.of(seed, split.stream(), number / 2);
        Kind kind = mix.draw(random);
        PairWriter writer = writer(kind);
        Couple couple = writer.write(random);
        while (!couple.standsIn(split)) {
            couple = writer.write(random);
        }
        Draft draft = number % 2 == 0 ? couple.first() : couple.second();
        boolean mislabelled =
                SeededRandom.of(seed, split.stream() + NOISE, number).chance(labelNoise);
        return new DemoPair(
                split.label() + "-" + seed + "-" + number,
                kind,
                couple.task(),
                couple.difficulty(),
                draft.prompt(),
                mislabelled ? draft.rejected() : draft.chosen(),
                mislabelled ? draft.chosen() : draft.rejected(),
                mislabelled ? 1 - draft.chosenProbability() : draft.chosenProbability(),
                mislabelled);
    }

    /** The group of this number, from 0: a prompt with several answers. Its prompts are of the same split. */
    public ResponseGroup group(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("groups are numbered from 0; found " + number);
        }
        SeededRandom random = SeededRandom.of(seed, split.stream() + GROUPS, number);
        Kind kind = mix.draw(random);
        PairWriter writer = writer(kind);
        Choice choice = writer.writeChoice(random);
        while (Split.of(choice.prompt()) != split) {
            choice = writer.writeChoice(random);
        }
        Choice shuffled = choice.shuffled(random);
        return new ResponseGroup(
                split.label() + "-group-" + seed + "-" + number,
                kind,
                shuffled.task(),
                shuffled.prompt(),
                shuffled.responses(),
                shuffled.qualities());
    }

    private static PairWriter writer(Kind kind) {
        return switch (kind) {
            case ADVERSARIAL -> ADVERSARIAL;
            case OBJECTIVE -> OBJECTIVE;
            case SUBJECTIVE -> SUBJECTIVE;
        };
    }
}
