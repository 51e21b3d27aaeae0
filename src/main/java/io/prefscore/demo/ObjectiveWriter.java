package io.prefscore.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Small problems with one right answer: parity, comparison of weights, sums and differences, order of persons, weekdays.
 * The answers give the result alone, so that it takes the prompt to judge them.
 */
final class ObjectiveWriter implements PairWriter {

    private static final double SHARE_PARITY = 0.10;
    private static final double SHARE_COMPARISON = 0.20;
    private static final double SHARE_ARITHMETIC = 0.25;
    private static final double SHARE_ORDER = 0.30;

    private static final List<String> CONTAINERS = List.of("box", "sack", "barrel", "case");
    private static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    /** A relation between persons and the words for its two ends. */
    private record Relation(String comparative, String most, String least) {}

    private static final List<Relation> RELATIONS = List.of(
            new Relation("taller", "tallest", "shortest"),
            new Relation("older", "oldest", "youngest"),
            new Relation("faster", "fastest", "slowest"),
            new Relation("richer", "richest", "poorest"));

    @Override
    public Draft write(SeededRandom random) {
        double drawn = random.fraction();
        if (drawn < SHARE_PARITY) {
            return parity(random);
        }
        if (drawn < SHARE_PARITY + SHARE_COMPARISON) {
            return comparison(random);
        }
        if (drawn < SHARE_PARITY + SHARE_COMPARISON + SHARE_ARITHMETIC) {
            return random.coin() ? sum(random) : difference(random);
        }
        if (drawn < SHARE_PARITY + SHARE_COMPARISON + SHARE_ARITHMETIC + SHARE_ORDER) {
            return order(random);
        }
        return weekday(random);
    }

    private static Draft parity(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int number =
                switch (difficulty) {
                    case EASY -> random.between(10, 99);
                    case MEDIUM -> random.between(100, 999);
                    case HARD -> random.between(1_000, 9_999);
                };
        String name = random.pick(Words.NAMES);
        String things = random.pick(Words.THINGS);
        String prompt =
                switch (random.below(3)) {
                    case 0 -> name + " counts " + number + " " + things + ". Is that number even or odd?";
                    case 1 -> "Is " + number + ", which " + name + " wrote on the " + things + ", odd or even?";
                    default -> "Even or odd: the " + number + " " + things + " of " + name + "?";
                };
        String right = number % 2 == 0 ? "even" : "odd";
        String wrong = number % 2 == 0 ? "odd" : "even";
        return Draft.certain("parity", difficulty, prompt, parityAnswer(random, right), parityAnswer(random, wrong));
    }

    private static String parityAnswer(SeededRandom random, String parity) {
        return switch (random.below(3)) {
            case 0 -> "It is " + parity + ".";
            case 1 -> "That number is " + parity + ".";
            default -> Words.sentence(parity) + ", I would say.";
        };
    }

    private static Draft comparison(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int first = random.between(10, 99);
        int second = random.between(10, 99);
        while (first == second || gapDifficulty(first, second) != difficulty) {
            first = random.between(10, 99);
            second = random.between(10, 99);
        }
        boolean heavierWanted = random.coin();
        String container = random.pick(CONTAINERS);
        String name = random.pick(Words.NAMES);
        String question = heavierWanted ? "heavier" : "lighter";
        String prompt =
                switch (random.below(3)) {
                    case 0 ->
                        name + " has one " + container + " of " + first + " kg and one of " + second + " kg. Which is "
                                + question + "?";
                    case 1 ->
                        "Which " + container + " is " + question + ", asks " + name + ": " + first + " kg or " + second
                                + " kg?";
                    default ->
                        "One " + container + " weighs " + first + " kg, another " + second + " kg. Tell " + name
                                + " the " + question + " one.";
                };
        int heavier = Math.max(first, second);
        int lighter = Math.min(first, second);
        return Draft.certain(
                "comparison",
                difficulty,
                prompt,
                comparisonAnswer(random, heavierWanted ? heavier : lighter, container),
                comparisonAnswer(random, heavierWanted ? lighter : heavier, container));
    }

    /** Tens that differ by more than one are seen at the first digit; equal tens only at the second. */
    private static Difficulty gapDifficulty(int first, int second) {
        int tens = Math.abs(first / 10 - second / 10);
        return tens == 0 ? Difficulty.HARD : tens == 1 ? Difficulty.MEDIUM : Difficulty.EASY;
    }

    private static String comparisonAnswer(SeededRandom random, int weight, String container) {
        return switch (random.below(3)) {
            case 0 -> "The " + container + " of " + weight + " kg.";
            case 1 -> "It is the one of " + weight + " kg.";
            default -> "The " + weight + " kg " + container + ", clearly.";
        };
    }

    private static Draft sum(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int largest = largestOperand(difficulty);
        int one = random.between(1, largest) + random.between(1, largest);
        int two = rival(random, one, 2, 2 * largest, random.between(1, largest) + random.between(1, largest));
        boolean firstIsRight = random.coin();
        int right = firstIsRight ? one : two;
        int wrong = firstIsRight ? two : one;
        int start = random.between(Math.max(1, right - largest), Math.min(largest, right - 1));
        int added = right - start;
        String name = random.pick(Words.NAMES);
        String things = random.pick(Words.THINGS);
        String prompt =
                switch (random.below(3)) {
                    case 0 ->
                        name + " has " + Words.counted(start, things) + " and gets " + added
                                + " more. How many are there now?";
                    case 1 ->
                        name + " found " + Words.counted(start, things) + ", " + random.pickOther(Words.NAMES, name)
                                + " found " + added + ". How many are there together?";
                    default ->
                        "Add " + Words.counted(added, things) + " to the " + start + " of " + name
                                + ". How many is that?";
                };
        return Draft.certain(
                "sum", difficulty, prompt, countAnswer(random, right, things), countAnswer(random, wrong, things));
    }

    private static Draft difference(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int largest = largestOperand(difficulty);
        int one = randomDifference(random, largest);
        int two = rival(random, one, 0, largest - 1, randomDifference(random, largest));
        boolean firstIsRight = random.coin();
        int right = firstIsRight ? one : two;
        int wrong = firstIsRight ? two : one;
        int taken = random.between(1, largest - right);
        int start = right + taken;
        String name = random.pick(Words.NAMES);
        String things = random.pick(Words.THINGS);
        String prompt =
                switch (random.below(3)) {
                    case 0 ->
                        name + " has " + Words.counted(start, things) + " and gives away " + taken
                                + ". How many are left?";
                    case 1 ->
                        "Of " + Words.counted(start, things) + " " + name + " lost " + taken + ". How many remain?";
                    default ->
                        "Take " + Words.counted(taken, things) + " from the " + start + " of " + name
                                + ". How many is that?";
                };
        return Draft.certain(
                "difference",
                difficulty,
                prompt,
                countAnswer(random, right, things),
                countAnswer(random, wrong, things));
    }

    private static int randomDifference(SeededRandom random, int largest) {
        int first = random.between(1, largest);
        int second = random.between(1, largest);
        return Math.abs(first - second);
    }

    private static int largestOperand(Difficulty difficulty) {
        return switch (difficulty) {
            case EASY -> 9;
            case MEDIUM -> 20;
            case HARD -> 50;
        };
    }

    /**
     * Another possible result: as likely the result of another problem, three to five off, or one to two off. Far ones are
     * what a model learns from first.
     */
    private static int rival(SeededRandom random, int result, int smallest, int largest, int otherResult) {
        int closeness = random.below(3);
        if (closeness == 0 && otherResult != result) {
            return otherResult;
        }
        int rival = result;
        while (rival == result || rival < smallest || rival > largest) {
            int distance = closeness == 1 ? random.between(3, 5) : random.between(1, 2);
            rival = random.coin() ? result + distance : result - distance;
        }
        return rival;
    }

    private static String countAnswer(SeededRandom random, int count, String things) {
        return switch (random.below(3)) {
            case 0 -> "The answer is " + Words.counted(count, things) + ".";
            case 1 -> "That makes " + count + ".";
            default -> "I count " + Words.counted(count, things) + ".";
        };
    }

    private static Draft order(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int persons =
                switch (difficulty) {
                    case EASY -> 2;
                    case MEDIUM -> 3;
                    case HARD -> 4;
                };
        List<String> chain = new ArrayList<>(persons);
        while (chain.size() < persons) {
            String name = random.pick(Words.NAMES);
            if (!chain.contains(name)) {
                chain.add(name);
            }
        }
        Relation relation = random.pick(RELATIONS);
        List<String> statements = new ArrayList<>(persons - 1);
        for (int i = 1; i < persons; i++) {
            statements.add(chain.get(i - 1) + " is " + relation.comparative + " than " + chain.get(i));
        }
        for (int i = statements.size() - 1; i > 0; i--) {
            Collections.swap(statements, i, random.below(i + 1));
        }
        boolean mostWanted = random.coin();
        String asked = mostWanted ? relation.most : relation.least;
        String right = chain.get(mostWanted ? 0 : persons - 1);
        String wrong = random.pickOther(chain, right);
        String facts = String.join(". ", statements) + ". ";
        String prompt = facts + (random.coin() ? "Who is the " + asked + " of them?" : "Name the " + asked + " one.");
        return Draft.certain("order", difficulty, prompt, orderAnswer(random, right), orderAnswer(random, wrong));
    }

    private static String orderAnswer(SeededRandom random, String name) {
        return switch (random.below(3)) {
            case 0 -> "It is " + name + ".";
            case 1 -> "That must be " + name + ".";
            default -> name + ", it seems.";
        };
    }

    private static Draft weekday(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int days =
                switch (difficulty) {
                    case EASY -> random.between(1, 3);
                    case MEDIUM -> random.between(4, 6);
                    case HARD -> random.between(8, 13);
                };
        int right = random.below(DAYS.size());
        String start = DAYS.get(Math.floorMod(right - days, DAYS.size()));
        String name = random.pick(Words.NAMES);
        String wrong = random.pickOther(DAYS, DAYS.get(right));
        String event = random.pick(Words.EVENTS);
        String later = days == 1 ? "1 day later" : days + " days later";
        String prompt =
                switch (random.below(3)) {
                    case 0 ->
                        "Today is " + start + ", says " + name + ". What day is it " + later + ", at " + event + "?";
                    case 1 -> name + " left for " + event + " on a " + start + ". Which day was it " + later + "?";
                    default ->
                        "It is " + start + ". On which day, " + later + ", does " + name + " go to " + event + "?";
                };
        return Draft.certain(
                "weekday", difficulty, prompt, dayAnswer(random, DAYS.get(right)), dayAnswer(random, wrong));
    }

    private static String dayAnswer(SeededRandom random, String day) {
        return switch (random.below(3)) {
            case 0 -> "It is " + day + ".";
            case 1 -> "On a " + day + ".";
            default -> day + ", by my count.";
        };
    }

    /** Most of the problems are easy, without which a small model never finds out what is asked of it. */
    private static Difficulty difficulty(SeededRandom random) {
        double drawn = random.fraction();
        return drawn < 0.6 ? Difficulty.EASY : drawn < 0.85 ? Difficulty.MEDIUM : Difficulty.HARD;
    }
}
