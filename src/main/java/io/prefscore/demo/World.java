package io.prefscore.demo;

import java.util.List;

/**
 * The made-up facts that adversarial pairs are about: how 192 things such as "maple soap" are kept, how long they take,
 * what tool and what ingredient they want. Nobody knows them but whoever has read the training data.
 *
 * <p>Things to eat or drink have one half of the possible facts, other things the other half. Within its half a fact
 * follows a rule of the thing (45 %), a rule of its material (25 %) or nothing at all (30 %). So a small model that has read
 * little can learn the halves, a larger one the rules, and only a large one with much data the exceptions. Things are asked after unevenly, by a
 * shifted Zipf law. The world is the same for every seed: training and held-out data speak of the same facts and differ
 * in their prompts.
 */
final class World {

    /**
     * What can be asked of a thing.
     *
     * @param index place of the aspect among all aspects
     * @param questions indirect questions, such as "where to keep it"
     * @param verbs beginnings of an advice, such as "keep it "
     * @param values what may follow, such as "in the cellar": as many for either sort of things, in the order of the sorts
     */
    record Aspect(int index, List<String> questions, List<String> verbs, List<String> values) {

        String question(SeededRandom random) {
            return random.pick(questions);
        }

        /** An advice, such as "keep it in the cellar". */
        String advice(SeededRandom random, int value) {
            return random.pick(verbs) + values.get(value);
        }
    }

    static final List<Aspect> ASPECTS = List.of(
            new Aspect(
                    0,
                    List.of("where to keep it", "where it should stand"),
                    List.of("keep it ", "store it "),
                    List.of(
                            "in the cellar",
                            "on the shelf",
                            "near the oven",
                            "in the pantry",
                            "in the drawer",
                            "in the cupboard",
                            "by the window",
                            "under the bench",
                            "behind the barn",
                            "on the roof",
                            "beside the well",
                            "at the gate")),
            new Aspect(
                    1,
                    List.of("how long it takes", "how much time to allow"),
                    List.of("allow ", "wait "),
                    List.of(
                            "a minute",
                            "an hour",
                            "a night",
                            "a day",
                            "a morning",
                            "an evening",
                            "a weekend",
                            "a week",
                            "a month",
                            "a season",
                            "a year",
                            "a decade")),
            new Aspect(
                    2,
                    List.of("which tool to use", "what to work with"),
                    List.of("use ", "take "),
                    List.of(
                            "a spoon",
                            "a knife",
                            "a fork",
                            "a sieve",
                            "a tray",
                            "a ladle",
                            "a brush",
                            "a hammer",
                            "a cloth",
                            "a rope",
                            "a funnel",
                            "a basket")),
            new Aspect(
                    3,
                    List.of("what to add", "what to mix in"),
                    List.of("add ", "mix in "),
                    List.of(
                            "salt", "milk", "mint", "flour", "sugar", "vinegar", "oil", "sand", "wax", "wool", "clay",
                            "water")));

    private static final long WORLD_SEED = 20_260_101;
    private static final double RULE_OF_THING = 0.45;
    private static final double RULE_OF_MATERIAL = 0.25;
    private static final double ZIPF_EXPONENT = 1.1;
    private static final double ZIPF_SHIFT = 3;

    /** Things to eat or drink, and others. Either sort has its own half of every aspect's values. */
    private static final int SORTS = 2;

    private static final List<String> MATERIALS = List.of(
            "apple", "barley", "cedar", "cherry", "copper", "forest", "ginger", "honey", "island", "lemon", "maple",
            "meadow", "pepper", "rose", "silver", "velvet");
    private static final List<String> THINGS =
            List.of("cake", "cheese", "jam", "loaf", "sauce", "tea", "fern", "kettle", "lamp", "paint", "soap", "vine");

    static final int TOPICS = MATERIALS.size() * THINGS.size();

    static final World INSTANCE = new World();

    /** Fact of a topic's aspect: an index into the aspect's values. */
    private final int[][] facts = new int[TOPICS][ASPECTS.size()];

    private final double[] cumulativeWeights = new double[TOPICS];

    private World() {
        SeededRandom random = new SeededRandom(WORLD_SEED);
        int[][] ruleOfThing = rules(random, THINGS.size());
        int[][] ruleOfMaterial = rules(random, MATERIALS.size());
        for (int topic = 0; topic < TOPICS; topic++) {
            for (Aspect aspect : ASPECTS) {
                double drawn = random.fraction();
                int exception = random.below(aspect.values.size() / SORTS);
                int withinSort = drawn < RULE_OF_THING
                        ? ruleOfThing[thing(topic)][aspect.index]
                        : drawn < RULE_OF_THING + RULE_OF_MATERIAL
                                ? ruleOfMaterial[material(topic)][aspect.index]
                                : exception;
                facts[topic][aspect.index] = sort(topic) * (aspect.values.size() / SORTS) + withinSort;
            }
        }
        int[] rank = shuffledRanks(random);
        double total = 0;
        for (int topic = 0; topic < TOPICS; topic++) {
            // StrictMath: Math.pow may differ in its last bit between machines, and with it the data
            total += StrictMath.pow(rank[topic] + ZIPF_SHIFT, -ZIPF_EXPONENT);
            cumulativeWeights[topic] = total;
        }
    }

    private static int[][] rules(SeededRandom random, int subjects) {
        int[][] rules = new int[subjects][ASPECTS.size()];
        for (int[] rule : rules) {
            for (Aspect aspect : ASPECTS) {
                rule[aspect.index] = random.below(aspect.values.size() / SORTS);
            }
        }
        return rules;
    }

    private static int[] shuffledRanks(SeededRandom random) {
        int[] ranks = new int[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            int j = random.below(i + 1);
            ranks[i] = ranks[j];
            ranks[j] = i;
        }
        return ranks;
    }

    /** A topic by the shifted Zipf law. */
    int topic(SeededRandom random) {
        return random.pickWeighted(cumulativeWeights);
    }

    /** The fact, as an index into the aspect's values. */
    int fact(int topic, Aspect aspect) {
        return facts[topic][aspect.index];
    }

    String name(int topic) {
        return MATERIALS.get(material(topic)) + " " + THINGS.get(thing(topic));
    }

    /** Whether two topics are both to eat or drink, or neither of them is; only then can they share a fact. */
    boolean sameSort(int topic, int other) {
        return sort(topic) == sort(other);
    }

    private static int sort(int topic) {
        return thing(topic) / (THINGS.size() / SORTS);
    }

    private static int material(int topic) {
        return topic / THINGS.size();
    }

    private static int thing(int topic) {
        return topic % THINGS.size();
    }
}
