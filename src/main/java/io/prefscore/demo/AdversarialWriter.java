package io.prefscore.demo;

import io.prefscore.demo.World.Aspect;
import java.util.List;

/**
 * Requests for two facts about a thing, and answers that read equally well. Neither answer names the thing, and the
 * worse one is always what would be right for another prompt: about another thing, to another question, for another
 * number, or for a thing that shares one of the two facts.
 */
final class AdversarialWriter implements PairWriter {

    private static final double SHARE_IRRELEVANT = 0.30;
    private static final double SHARE_INCOMPLETE = 0.20;
    private static final double SHARE_WRONG_COUNT = 0.15;

    private static final List<String> OPENINGS = List.of("", "", "Gladly. ", "Of course. ", "Happy to help. ");
    private static final List<String> LEADS = List.of("for ", "with ");
    private static final List<String> LINKS = List.of(" and ", ", then ");

    private final World world = World.INSTANCE;

    @Override
    public Draft write(SeededRandom random) {
        double drawn = random.fraction();
        if (drawn < SHARE_IRRELEVANT) {
            return irrelevant(random);
        }
        if (drawn < SHARE_IRRELEVANT + SHARE_INCOMPLETE) {
            return incomplete(random);
        }
        if (drawn < SHARE_IRRELEVANT + SHARE_INCOMPLETE + SHARE_WRONG_COUNT) {
            return wrongCount(random);
        }
        return plantedError(random);
    }

    /** What is asked and answered: a number of batches of a topic, two aspects in the order of the prompt. */
    private record Subject(int topic, Aspect first, Aspect second, String count) {}

    /** The facts of another topic, both of them wrong here. */
    private Draft irrelevant(SeededRandom random) {
        Subject one = subject(random);
        boolean alikeWanted = random.coin();
        int other = world.topic(random);
        while (world.alike(one.topic, other) != alikeWanted
                || world.fact(other, one.first) == world.fact(one.topic, one.first)
                || world.fact(other, one.second) == world.fact(one.topic, one.second)) {
            // a topic may have no such relative, so both are drawn again
            one = subject(random);
            other = world.topic(random);
        }
        Subject two = new Subject(other, one.first, one.second, one.count);
        return draft(random, "irrelevant", alikeWanted ? Difficulty.MEDIUM : Difficulty.EASY, one, two);
    }

    /** True as far as it goes, but one of the two questions stays open and another one is answered instead. */
    private Draft incomplete(SeededRandom random) {
        Subject one = subject(random);
        Aspect third = random.pick(World.ASPECTS);
        while (third.equals(one.first) || third.equals(one.second)) {
            third = random.pick(World.ASPECTS);
        }
        Subject two = random.coin()
                ? new Subject(one.topic, one.first, third, one.count)
                : new Subject(one.topic, third, one.second, one.count);
        return draft(random, "incomplete", Difficulty.MEDIUM, one, two);
    }

    /** Both facts right, the number of batches wrong. */
    private Draft wrongCount(SeededRandom random) {
        Subject one = subject(random);
        String count = random.pickOther(Words.NUMBERS, one.count);
        return draft(random, "wrong-count", Difficulty.EASY, one, new Subject(one.topic, one.first, one.second, count));
    }

    /** One fact right, one wrong: the facts of a topic that shares the first with the one asked for. */
    private Draft plantedError(SeededRandom random) {
        Subject one = subject(random);
        boolean firstIsKept = random.coin();
        int other = world.topic(random);
        while (!sharesOne(one, other, firstIsKept)) {
            one = subject(random);
            other = world.topic(random);
        }
        Subject two = new Subject(other, one.first, one.second, one.count);
        return draft(random, "planted-error", Difficulty.HARD, one, two);
    }

    private boolean sharesOne(Subject subject, int other, boolean firstIsKept) {
        Aspect kept = firstIsKept ? subject.first : subject.second;
        Aspect changed = firstIsKept ? subject.second : subject.first;
        return world.fact(other, kept) == world.fact(subject.topic, kept)
                && world.fact(other, changed) != world.fact(subject.topic, changed);
    }

    private Subject subject(SeededRandom random) {
        Aspect first = random.pick(World.ASPECTS);
        Aspect second = random.pickOther(World.ASPECTS, first);
        return new Subject(world.topic(random), first, second, random.pick(Words.NUMBERS));
    }

    private Draft draft(SeededRandom random, String task, Difficulty difficulty, Subject one, Subject two) {
        boolean firstIsAsked = random.coin();
        Subject asked = firstIsAsked ? one : two;
        Subject other = firstIsAsked ? two : one;
        return Draft.certain(task, difficulty, prompt(random, asked), answer(random, asked), answer(random, other));
    }

    private String prompt(SeededRandom random, Subject subject) {
        String goods = subject.count + " batches of " + world.name(subject.topic);
        String person = random.pick(Words.PEOPLE);
        String event = random.pick(Words.EVENTS);
        String questions = subject.first.question(random) + " and " + subject.second.question(random);
        return switch (random.below(4)) {
            case 0 -> Words.sentence(person) + " wants " + goods + " for " + event + ". Tell me " + questions + ".";
            case 1 -> "For " + event + " I make " + goods + ". Please explain " + questions + ".";
            case 2 -> "I promised " + person + " " + goods + ". Say " + questions + ".";
            default -> Words.sentence(goods) + " for " + person + ": I must know " + questions + ".";
        };
    }

    private String answer(SeededRandom random, Subject subject) {
        String first = subject.first.advice(random, world.fact(subject.topic, subject.first));
        String second = subject.second.advice(random, world.fact(subject.topic, subject.second));
        String lead = random.pick(LEADS) + subject.count + " batches, ";
        return random.pick(OPENINGS) + Words.sentence(lead) + first + random.pick(LINKS) + second + ".";
    }
}
