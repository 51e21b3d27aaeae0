package io.prefscore.inspect;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The values of one slice: how many there are, and the most frequent of them. Mergeable over partitions none of which shares
 * a value with another.
 */
final class SliceValues implements Serializable {

    private static final long serialVersionUID = 1;

    static final int SHOWN = 20;

    private static final Comparator<Inspection.ValueCount> MOST_FREQUENT_FIRST = Comparator.comparingLong(
                    Inspection.ValueCount::rows)
            .reversed()
            .thenComparing(Inspection.ValueCount::value);

    private long distinct;
    private List<Inspection.ValueCount> mostFrequent = List.of();

    void add(Inspection.ValueCount value) {
        distinct++;
        keep(List.of(value));
    }

    SliceValues merge(SliceValues other) {
        distinct += other.distinct;
        keep(other.mostFrequent);
        return this;
    }

    private void keep(List<Inspection.ValueCount> more) {
        boolean full = mostFrequent.size() == SHOWN;
        if (full && more.stream().allMatch(this::isRarerThanAll)) {
            return;
        }
        TreeSet<Inspection.ValueCount> all = new TreeSet<>(MOST_FREQUENT_FIRST);
        all.addAll(mostFrequent);
        all.addAll(more);
        mostFrequent = all.stream().limit(SHOWN).toList();
    }

    private boolean isRarerThanAll(Inspection.ValueCount value) {
        return MOST_FREQUENT_FIRST.compare(value, mostFrequent.get(mostFrequent.size() - 1)) > 0;
    }

    Inspection.Slice slice(String name) {
        return new Inspection.Slice(name, distinct, mostFrequent);
    }
}
