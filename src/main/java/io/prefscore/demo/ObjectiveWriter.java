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
    public Couple write(SeededRandom random) {
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

    /** A sum, a difference, an order of four persons or a weekday, with three wrong results. */
    @Override
    public Choice writeChoice(SeededRandom random) {
        return switch (random.below(4)) {
            case 0 -> {
                int largest = largestOperand(difficulty(random));
                int right = random.between(1, largest) + random.between(1, largest);
                String things = random.pick(Words.THINGS);
                yield counts(random, "sum", sumPrompt(random, right, largest, things), right, 2 * largest, things);
            }
            case 1 -> {
                int largest = largestOperand(difficulty(random));
                int right = randomDifference(random, largest);
                String things = random.pick(Words.THINGS);
                String prompt = differencePrompt(random, right, largest, things);
                yield counts(random, "difference", prompt, right, largest - 1, things);
            }
            case 2 -> {
                List<String> chain = chain(random, ResponseGroup.SIZE);
                Relation relation = random.pick(RELATIONS);
                String prompt = orderPrompt(random, chain, relation.comparative, relation.most);
                List<String> wrong = chain.subList(1, chain.size()).stream()
                        .map(name -> orderAnswer(random, name))
                        .toList();
                yield Choice.certain("order", prompt, orderAnswer(random, chain.get(0)), wrong);
            }
            default -> {
                int right = random.below(DAYS.size());
                List<Integer> wrong = others(random, right, 0, DAYS.size() - 1);
                yield Choice.certain(
                        "weekday",
                        dayPrompt(random, right, difficulty(random)),
                        dayAnswer(random, DAYS.get(right)),
                        wrong.stream()
                                .map(day -> dayAnswer(random, DAYS.get(day)))
                                .toList());
            }
        };
    }

    private static Choice counts(
            SeededRandom random, String task, String prompt, int right, int largest, String things) {
        List<String> wrong = others(random, right, 0, largest).stream()
                .map(count -> countAnswer(random, count, things))
                .toList();
        return Choice.certain(task, prompt, countAnswer(random, right, things), wrong);
    }

    /** Different numbers that are not the right one. */
    private static List<Integer> others(SeededRandom random, int right, int smallest, int largest) {
        List<Integer> others = new ArrayList<>();
        while (others.size() < ResponseGroup.SIZE - 1) {
            int other = random.between(smallest, largest);
            if (other != right && !others.contains(other)) {
                others.add(other);
            }
        }
        return others;
    }

    private static Couple parity(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        return Couple.certain(
                "parity",
                difficulty,
                parityPrompt(random, 2 * parityHalf(random, difficulty)),
                parityAnswer(random, "even"),
                parityPrompt(random, 2 * parityHalf(random, difficulty) + 1),
                parityAnswer(random, "odd"));
    }

    private static int parityHalf(SeededRandom random, Difficulty difficulty) {
        return switch (difficulty) {
            case EASY -> random.between(5, 49);
            case MEDIUM -> random.between(50, 499);
            case HARD -> random.between(500, 4_999);
        };
    }

    private static String parityPrompt(SeededRandom random, int number) {
        String name = random.pick(Words.NAMES);
        String things = random.pick(Words.THINGS);
        return switch (random.below(3)) {
            case 0 -> name + " counts " + number + " " + things + ". Is that number even or odd?";
            case 1 -> "Is " + number + ", which " + name + " wrote on the " + things + ", odd or even?";
            default -> "Even or odd: the " + number + " " + things + " of " + name + "?";
        };
    }

    private static String parityAnswer(SeededRandom random, String parity) {
        return switch (random.below(3)) {
            case 0 -> "It is " + parity + ".";
            case 1 -> "That number is " + parity + ".";
            default -> Words.sentence(parity) + ", I would say.";
        };
    }

    private static Couple comparison(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int first = random.between(10, 99);
        int second = random.between(10, 99);
        while (first == second || gapDifficulty(first, second) != difficulty) {
            first = random.between(10, 99);
            second = random.between(10, 99);
        }
        String container = random.pick(CONTAINERS);
        return Couple.certain(
                "comparison",
                difficulty,
                comparisonPrompt(random, first, second, container, "heavier"),
                comparisonAnswer(random, Math.max(first, second), container),
                comparisonPrompt(random, first, second, container, "lighter"),
                comparisonAnswer(random, Math.min(first, second), container));
    }

    private static String comparisonPrompt(
            SeededRandom random, int first, int second, String container, String question) {
        String name = random.pick(Words.NAMES);
        return switch (random.below(3)) {
            case 0 ->
                name + " has one " + container + " of " + first + " kg and one of " + second + " kg. Which is "
                        + question + "?";
            case 1 ->
                "Which " + container + " is " + question + ", asks " + name + ": " + first + " kg or " + second
                        + " kg?";
            default ->
                "One " + container + " weighs " + first + " kg, another " + second + " kg. Tell " + name + " the "
                        + question + " one.";
        };
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

    private static Couple sum(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int largest = largestOperand(difficulty);
        int one = random.between(1, largest) + random.between(1, largest);
        int two = rival(random, one, 2, 2 * largest, random.between(1, largest) + random.between(1, largest));
        String things = random.pick(Words.THINGS);
        return Couple.certain(
                "sum",
                difficulty,
                sumPrompt(random, one, largest, things),
                countAnswer(random, one, things),
                sumPrompt(random, two, largest, things),
                countAnswer(random, two, things));
    }

    private static String sumPrompt(SeededRandom random, int result, int largest, String things) {
        int start = random.between(Math.max(1, result - largest), Math.min(largest, result - 1));
        int added = result - start;
        String name = random.pick(Words.NAMES);
        return switch (random.below(3)) {
            case 0 ->
                name + " has " + Words.counted(start, things) + " and gets " + added + " more. How many are there now?";
            case 1 ->
                name + " found " + Words.counted(start, things) + ", " + random.pickOther(Words.NAMES, name) + " found "
                        + added + ". How many are there together?";
            default ->
                "Add " + Words.counted(added, things) + " to the " + start + " of " + name + ". How many is that?";
        };
    }

    private static Couple difference(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int largest = largestOperand(difficulty);
        int one = randomDifference(random, largest);
        int two = rival(random, one, 0, largest - 1, randomDifference(random, largest));
        String things = random.pick(Words.THINGS);
        return Couple.certain(
                "difference",
                difficulty,
                differencePrompt(random, one, largest, things),
                countAnswer(random, one, things),
                differencePrompt(random, two, largest, things),
                countAnswer(random, two, things));
    }

    private static String differencePrompt(SeededRandom random, int result, int largest, String things) {
        int taken = random.between(1, largest - result);
        int start = result + taken;
        String name = random.pick(Words.NAMES);
        return switch (random.below(3)) {
            case 0 ->
                name + " has " + Words.counted(start, things) + " and gives away " + taken + ". How many are left?";
            case 1 -> "Of " + Words.counted(start, things) + " " + name + " lost " + taken + ". How many remain?";
            default ->
                "Take " + Words.counted(taken, things) + " from the " + start + " of " + name + ". How many is that?";
        };
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

    /** The second prompt is the first one with the two answers' persons exchanged. */
    private static Couple order(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int persons =
                switch (difficulty) {
                    case EASY -> 2;
                    case MEDIUM -> 3;
                    case HARD -> 4;
                };
        List<String> chain = chain(random, persons);
        Relation relation = random.pick(RELATIONS);
        boolean mostWanted = random.coin();
        int right = mostWanted ? 0 : persons - 1;
        String one = chain.get(right);
        String two = random.pickOther(chain, one);
        List<String> exchanged = new ArrayList<>(chain);
        Collections.swap(exchanged, right, chain.indexOf(two));
        String asked = mostWanted ? relation.most : relation.least;
        return Couple.certain(
                "order",
                difficulty,
                orderPrompt(random, chain, relation.comparative, asked),
                orderAnswer(random, one),
                orderPrompt(random, exchanged, relation.comparative, asked),
                orderAnswer(random, two));
    }

    /** Different persons, the one with most first. */
    private static List<String> chain(SeededRandom random, int persons) {
        List<String> chain = new ArrayList<>(persons);
        while (chain.size() < persons) {
            String name = random.pick(Words.NAMES);
            if (!chain.contains(name)) {
                chain.add(name);
            }
        }
        return chain;
    }

    /** The statements in any order. */
    private static String orderPrompt(SeededRandom random, List<String> chain, String comparative, String asked) {
        List<String> statements = new ArrayList<>(chain.size() - 1);
        for (int i = 1; i < chain.size(); i++) {
            statements.add(chain.get(i - 1) + " is " + comparative + " than " + chain.get(i));
        }
        for (int i = statements.size() - 1; i > 0; i--) {
            Collections.swap(statements, i, random.below(i + 1));
        }
        String facts = String.join(". ", statements) + ". ";
        return facts + (random.coin() ? "Who is the " + asked + " of them?" : "Name the " + asked + " one.");
    }

    private static String orderAnswer(SeededRandom random, String name) {
        return switch (random.below(3)) {
            case 0 -> "It is " + name + ".";
            case 1 -> "That must be " + name + ".";
            default -> name + ", it seems.";
        };
    }

    private static Couple weekday(SeededRandom random) {
        Difficulty difficulty = difficulty(random);
        int one = random.below(DAYS.size());
        int two = Math.floorMod(one + random.between(1, DAYS.size() - 1), DAYS.size());
        return Couple.certain(
                "weekday",
                difficulty,
                dayPrompt(random, one, difficulty),
                dayAnswer(random, DAYS.get(one)),
                dayPrompt(random, two, difficulty),
                dayAnswer(random, DAYS.get(two)));
    }

    private static String dayPrompt(SeededRandom random, int result, Difficulty difficulty) {
        int days =
                switch (difficulty) {
                    case EASY -> random.between(1, 3);
                    case MEDIUM -> random.between(4, 6);
                    case HARD -> random.between(8, 13);
                };
        String start = DAYS.get(Math.floorMod(result - days, DAYS.size()));
        String name = random.pick(Words.NAMES);
        String event = random.pick(Words.EVENTS);
        String later = days == 1 ? "1 day later" : days + " days later";
        return switch (random.below(3)) {
            case 0 -> "Today is " + start + ", says " + name + ". What day is it " + later + ", at " + event + "?";
            case 1 -> name + " left for " + event + " on a " + start + ". Which day was it " + later + "?";
            default -> "It is " + start + ". On which day, " + later + ", does " + name + " go to " + event + "?";
        };
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
