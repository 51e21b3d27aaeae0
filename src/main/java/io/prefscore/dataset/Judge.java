package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.ColumnMapping.Judgement;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Response;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a row which of its responses are better. No comparison where the row says that it cannot tell; a tie where it
 * says that neither is better.
 */
@FunctionalInterface
interface Judge extends Serializable {

    /** @param chosen how many of the responses, from the first on, are preferred to the others; 0 where none is by its place */
    List<Comparison> compare(Row row, List<Response> responses, int chosen) throws RowRefused;

    /** What a mapping says of it. */
    static Judge bind(ColumnMapping mapping, ResolvedPaths paths, Columns columns) {
        Judgement judgement = mapping.judgement();
        Optional<ColumnPath.Bound> strength =
                judgement.strength().map(path -> paths.path(path).bind(columns));
        if (!mapping.answers().rejected().isEmpty()) {
            return chosen(strength, judgement.pairTags());
        }
        if (!judgement.flags().isEmpty()) {
            return flags(paths.all(judgement.flags()).stream()
                    .map(path -> path.bind(columns))
                    .toList());
        }
        if (mapping.isGrouped()) {
            return (row, responses, preferred) -> List.of();
        }
        if (judgement.label().isPresent()) {
            ColumnPath.Bound label = paths.path(judgement.label().orElseThrow()).bind(columns);
            return judgement.threshold().isPresent()
                    ? threshold(label, judgement.threshold().orElseThrow(), judgement.tieValues())
                    : named(label, winners(mapping), judgement.tieValues(), strength);
        }
        if (strength.isPresent()) {
            return signed(strength.orElseThrow(), judgement.strengthLimit().orElse(Double.MAX_VALUE));
        }
        return judgement.bestFirst() == ColumnMapping.Switch.ON
                ? (row, responses, preferred) -> inOrder(responses.size())
                : (row, responses, preferred) -> Ratings.of(responses);
    }

    /** The value of the label for each response; empty where it is the response's place in a list. */
    private static Map<String, Integer> winners(ColumnMapping mapping) {
        List<String> values = mapping.judgement().labelValues();
        List<String> responses = mapping.answers().responses();
        Map<String, Integer> winners = new TreeMap<>();
        if (values.isEmpty() && responses.size() == 1) {
            return winners;
        }
        for (String value : values.isEmpty() ? responses : values) {
            winners.put(value, winners.size());
        }
        return winners;
    }

    /**
     * The first ones are preferred to the others; how strongly, a column says, or of a pair the difference of the two ratings,
     * in so far as the data has them. A strength of 0 makes a tie.
     */
    private static Judge chosen(Optional<ColumnPath.Bound> margin, List<String> tags) {
        ColumnPath.@Nullable Bound column = margin.orElse(null);
        return (row, responses, preferred) -> {
            int others = responses.size() - preferred;
            boolean single = preferred == 1 && others == 1;
            OptionalDouble strength = column != null
                    ? Cells.rating(column.value(row))
                    : single ? difference(responses) : OptionalDouble.empty();
            List<Comparison> comparisons = new ArrayList<>(preferred * others);
            for (int better = 0; better < preferred; better++) {
                for (int worse = 0; worse < others; worse++) {
                    comparisons.add(new Comparison(better, preferred + worse, strength, tag(tags, better, worse)));
                }
            }
            return comparisons;
        };
    }

    private static Optional<String> tag(List<String> tags, int better, int worse) {
        return tags.isEmpty() ? Optional.empty() : Optional.of(tags.get(better == worse ? 0 : better < worse ? 1 : 2));
    }

    private static OptionalDouble difference(List<Response> pair) {
        OptionalDouble chosen = pair.get(0).rating();
        OptionalDouble rejected = pair.get(1).rating();
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
    private static Judge signed(ColumnPath.Bound column, double largest) {
        return (row, responses, preferred) -> {
            double value = number(column, row);
            if (Math.abs(value) > largest) {
                return List.of();
            }
            return List.of(
                    value <= 0
                            ? new Comparison(0, 1, OptionalDouble.of(-value + 0.0), Optional.empty())
                            : new Comparison(1, 0, OptionalDouble.of(value), Optional.empty()));
        };
    }

    /** A number below which the first response is preferred and above which the second is. */
    private static Judge threshold(ColumnPath.Bound column, double between, Map<String, String> ties) {
        return (row, responses, preferred) -> {
            double value = number(column, row);
            if (value == between || ties.containsKey(plain(value))) {
                return ties(2, Optional.empty());
            }
            return wins(value < between ? 0 : 1, 2, OptionalDouble.empty());
        };
    }

    /**
     * A column whose value names the best response, which is compared with each of the others.
     *
     * @param winners which value stands for which response; empty where the value is its place, from 0
     * @param ties values that stand for a tie, with what a comparison's tag is to say of it; empty for nothing
     * @param margin says how much better, on a scale of its own above 0
     */
    private static Judge named(
            ColumnPath.Bound column,
            Map<String, Integer> winners,
            Map<String, String> ties,
            Optional<ColumnPath.Bound> margin) {
        ColumnPath.@Nullable Bound size = margin.orElse(null);
        return (row, responses, preferred) -> {
            String value = plain(column.required(row));
            String tie = ties.get(value);
            if (tie != null) {
                return ties(responses.size(), Optional.of(tie).filter(tag -> !tag.isEmpty()));
            }
            int winner = winners.isEmpty() ? place(value) : winners.getOrDefault(value, -1);
            if (winner < 0 || winner >= responses.size()) {
                String known = winners.isEmpty() ? "0 to " + (responses.size() - 1) : known(winners, ties);
                throw RowRefused.malformed(column.text(), "is '" + value + "'; known: " + known);
            }
            return wins(
                    winner, responses.size(), size == null ? OptionalDouble.empty() : Cells.rating(size.value(row)));
        };
    }

    private static int place(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException noPlace) {
            return -1;
        }
    }

    private static double number(ColumnPath.Bound column, Row row) throws RowRefused {
        Object value = column.required(row);
        OptionalDouble number = Cells.rating(value);
        if (number.isEmpty()) {
            throw RowRefused.malformed(column.text(), "is " + value + "; it must be a finite number");
        }
        return number.getAsDouble();
    }

    private static List<Comparison> inOrder(int responses) {
        List<Comparison> comparisons = new ArrayList<>();
        for (int better = 0; better < responses; better++) {
            for (int worse = better + 1; worse < responses; worse++) {
                comparisons.add(new Comparison(better, worse, OptionalDouble.empty(), Optional.empty()));
            }
        }
        return comparisons;
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
    private static Judge flags(List<ColumnPath.Bound> columns) {
        return (row, responses, preferred) -> {
            int set = -1;
            int count = 0;
            for (int index = 0; index < columns.size(); index++) {
                if (number(columns.get(index), row) == 1) {
                    set = index;
                    count++;
                }
            }
            if (count != 1) {
                throw RowRefused.malformed(
                        columns.get(0).text(),
                        ", '" + columns.get(1).text() + "' and '"
                                + columns.get(2).text() + "' must hold a single 1");
            }
            return set == 2 ? ties(2, Optional.empty()) : wins(set, 2, OptionalDouble.empty());
        };
    }
}
