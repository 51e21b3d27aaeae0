package io.prefscore.stats.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What follows the words of a rule: what these data lack of the benchmark's. */
final class Notes {

    private final List<String> notes = new ArrayList<>();

    Notes(String rule, List<BenchmarkPair> pairs) {
        notes.add(rule);
        long lost = pairs.stream().filter(pair -> !pair.isFinite()).count();
        if (lost > 0) {
            notes.add(text("%,d comparisons with a reward that is missing, NaN or infinite count as lost.", lost));
        }
    }

    /** Names the parts without which there is no overall score. */
    void missing(Collection<String> needed, Collection<String> present) {
        List<String> missing =
                needed.stream().filter(name -> !present.contains(name)).toList();
        if (!missing.isEmpty()) {
            notes.add("No overall score without: " + String.join(", ", missing) + ".");
        }
    }

    /** Names the parts that have another size than was published. */
    void sizes(Map<String, Integer> published, Map<String, Integer> found) {
        List<String> different = new ArrayList<>();
        published.forEach((name, size) -> {
            int present = found.getOrDefault(name, size);
            if (present != size) {
                different.add(text("%s has %,d examples, published are %,d", name, present, size));
            }
        });
        if (!different.isEmpty()) {
            notes.add("Not the published benchmark: " + String.join("; ", different) + ".");
        }
    }

    /** Names what the data have beside the benchmark's parts. */
    void leftOut(Collection<String> known, Collection<String> present) {
        List<String> others =
                present.stream().filter(name -> !known.contains(name)).toList();
        if (!others.isEmpty()) {
            notes.add("Left out, being no part of the benchmark: " + String.join(", ", others) + ".");
        }
    }

    void add(String note) {
        notes.add(note);
    }

    String words() {
        return String.join(" ", notes);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
