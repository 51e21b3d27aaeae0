package io.prefscore.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the values of a label mean, in so far as they say it themselves: the name of a column, or the sign by which it is told
 * from the other, with or without words before it. 0 and 1 beside {@code a} and {@code b} say nothing.
 *
 * @param seen the values
 * @param winners for the first and the second answer; {@link ColumnWords#BLANK} where none says it
 * @param ties values that stand for a tie
 */
record LabelValues(Set<String> seen, List<String> winners, Map<String, String> ties) {

    static LabelValues of(Set<String> values, List<String> pair) {
        List<String> winners = new ArrayList<>(List.of(ColumnWords.BLANK, ColumnWords.BLANK));
        TreeMap<String, String> ties = new TreeMap<>();
        boolean clear = true;
        for (String value : values) {
            Optional<Integer> place = place(value, pair);
            if (isTie(value)) {
                ties.put(value, "");
            } else if (place.isPresent() && winners.get(place.orElseThrow()).equals(ColumnWords.BLANK)) {
                winners.set(place.orElseThrow(), value);
            } else {
                clear = false;
            }
        }
        TreeSet<String> others = new TreeSet<>(values);
        others.removeAll(ties.keySet());
        if (others.contains("2") && Set.of("1", "2").containsAll(others)) {
            return new LabelValues(values, List.of("1", "2"), ties);
        }
        return new LabelValues(
                values, clear ? completed(winners, pair) : List.of(ColumnWords.BLANK, ColumnWords.BLANK), ties);
    }

    /** Where only one of the two was seen, the other is written likewise. */
    private static List<String> completed(List<String> winners, List<String> pair) {
        int seen = winners.get(0).equals(ColumnWords.BLANK) ? 1 : 0;
        String value = winners.get(seen);
        if (value.equals(ColumnWords.BLANK) || !winners.get(1 - seen).equals(ColumnWords.BLANK)) {
            return winners;
        }
        List<String> completed = new ArrayList<>(winners);
        String own = sign(pair.get(seen));
        String other = sign(pair.get(1 - seen));
        if (value.equals(pair.get(seen))) {
            completed.set(1 - seen, pair.get(1 - seen));
        } else if (value.endsWith(own)) {
            completed.set(1 - seen, value.substring(0, value.length() - own.length()) + other);
        }
        return completed;
    }

    private static boolean isTie(String value) {
        String plain = Vocabulary.plain(value);
        return Vocabulary.words("tie").stream().anyMatch(word -> plain.equals(word) || plain.startsWith(word + "_"));
    }

    private static Optional<Integer> place(String value, List<String> pair) {
        String plain = Vocabulary.plain(value);
        for (int place = 0; place < 2; place++) {
            String sign = Vocabulary.plain(sign(pair.get(place)));
            if (value.equals(pair.get(place))
                    || plain.equals(Vocabulary.plain(pair.get(place)))
                    || plain.equals(sign)
                    || plain.endsWith("_" + sign)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** What tells a column from the other one: {@code A} in {@code responseA}, {@code 1} in {@code output_1}. */
    private static String sign(String column) {
        String plain = Vocabulary.plain(column);
        for (List<String> signs : Vocabulary.pairs("first-and-second")) {
            for (String sign : signs) {
                if (Part.signed(sign, column).isPresent()) {
                    return plain.endsWith(sign) ? column.substring(column.length() - sign.length()) : sign;
                }
            }
        }
        return column;
    }
}
