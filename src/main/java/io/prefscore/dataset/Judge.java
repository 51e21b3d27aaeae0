package io.prefscore.dataset;

import io.prefscore.preference.Comparison;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Reads from a row which of its two responses is better. No comparison where the row says that it cannot tell; a tie where
 * it says that neither is better.
 */
@FunctionalInterface
interface Judge extends Serializable {

    List<Comparison> compare(Row row) throws RowRefused;

    /** {@link Judge} before the columns are known. */
    @FunctionalInterface
    interface Binder {

        Judge bind(Columns columns);
    }

    /**
     * The first response is preferred; how strongly, a column says, or the difference of two ratings, in so far as the data
     * has them. A strength of 0 makes a tie.
     *
     * @param margins columns that may hold the strength itself
     * @param ratings pairs of columns that may hold the ratings of the two
     */
    static Binder firstBy(List<String> margins, List<List<String>> ratings) {
        return columns -> {
            for (String margin : margins) {
                if (columns.has(margin, ColumnKind.NUMBER)) {
                    int position = columns.position(margin);
                    return row -> List.of(new Comparison(0, 1, Cells.number(row, position), Optional.empty()));
                }
            }
            for (List<String> pair : ratings) {
                if (pair.stream().allMatch(column -> columns.has(column, ColumnKind.NUMBER))) {
                    int chosen = columns.position(pair.get(0));
                    int rejected = columns.position(pair.get(1));
                    return row -> List.of(new Comparison(
                            0,
                            1,
                            difference(Cells.number(row, chosen), Cells.number(row, rejected)),
                            Optional.empty()));
                }
            }
            return row -> List.of(Comparison.FIRST_PREFERRED);
        };
    }

    private static OptionalDouble difference(OptionalDouble chosen, OptionalDouble rejected) {
        return chosen.isPresent() && rejected.isPresent()
                ? OptionalDouble.of(chosen.getAsDouble() - rejected.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * A number whose sign tells the better response and whose size tells how much better it is: below 0 the first, above 0
     * the second, 0 a tie.
     *
     * @param largest what lies farther from 0 means that the annotator could not tell, such as HelpSteer's −100
     */
    static Binder signed(String column, double largest) {
        return columns -> {
            int position = columns.position(column);
            return row -> {
                double value = Cells.requiredNumber(row, position, column);
                if (Math.abs(value) > largest) {
                    return List.of();
                }
                return List.of(
                        value <= 0
                                ? new Comparison(0, 1, OptionalDouble.of(-value + 0.0), Optional.empty())
                                : new Comparison(1, 0, OptionalDouble.of(value), Optional.empty()));
            };
        };
    }

    /**
     * A column whose value names the best response, which is compared with each of the others.
     *
     * @param responses how many responses a row has
     * @param winners which value stands for which response
     * @param ties values that stand for a tie, with what a comparison's tag is to say of it; empty for nothing
     * @param strength column that may say how much better, on a scale of its own above 0
     */
    static Binder named(
            String column,
            int responses,
            Map<String, Integer> winners,
            Map<String, String> ties,
            Optional<String> strength) {
        return columns -> {
            int position = columns.position(column);
            int size = strength.filter(name -> columns.has(name, ColumnKind.NUMBER))
                    .map(columns::position)
                    .orElse(-1);
            return row -> {
                if (row.isNullAt(position)) {
                    throw RowRefused.missing(column);
                }
                String value = plain(row.get(position));
                String tie = ties.get(value);
                if (tie != null) {
                    return ties(responses, Optional.of(tie).filter(tag -> !tag.isEmpty()));
                }
                Integer winner = winners.get(value);
                if (winner == null) {
                    throw RowRefused.malformed(column, "is '" + value + "'; known: " + known(winners, ties));
                }
                OptionalDouble margin = size < 0 ? OptionalDouble.empty() : Cells.number(row, size);
                return wins(winner, responses, margin);
            };
        };
    }

    private static List<Comparison> ties(int responses, Optional<String> tag) {
        List<Comparison> ties = new ArrayList<>();
        for (int first = 0; first < responses; first++) {
            for (int second = first + 1; second < responses; second++) {
                ties.add(new Comparison(first, second, OptionalDouble.of(0), tag));
            }
        }
        return ties;
    }

    private static List<Comparison> wins(int winner, int responses, OptionalDouble strength) {
        List<Comparison> wins = new ArrayList<>(responses - 1);
        for (int other = 0; other < responses; other++) {
            if (other != winner) {
                wins.add(new Comparison(winner, other, strength, Optional.empty()));
            }
        }
        return wins;
    }

    /** Numbers without decimals as people write them: 1 for 1.0. */
    static String plain(Object value) {
        if (value instanceof Number number && number.doubleValue() == number.longValue()) {
            return Long.toString(number.longValue());
        }
        return String.valueOf(value).strip();
    }

    private static String known(Map<String, Integer> winners, Map<String, String> ties) {
        TreeSet<String> values = new TreeSet<>(winners.keySet());
        values.addAll(ties.keySet());
        return String.join(", ", values);
    }

    /** Three columns of 0 and 1, of which one is 1: the first response won, the second did, neither did. */
    static Binder flags(String first, String second, String tie) {
        return columns -> {
            int firstPosition = columns.position(first);
            int secondPosition = columns.position(second);
            int tiePosition = columns.position(tie);
            return row -> {
                boolean firstWon = Cells.requiredNumber(row, firstPosition, first) == 1;
                boolean secondWon = Cells.requiredNumber(row, secondPosition, second) == 1;
                boolean tied = Cells.requiredNumber(row, tiePosition, tie) == 1;
                if ((firstWon ? 1 : 0) + (secondWon ? 1 : 0) + (tied ? 1 : 0) != 1) {
                    throw RowRefused.malformed(first, ", '" + second + "' and '" + tie + "' must hold a single 1");
                }
                OptionalDouble strength = tied ? OptionalDouble.of(0) : OptionalDouble.empty();
                return List.of(new Comparison(secondWon ? 1 : 0, secondWon ? 0 : 1, strength, Optional.empty()));
            };
        };
    }
}
