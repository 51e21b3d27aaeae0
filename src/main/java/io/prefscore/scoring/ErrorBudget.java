package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.InputSettings;
import io.prefscore.dataset.InputTable;
import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Stops a job that would set aside more rows than its user thinks possible: a run before the model works. Driver side. */
public final class ErrorBudget {

    private static final int EXAMPLES = 3;
    private static final int SHOWN_CHARACTERS = 160;

    private ErrorBudget() {}

    /**
     * @param settings how many rows may be set aside, and whether these may be quoted
     * @param rows all rows
     * @param setAside of these, by reason
     * @param named {@code identity}, {@code example_id}, {@code reason} and {@code detail} of those that are set aside
     * @param input names the input and its files in messages
     * @throws UserError of kind INPUT with counts and examples where it is more
     */
    public static void enforce(
            InputSettings settings, long rows, Map<Skip.Reason, Long> setAside, Dataset<Row> named, InputTable input) {
        double mostSetAside = settings.maxSetAside();
        long unexpected = setAside.entrySet().stream()
                .filter(reason -> reason.getKey().isUnexpected())
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (unexpected <= mostSetAside * rows) {
            return;
        }
        StringBuilder message = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d of %,d rows (%.1f %%) cannot be used, more than input.max-set-aside allows (%s %%)",
                input.source(),
                unexpected,
                rows,
                100.0 * unexpected / rows,
                trimmed(100 * mostSetAside)));
        message.append(reasons(settings, setAside, named, input));
        List<String> folders = input.files().stream()
                .map(file -> file.path().substring(0, file.path().lastIndexOf('/')))
                .distinct()
                .toList();
        if (folders.size() > 1) {
            message.append("\nthe files stand in ")
                    .append(folders.size())
                    .append(" folders; if these are different data sets, name one: ")
                    .append(String.join(", ", folders.subList(0, Math.min(EXAMPLES, folders.size()))));
        }
        message.append("\nmend the data, or raise input.max-set-aside if these rows may be left out");
        throw new UserError(UserError.Kind.INPUT, message.toString());
    }

    /** The unexpected reasons, the most frequent first, each with examples and where these stand. */
    private static String reasons(
            InputSettings settings, Map<Skip.Reason, Long> setAside, Dataset<Row> named, InputTable input) {
        Map<Map.Entry<Skip.Reason, Long>, List<Row>> reasons = new LinkedHashMap<>();
        setAside.entrySet().stream()
                .filter(reason -> reason.getKey().isUnexpected())
                .sorted(Map.Entry.<Skip.Reason, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(reason -> reasons.put(reason, examples(reason.getKey(), named)));
        UnaryOperator<String> places = input.places(reasons.values().stream()
                .flatMap(List::stream)
                .map(row -> row.getString(0))
                .collect(Collectors.toSet()));
        StringBuilder words = new StringBuilder();
        reasons.forEach((reason, examples) -> {
            words.append(
                    String.format(Locale.ROOT, "%n  %s: %,d", reason.getKey().label(), reason.getValue()));
            for (Row example : examples) {
                String detail = settings.showsTexts() ? example.getString(1) : Skip.NOT_SHOWN;
                words.append(String.format(Locale.ROOT, "%n    %s: %s", places.apply(example.getString(0)), detail));
            }
        });
        return words.toString();
    }

    /**
     * Stops where more rows are odd than the settings allow.
     *
     * @param most by the label of a flag: share of all rows that may have it, from 0 to 1
     * @param flagged rows by flag
     * @throws UserError of kind INPUT with counts and what to do where a flag has more
     */
    public static void enforceFlags(Map<String, Double> most, long rows, Map<Flag, Long> flagged, InputTable input) {
        StringBuilder problems = new StringBuilder();
        new TreeMap<>(most).forEach((label, share) -> {
            long odd = rowsWith(label, flagged);
            if (odd > share * rows) {
                problems.append(String.format(
                        Locale.ROOT,
                        "%n  %s: %,d of %,d rows (%.1f %%); input.max-flagged.%s is %s %%",
                        label,
                        odd,
                        rows,
                        100.0 * odd / rows,
                        label,
                        trimmed(100 * share)));
            }
        });
        if (!problems.isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    input.source() + ": more rows are odd than input.max-flagged allows" + problems
                            + "\nmend or filter the data, or raise the limit if these rows may be scored");
        }
    }

    private static long rowsWith(String label, Map<Flag, Long> flagged) {
        return flagged.entrySet().stream()
                .filter(flag -> flag.getKey().label().equals(label))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static List<Row> examples(Skip.Reason reason, Dataset<Row> named) {
        return named.where(col(StagedRows.REASON).equalTo(lit(reason.name())))
                .orderBy(col(StagedRows.IDENTITY))
                .limit(EXAMPLES)
                .select(col(StagedRows.EXAMPLE_ID), functions.substring(col(StagedRows.DETAIL), 1, SHOWN_CHARACTERS))
                .collectAsList();
    }
}
