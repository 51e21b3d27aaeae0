package io.prefscore.stats.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The validation split of HelpSteer2's preferences. There is no scoring code of the publishers; what they and others report is
 * plain accuracy. Source: arXiv 2410.01257.
 */
final class HelpSteer2Preference {

    private static final String RULE =
            "Share of the pairs of the validation split with a preference (strength other than 0) in"
                    + " which the preferred response has strictly the greater reward.";

    private static final Set<String> VALIDATION = Set.of("validation", "val");
    private static final List<String> STRENGTHS = List.of("slightly better", "better", "much better");

    private HelpSteer2Preference() {}

    static BenchmarkScore score(List<BenchmarkPair> pairs) {
        boolean isSplit = pairs.stream().anyMatch(pair -> !pair.slice("split").isEmpty());
        List<BenchmarkPair> judged = pairs.stream()
                .filter(pair ->
                        !isSplit || VALIDATION.contains(pair.slice("split").toLowerCase(Locale.ROOT)))
                .filter(pair -> pair.strength().orElse(Double.NaN) != 0)
                .toList();
        LinkedHashMap<String, Double> parts = new LinkedHashMap<>();
        for (int strength = 1; strength <= STRENGTHS.size(); strength++) {
            double wanted = strength;
            List<BenchmarkPair> members = judged.stream()
                    .filter(pair -> Math.abs(pair.strength().orElse(Double.NaN)) == wanted)
                    .toList();
            if (!members.isEmpty()) {
                parts.put(STRENGTHS.get(strength - 1), Tables.accuracy(members));
            }
        }
        Notes notes = new Notes(RULE, judged);
        if (!isSplit) {
            notes.add("The data do not say which split a pair belongs to: all are taken.");
        }
        notes.missing(Set.of("validation"), judged.isEmpty() ? Set.of() : Set.of("validation"));
        return new BenchmarkScore("HelpSteer2 preference", notes.words(), parts, Tables.accuracy(judged));
    }
}
