package io.prefscore.demo;

import io.prefscore.demo.World.Aspect;
import java.util.List;

/**
 * Requests for two facts about a thing, and answers that read equally well. Neither answer names the thing, and the
 * worse one is always what would be right for another prompt: about another thing, to another question, for another
 * number, or for a thing that shares one of the two facts.
 */
final class AdversarialWriter implements PairWriter {

    private static final double SHARE_IRRELEVANT = 0.35;
    private static final double SHARE_INCOMPLETE = 0.20;
    private static final double SHARE_WRONG_COUNT = 0.10;

    private static final List<String> OPENINGS = List.of("", "", "Gladly. ", "Of course. ", "Happy to help. ");
    private static final List<String> LEADS = List.of("for ", "with ");
    private static final List<String> LINKS = List.of(" and ", ", then ");

    private final World world = World.INSTANCE;

    @Override
    public Couple write(SeededRandom random) {
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

    /** A good answer among an irrelevant one, an incomplete one and one with a planted error. */
    @Override
    public Choice writeChoice(SeededRandom random) {
        Subject asked = subject(random);
        int shared = world.topic(random);
        while (!sharesOne(asked, shared, true)) {
            asked = subject(random);
            shared = world.topic(random);
        }
        int unlike = world.topic(random);
        while (world.sameSort(asked.topic, unlike)) {
            unlike = world.topic(random);
        }
        return Choice.certain(
                "choice",
                prompt(random, asked),
                answer(random, asked),
                List.of(
                        answer(random, asked.about(unlike)),
                        answer(random, withAnotherAspect(random, asked)),
                        answer(random, asked.about(shared))));
    }

    /** What is asked and answered: a number of batches of a topic, two aspects in the order of the prompt. */
    private record Subject(int topic, Aspect first, Aspect second, String count) {

        Subject about(int other) {
            return new Subject(other, first, second, count);
        }
    }

    /** The facts of another topic, both of them wrong here. */
    private Couple irrelevant(SeededRandom random) {
        Subject one = subject(random);
        boolean sameSortWanted = random.coin();
        int other = world.topic(random);
        while (world.sameSort(one.topic, other) != sameSortWanted
                || world.fact(other, one.first) == world.fact(one.topic, one.first)
                || world.fact(other, one.second) == world.fact(one.topic, one.second)) {
            // both are drawn again, so that either of them is as likely to be asked for
            one = subject(random);
            other = world.topic(random);
        }
        return couple(
                random, "irrelevant", sameSortWanted ? Difficulty.MEDIUM : Difficulty.EASY, one, one.about(other));
    }

    /** True as far as it goes, but one of the two questions stays open and another one is answered instead. */
    private Couple incomplete(SeededRandom random) {
        Subject one = subject(random);
        return couple(random, "incomplete", Difficulty.MEDIUM, one, withAnotherAspect(random, one));
    }

    private static Subject withAnotherAspect(SeededRandom random, Subject subject) {
        Aspect third = random.pick(World.ASPECTS);
        while (third.equals(subject.first) || third.equals(subject.second)) {
            third = random.pick(World.ASPECTS);
        }
        return random.coin()
                ? new Subject(subject.topic, subject.first, third, subject.count)
                : new Subject(subject.topic, third, subject.second, subject.count);
    }

    /** Both facts right, the number of batches wrong. */
    private Couple wrongCount(SeededRandom random) {
        Subject one = subject(random);
        String count = random.pickOther(Words.NUMBERS, one.count);
        return couple(
                random, "wrong-count", Difficulty.EASY, one, new Subject(one.topic, one.first, one.second, count));
    }

    /** One fact right, one wrong: the facts of a topic that shares the first with the one asked for. */
    private Couple plantedError(SeededRandom random) {
        Subject one = subject(random);
        boolean firstIsKept = random.coin();
        int other = world.topic(random);
        while (!sharesOne(one, other, firstIsKept)) {
            one = subject(random);
            other = world.topic(random);
        }
        return couple(random, "planted-error", Difficulty.HARD, one, one.about(other));
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

    private Couple couple(SeededRandom random, String task, Difficulty difficulty, Subject one, Subject two) {
        return Couple.certain(
                task, difficulty, prompt(random, one), answer(random, one), prompt(random, two), answer(random, two));
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
