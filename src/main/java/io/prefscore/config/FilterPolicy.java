package io.prefscore.config;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One thing that a filter does to scored rows: an object of the list {@code filter.policies} whose only key is the policy's
 * name, {@code { margin { at-least = 0.5 } }}. Components are the keys of that object, in kebab case; {@link PolicyReader}
 * reads them, and takes what is not given from each policy's {@code DEFAULTS}.
 *
 * <p>Policies on labels and margins concern rows with one comparison that is no tie. Other rows pass them, and the receipt
 * counts how many did.
 */
public sealed interface FilterPolicy {

    /** {@code near-duplicates} for {@link NearDuplicates}. */
    default String label() {
        return label(getClass());
    }

    static String label(Class<?> policy) {
        return policy.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** The column within whose values the policy counts and ranks, each by itself; empty: all rows together. */
    default Optional<String> per() {
        return Optional.empty();
    }

    /** The same, and what must hold of its values. */
    void check(Requirements requirements, String key);

    /** What is done to a pair whose label is taken to be wrong. */
    enum Action {
        DROP,
        /** Chosen and rejected change places, as the row's schema writes that. */
        FLIP,
        /** It gets the probability that its label is right for a weight. */
        REWEIGHT
    }

    /** How confidence is calibrated. */
    enum Method {
        /** One temperature: σ(margin / T). */
        TEMPERATURE,
        /** Any confidence that does not fall with the size of the margin. */
        ISOTONIC
    }

    /** Which reward of a row. */
    enum RewardOf {
        /** Of the response that the label prefers. */
        PREFERRED,
        OTHER,
        BEST,
        WORST
    }

    /** Whose size decides: the labelled margin, or how far apart the rewards are whatever the label says. */
    enum MarginOf {
        LABELLED,
        SIZE
    }

    /** Which of several like rows stays. */
    enum Keep {
        /** The one with the largest labelled margin, then the largest reward. */
        LARGEST_MARGIN,
        /** Any, by chance and the seed. */
        ANY
    }

    /** What is the same in two rows that are duplicates. */
    enum Same {
        PROMPT,
        PROMPT_AND_RESPONSES
    }

    /** By what rows are ranked. */
    enum By {
        MARGIN,
        LABEL_CONFIDENCE,
        BEST_REWARD,
        PREFERRED_REWARD
    }

    /** How pairs are made of several responses to a prompt. */
    enum PairsFrom {
        /** The best response, chosen, and the worst, rejected. */
        MAX_MIN,
        /** The best response, chosen, and one of the others by chance, rejected. */
        MAX_RANDOM,
        /** Those {@code top} pairs of responses whose rewards are farthest apart. */
        TOP_MARGINS,
        /** The pairs that labels compare, ties left out. */
        COMPARISONS
    }

    /** What becomes of labels where rewards say which response is chosen. */
    enum PairsLabels {
        /** Labelled data is refused, for a reward that contradicts its label would turn it round. */
        REFUSE,
        /** Rewards decide; pairs that go against their label are counted as flipped. */
        OVERRULE
    }

    /**
     * Keeps pairs whose margin lies in a band. Weak pairs teach little and strong ones are learned already; where to cut is
     * for the user to try. Source: J. Wu et al., "β-DPO", NeurIPS 2024, which filters by reward margin.
     *
     * @param per quantiles are of each value of this column by itself
     */
    record Margin(MarginOf of, Optional<Bound> atLeast, Optional<Bound> atMost, Optional<String> per)
            implements FilterPolicy {

        static final Margin DEFAULTS =
                new Margin(MarginOf.LABELLED, Optional.empty(), Optional.empty(), Optional.empty());

        @Override
        public void check(Requirements requirements, String key) {
            requireEnd(requirements, key, atLeast, atMost);
        }
    }

    /**
     * Acts on pairs whose label is wrong with a probability above a threshold: the model prefers the other response, by a
     * margin at which it is hardly ever wrong, and labels are wrong often enough. Sources: C. Northcutt, L. Jiang, I. Chuang,
     * JAIR 70 (2021), for pruning by confidence; E. Mitchell 2023 for the likelihood of noisy preferences; B. Wang et al. 2024
     * ("Secrets of RLHF II") for flipping.
     *
     * @param above of the probability that the label is wrong
     * @param noise share of wrong labels, where it is known; absent: estimated with the calibration
     * @param per each value of this column is calibrated by itself, where it has pairs enough
     */
    record Agreement(double above, Action action, Method method, OptionalDouble noise, Optional<String> per)
            implements FilterPolicy {

        static final Agreement DEFAULTS =
                new Agreement(0.9, Action.DROP, Method.TEMPERATURE, OptionalDouble.empty(), Optional.empty());

        @Override
        public void check(Requirements requirements, String key) {
            requirements.require(above > 0 && above < 1, key + ".above", "must lie between 0 and 1; found " + above);
            requireNoise(requirements, key, noise);
        }
    }

    /**
     * Keeps pairs whose label is right with a probability in a band: σ(margin / T), fitted on other prompts. Unlike {@link
     * Agreement} it takes labels for right and asks how well the model knows them.
     */
    record LabelConfidence(
            OptionalDouble atLeast, OptionalDouble atMost, Method method, OptionalDouble noise, Optional<String> per)
            implements FilterPolicy {

        static final LabelConfidence DEFAULTS = new LabelConfidence(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Method.TEMPERATURE,
                OptionalDouble.empty(),
                Optional.empty());

        @Override
        public void check(Requirements requirements, String key) {
            requirements.require(
                    atLeast.isPresent() || atMost.isPresent(),
                    key,
                    "must say which confidence to keep; give at-least or at-most");
            for (OptionalDouble end : List.of(atLeast, atMost)) {
                end.ifPresent(share -> requirements.require(
                        share >= 0 && share <= 1, key, "ends of a confidence lie between 0 and 1; found " + share));
            }
            requireNoise(requirements, key, noise);
        }
    }

    /** Keeps rows whose reward lies in a band; a floor keeps what is good in itself, not only better than something bad. */
    record Reward(RewardOf of, Optional<Bound> atLeast, Optional<Bound> atMost, Optional<String> per)
            implements FilterPolicy {

        static final Reward DEFAULTS =
                new Reward(RewardOf.PREFERRED, Optional.empty(), Optional.empty(), Optional.empty());

        @Override
        public void check(Requirements requirements, String key) {
            requireEnd(requirements, key, atLeast, atMost);
        }
    }

    /**
     * Keeps the first by rank, a share or a number of rows, of each value of a column by itself.
     *
     * @param share of the rows, rounded up
     * @param rows at most so many; exactly one of the two is given
     */
    record TopShare(By by, OptionalDouble share, OptionalLong rows, Optional<String> per) implements FilterPolicy {

        static final TopShare DEFAULTS =
                new TopShare(By.MARGIN, OptionalDouble.empty(), OptionalLong.empty(), Optional.empty());

        @Override
        public void check(Requirements requirements, String key) {
            requireAmount(requirements, key, share, rows);
        }
    }

    /**
     * Leaves no length gap between preferred and other responses on average, within each band of margins: for each size of
     * the gap, on a logarithmic scale, as many pairs stay whose preferred response is the longer one as pairs where it is the
     * shorter. Chance decides which. The counterpart in data of the length control of Y. Dubois et al., COLM 2024.
     *
     * @param bands of equally many pairs by margin
     */
    record LengthBalance(int bands, Optional<String> per) implements FilterPolicy {

        static final LengthBalance DEFAULTS = new LengthBalance(5, Optional.empty());

        @Override
        public void check(Requirements requirements, String key) {
            requirements.require(
                    bands >= 1 && bands <= 100, key + ".bands", "must lie between 1 and 100; found " + bands);
        }
    }

    /** Keeps one of the rows whose prompt, or prompt and responses, are the same to the letter. */
    record ExactDuplicates(Same same, Keep keep) implements FilterPolicy {

        static final ExactDuplicates DEFAULTS = new ExactDuplicates(Same.PROMPT, Keep.LARGEST_MARGIN);

        @Override
        public void check(Requirements requirements, String key) {}
    }

    /**
     * Keeps no two prompts whose sets of shingles are alike. Sources: A. Broder, SEQUENCES 1997; K. Lee et al., ACL 2022.
     *
     * @param similarity Jaccard similarity from which on they are
     */
    record NearDuplicates(double similarity, Keep keep) implements FilterPolicy {

        static final NearDuplicates DEFAULTS = new NearDuplicates(0.8, Keep.LARGEST_MARGIN);

        @Override
        public void check(Requirements requirements, String key) {
            requirements.require(
                    similarity >= 0.3 && similarity <= 1,
                    key + ".similarity",
                    "must lie between 0.3 and 1; found " + similarity);
        }
    }

    /**
     * Drops rows whose prompt holds what an evaluation set holds: word n-grams that are the same. Sources: T. Brown et al.,
     * NeurIPS 2020, appendix C (13-grams); N. Lambert et al. 2024, "Tülu 3" (share of words covered).
     *
     * @param against paths of evaluation sets, of any format and schema that is scored
     * @param columns of these that hold the texts; empty: the prompts, as the schema has them
     * @param words n
     * @param overlap share of a prompt's words that must stand in such n-grams
     */
    record Decontaminate(List<String> against, List<String> columns, int words, double overlap)
            implements FilterPolicy {

        static final Decontaminate DEFAULTS = new Decontaminate(List.of(), List.of(), 13, 0.5);

        public Decontaminate {
            against = List.copyOf(against);
            columns = List.copyOf(columns);
        }

        @Override
        public void check(Requirements requirements, String key) {
            requirements.require(
                    !against.isEmpty(), key + ".against", "must name the evaluation sets; give a list of paths");
            requirements.require(
                    words >= 2 && words <= 100, key + ".words", "must lie between 2 and 100; found " + words);
            requirements.require(
                    overlap > 0 && overlap <= 1,
                    key + ".overlap",
                    "must be above 0 and at most 1; found " + overlap + "; a share of the prompt's words");
        }
    }

    /**
     * Keeps pairs on whose label several models agree: those of all runs given. Source: T. Coste et al., ICLR 2024, for
     * ensembles of reward models against one model's whims.
     *
     * @param atLeast models; absent: all of them
     */
    record Ensemble(OptionalInt atLeast) implements FilterPolicy {

        static final Ensemble DEFAULTS = new Ensemble(OptionalInt.empty());

        @Override
        public void check(Requirements requirements, String key) {
            atLeast.ifPresent(models -> requirements.positive(key + ".at-least", models, "give a number of models"));
        }
    }

    /**
     * Keeps rows drawn by chance, the same for the same seed: a share, or exactly so many.
     *
     * @param per draws from each value of this column in proportion, as nearly as whole rows allow
     */
    record Sample(OptionalDouble share, OptionalLong rows, Optional<String> per) implements FilterPolicy {

        static final Sample DEFAULTS = new Sample(OptionalDouble.empty(), OptionalLong.empty(), Optional.empty());

        @Override
        public void check(Requirements requirements, String key) {
            requireAmount(requirements, key, share, rows);
        }
    }

    /**
     * Keeps rows of which a Spark SQL expression over the scored row is true: over the input's own columns and the struct
     * {@code prefscore}.
     *
     * @param sql the expression; null counts as false
     */
    record Where(String sql) implements FilterPolicy {

        static final Where DEFAULTS = new Where("");

        @Override
        public void check(Requirements requirements, String key) {
            requirements.require(
                    !sql.isBlank(), key + ".sql", "must be a condition in SQL, such as prefscore.margin > 0.5");
        }
    }

    /**
     * Makes pairs of the responses to a prompt; what comes after it sees pairs instead of rows. Sources: best against worst of
     * n as in H. Dong et al., TMLR 2024 ("RLHF Workflow"); best against a random other one as in L. Tunstall et al. 2023
     * ("Zephyr").
     *
     * @param top pairs of a prompt, for {@link PairsFrom#TOP_MARGINS}
     * @param minMargin pairs whose rewards are less far apart are not made
     * @param labels what becomes of labels that the data has, where rewards make the pairs
     */
    record Pairs(PairsFrom from, int top, double minMargin, PairsLabels labels) implements FilterPolicy, Serializable {

        static final Pairs DEFAULTS = new Pairs(PairsFrom.MAX_MIN, 1, 0, PairsLabels.REFUSE);

        @Override
        public void check(Requirements requirements, String key) {
            requirements.positive(key + ".top", top, "give a number of pairs");
            requirements.require(
                    minMargin >= 0 && Double.isFinite(minMargin),
                    key + ".min-margin",
                    "must be 0 or more; found " + minMargin);
        }
    }

    /**
     * Keeps the responses with the highest rewards, as examples to imitate; what comes after it sees responses instead of
     * rows. Source: rejection sampling as in H. Touvron et al. 2023, "Llama 2", and H. Dong et al., TMLR 2023, "RAFT".
     *
     * @param top responses of each prompt
     */
    record Best(int top) implements FilterPolicy {

        static final Best DEFAULTS = new Best(1);

        @Override
        public void check(Requirements requirements, String key) {
            requirements.positive(key + ".top", top, "give a number of responses");
        }
    }

    private static void requireEnd(
            Requirements requirements, String key, Optional<Bound> atLeast, Optional<Bound> atMost) {
        requirements.require(
                atLeast.isPresent() || atMost.isPresent(),
                key,
                "must have an end; give at-least or at-most, a number or a quantile such as \"10 %\"");
    }

    private static void requireAmount(Requirements requirements, String key, OptionalDouble share, OptionalLong rows) {
        requirements.require(
                share.isPresent() != rows.isPresent(), key, "must say how many rows; give either share or rows");
        share.ifPresent(given -> requirements.require(
                given >= 0 && given <= 1, key + ".share", "must lie between 0 and 1; found " + given));
        rows.ifPresent(given -> requirements.require(given >= 0, key + ".rows", "must be 0 or more; found " + given));
    }

    private static void requireNoise(Requirements requirements, String key, OptionalDouble noise) {
        noise.ifPresent(share -> requirements.require(
                share >= 0 && share < 0.5,
                key + ".noise",
                "must be at least 0 and below 0.5; found " + share + "; leave it out to have it estimated"));
    }
}
