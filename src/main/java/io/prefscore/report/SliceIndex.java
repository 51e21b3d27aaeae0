package io.prefscore.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Numbers for the slices of a report: 0 is everything, the others begin at 1. Made on the driver, used on executors. */
final class SliceIndex implements Serializable {

    private static final long serialVersionUID = 1;

    /** The number of the slice that holds everything. */
    static final int OVERALL = 0;

    /** Values of one name beyond this many go together; the largest have a slice of their own. */
    static final int MOST_VALUES = 200;

    /** What the rest goes by. */
    static final String REST = "(all others)";

    /** A slice, and how many comparisons it holds. */
    record Entry(String name, String value, long comparisons) implements Serializable {}

    private final List<Entry> entries;
    private final Map<String, Map<String, Integer>> numbers;

    private SliceIndex(List<Entry> entries, Map<String, Map<String, Integer>> numbers) {
        this.entries = entries;
        this.numbers = numbers;
    }

    /**
     * Numbers slices. A name by which all comparisons have the same value makes none: it would repeat the whole.
     *
     * @param counts comparisons by name and value
     * @param comparisons in all
     */
    static SliceIndex of(Map<String, Map<String, Long>> counts, long comparisons) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Map<String, Integer>> numbers = new HashMap<>();
        new TreeMap<>(counts).forEach((name, values) -> {
            if (values.size() == 1 && values.containsValue(comparisons)) {
                return;
            }
            List<String> largest = values.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .limit(MOST_VALUES)
                    .sorted()
                    .toList();
            Map<String, Integer> ofName = new HashMap<>();
            for (String value : largest) {
                entries.add(new Entry(name, value, Objects.requireNonNull(values.get(value))));
                ofName.put(value, entries.size());
            }
            if (values.size() > MOST_VALUES) {
                entries.add(new Entry(name, REST, rest(values, ofName.keySet())));
                ofName.put(REST, entries.size());
            }
            numbers.put(name, ofName);
        });
        return new SliceIndex(entries, numbers);
    }

    private static long rest(Map<String, Long> values, Set<String> largest) {
        return values.entrySet().stream()
                .filter(value -> !largest.contains(value.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many slices there are besides everything. */
    int size() {
        return entries.size();
    }

    /** A slice by its number, from 1. */
    Entry entry(int number) {
        return entries.get(number - 1);
    }

    /** The numbers of the slices that hold a comparison, in ascending order; everything not among them. */
    int[] numbers(Map<String, String> values) {
        return values.entrySet().stream()
                .mapToInt(value -> number(value.getKey(), value.getValue()))
                .filter(number -> number > 0)
                .sorted()
                .toArray();
    }

    private int number(String name, String value) {
        Map<String, Integer> ofName = numbers.getOrDefault(name, Map.of());
        return ofName.getOrDefault(value, ofName.getOrDefault(REST, 0));
    }
}
