package io.prefscore.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests for a few kind words, and a matter of taste which answer is better. Two equally large groups of judges decide
 * by three traits of an answer: a warm opening, an offer to go on, and an exclamation in quotation marks. Both groups like
 * warmth; on the other two traits they disagree. The prompt does not matter to them.
 *
 * <p>The probability that a judge, drawn at random, prefers the one answer is therefore known, and so is the lowest loss
 * that any model can have.
 */
final class SubjectiveWriter implements PairWriter {

    private static final double WEIGHT_OF_WARMTH = 1.6;
    private static final double OFFER_TO_THE_EAGER = 1.0;
    private static final double OFFER_TO_THE_RESERVED = -0.5;
    private static final double QUOTES_TO_THE_EAGER = 0.7;
    private static final double QUOTES_TO_THE_RESERVED = -0.7;

    /** Below this distance from one half judges are nearly split, above the other one most of them agree. */
    private static final double NEARLY_SPLIT = 0.1;

    private static final double MOSTLY_AGREED = 0.3;

    private static final List<String> OCCASIONS = List.of(
            "a birthday card",
            "a toast",
            "a welcome line",
            "a party sign",
            "a slogan",
            "a wedding wish",
            "an apology",
            "a farewell note",
            "a door notice",
            "a reminder",
            "an invitation",
            "a letter of thanks");

    private static final List<String> WARM = List.of("What a lovely idea! ", "I love this! ", "How wonderful! ");
    private static final List<String> PLAIN = List.of("Here is one. ", "Maybe this. ", "One option. ");
    private static final List<String> OFFERS = List.of(" Shall I write another?", " I can change it.", " More?");
    private static final List<String> ADJECTIVES =
            List.of("calm", "bright", "gentle", "cheery", "quiet", "simple", "warm", "clear");

    /** What judges look at in an answer; each trait is there or not. */
    record Traits(int warmth, int offer, int quotes) {

        static Traits draw(SeededRandom random) {
            return new Traits(random.below(2), random.below(2), random.below(2));
        }
    }

    @Override
    public Couple write(SeededRandom random) {
        String person = random.pick(Words.PEOPLE);
        Traits oneTraits = Traits.draw(random);
        String one = answer(random, oneTraits, person);
        Traits twoTraits = Traits.draw(random);
        String two = answer(random, twoTraits, person);
        while (two.equals(one)) {
            twoTraits = Traits.draw(random);
            two = answer(random, twoTraits, person);
        }
        double probability = probability(oneTraits, twoTraits);
        return new Couple(
                "taste",
                difficulty(probability),
                judged(random, person, one, two, probability),
                judged(random, person, one, two, probability));
    }

    @Override
    public Choice writeChoice(SeededRandom random) {
        String person = random.pick(Words.PEOPLE);
        List<Traits> traits = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        while (answers.size() < ResponseGroup.SIZE) {
            Traits drawn = Traits.draw(random);
            if (!traits.contains(drawn)) {
                traits.add(drawn);
                answers.add(answer(random, drawn, person));
            }
        }
        List<Double> qualities = traits.stream()
                .map(one -> traits.stream()
                        .filter(other -> !other.equals(one))
                        .mapToDouble(other -> probability(one, other))
                        .average()
                        .orElseThrow())
                .toList();
        return new Choice("taste", prompt(random, random.pick(OCCASIONS), person), answers, qualities);
    }

    /** What one judge made of the answers, under a prompt that either of them may stand under. */
    private static Draft judged(SeededRandom random, String person, String one, String two, double probability) {
        String prompt = prompt(random, random.pick(OCCASIONS), person);
        return random.chance(probability)
                ? new Draft(prompt, one, two, probability)
                : new Draft(prompt, two, one, 1 - probability);
    }

    /**
     * Probability that a judge prefers the first of two answers: the mean of two logistic choices, one a group.
     */
    static double probability(Traits one, Traits two) {
        double warmth = WEIGHT_OF_WARMTH * (one.warmth - two.warmth);
        int offer = one.offer - two.offer;
        int quotes = one.quotes - two.quotes;
        double eager = logistic(warmth + OFFER_TO_THE_EAGER * offer + QUOTES_TO_THE_EAGER * quotes);
        double reserved = logistic(warmth + OFFER_TO_THE_RESERVED * offer + QUOTES_TO_THE_RESERVED * quotes);
        return (eager + reserved) / 2;
    }

    private static double logistic(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private static Difficulty difficulty(double probability) {
        double distance = Math.abs(probability - 0.5);
        return distance < NEARLY_SPLIT
                ? Difficulty.HARD
                : distance < MOSTLY_AGREED ? Difficulty.MEDIUM : Difficulty.EASY;
    }

    private static String prompt(SeededRandom random, String occasion, String person) {
        String event = random.pick(Words.EVENTS);
        String name = random.pick(Words.NAMES);
        return switch (random.below(3)) {
            case 0 -> "Write " + occasion + " for " + person + " at " + event + ", from " + name + ".";
            case 1 -> name + " here. Give me " + occasion + " for " + person + " and " + event + ".";
            default -> "I need " + occasion + " about " + event + ", for " + person + ". Sign it " + name + ".";
        };
    }

    private static String answer(SeededRandom random, Traits traits, String person) {
        String line = Words.sentence(line(random, person));
        return random.pick(traits.warmth == 1 ? WARM : PLAIN)
                + (traits.quotes == 1 ? "\"" + line + "!\"" : line + ".")
                + (traits.offer == 1 ? random.pick(OFFERS) : "");
    }

    private static String line(SeededRandom random, String person) {
        String adjective = random.pick(ADJECTIVES);
        return switch (random.below(5)) {
            case 0 -> "a " + adjective + " hour for " + person;
            case 1 -> "to " + person + ", with a " + adjective + " heart";
            case 2 -> person + " will find a " + adjective + " road";
            case 3 -> "we think of " + person + " in a " + adjective + " way";
            default -> "may all be " + adjective + " for " + person;
        };
    }
}
