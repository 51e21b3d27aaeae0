package io.prefscore.dataset;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The schemas that we know, and the recognition of one from a data set's columns. */
public final class PreferenceSchemas {

    private static final List<PreferenceSchema> ALL = PublishedSchemas.ALL;

    /** So many rows are looked at where types alone cannot tell two schemas apart. */
    private static final int LOOKED_AT = 50;

    /** Farther than this many edits, a name is another name and no misspelling. */
    private static final int MOST_EDITS = 3;

    /** Within so many edits a name that is there is taken for the name that is missing. */
    private static final int MOST_SLIPS = 2;

    private PreferenceSchemas() {}

    /** All schemas. */
    public static List<PreferenceSchema> all() {
        return ALL;
    }

    /**
     * Recognises the schema of an input: by the mapping in the settings, by the name in them, or by the columns' names and
     * types. Of several that fit the one that needs most columns is taken; of those that need equally many the first that
     * can read at least half of a few rows.
     *
     * @throws UserError of kind INPUT where none fits: with the columns found, the nearest schema and what it lacks; of
     *     kind SETTINGS where the settings name a schema or an attribute that is not there
     */
    public static Recognition recognise(InputTable input, InputSettings settings) {
        return recognise(input.columns(), settings, input::someRows);
    }

    /** Gives a few rows with some of the columns. */
    @FunctionalInterface
    interface Peek {

        List<Row> rows(List<String> columns, int count);
    }

    /** {@link #recognise(InputTable, InputSettings)} of a table whose rows are looked at only if need be. */
    static Recognition recognise(StructType columns, InputSettings settings, Peek peek) {
        if (settings.columns().isGiven()) {
            return mapped(columns, settings);
        }
        List<PreferenceSchema> candidates =
                settings.schema().isPresent() ? List.of(named(settings.schema().orElseThrow())) : ALL;
        List<PreferenceSchema> fitting =
                candidates.stream().filter(schema -> fits(schema, columns)).toList();
        if (fitting.isEmpty()) {
            throw unrecognised(candidates, columns);
        }
        int most = fitting.stream().mapToInt(PreferenceSchemas::size).max().orElseThrow();
        List<PreferenceSchema> largest =
                fitting.stream().filter(schema -> size(schema) == most).toList();
        PreferenceSchema taken = largest.size() == 1 ? largest.get(0) : firstThatReads(largest, columns, peek);
        if (settings.schema().isEmpty()) {
            refuseNearMiss(taken, columns);
        }
        List<String> others = fitting.stream()
                .filter(schema -> schema != taken)
                .map(PreferenceSchema::name)
                .toList();
        return recognition(taken, columns, settings, others, reason(taken, largest, others, settings));
    }

    private static Recognition mapped(StructType columns, InputSettings settings) {
        PreferenceSchema schema = MappedSchema.of(settings.columns(), columns);
        List<String> lacking = lacking(schema, columns);
        if (!lacking.isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    "the columns do not fit input.columns: " + String.join("; ", lacking) + "\nfound: "
                            + describe(columns));
        }
        return recognition(schema, columns, settings, List.of(), "mapped by input.columns");
    }

    private static Recognition recognition(
            PreferenceSchema schema, StructType columns, InputSettings settings, List<String> others, String reason) {
        Map<String, Double> weights = settings.ratingWeights();
        if (!weights.isEmpty()) {
            Set<String> known =
                    schema.ratingRule().map(rule -> rule.attributes().keySet()).orElse(Set.of());
            for (String attribute : weights.keySet()) {
                if (!known.contains(attribute)) {
                    throw new UserError(
                            UserError.Kind.SETTINGS,
                            "input.rating-weights." + attribute + ": the schema '" + schema.name() + "' has "
                                    + (known.isEmpty()
                                            ? "no attributes to weigh; remove it"
                                            : "no such attribute; known: " + String.join(", ", new TreeSet<>(known))));
                }
            }
        }
        List<String> slices = settings.columns().slices();
        for (String slice : slices) {
            if (!Arrays.asList(columns.fieldNames()).contains(slice)) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        "input.columns.slices: column '" + slice + "' is missing"
                                + nearest(slice, Arrays.asList(columns.fieldNames()))
                                        .map(name -> " (did you mean '" + name + "'?)")
                                        .orElse("")
                                + "; found: " + describe(columns));
            }
        }
        return new Recognition(schema, schema.bind(columns, weights, slices), others, reason);
    }

    private static int size(PreferenceSchema schema) {
        return schema.columns().size();
    }

    /** A dirty data set is still what most of its rows are; where none is read well, the first stands. */
    private static PreferenceSchema firstThatReads(List<PreferenceSchema> schemas, StructType columns, Peek peek) {
        for (PreferenceSchema schema : schemas) {
            RowParser parser = schema.bind(columns, Map.of(), List.of());
            List<Row> rows = peek.rows(parser.columns(), LOOKED_AT);
            long read = rows.stream()
                    .filter(row -> parser.parse("", row) instanceof Parsed.Usable)
                    .count();
            if (2 * read >= rows.size()) {
                return schema;
            }
        }
        return schemas.get(0);
    }

    private static String reason(
            PreferenceSchema taken, List<PreferenceSchema> largest, List<String> others, InputSettings settings) {
        if (settings.schema().isPresent()) {
            return "named by input.schema";
        }
        if (largest.size() > 1) {
            return "its columns also fit " + String.join(", ", others) + "; the first rows read as " + taken.name();
        }
        return others.isEmpty()
                ? "no other schema fits the columns"
                : "its columns also fit " + String.join(", ", others) + "; " + taken.name()
                        + " accounts for more of them";
    }

    /**
     * Refuses where a schema that needs more columns fails by a misspelt or mistyped one alone: a pair whose prompt is called
     * {@code promt} fits as a pair without prompt, and would be scored without it.
     */
    private static void refuseNearMiss(PreferenceSchema fitting, StructType columns) {
        ALL.stream()
                .filter(larger -> size(larger) > size(fitting) && names(larger).containsAll(names(fitting)))
                .filter(larger -> larger.columns().stream().allMatch(column -> isOrWasMeant(column, columns)))
                // texts where the larger one has messages are what they are
                .filter(larger -> larger.columns().stream()
                        .anyMatch(column -> !names(fitting).contains(column.name()) && !isMet(column, columns)))
                .min(Comparator.comparingInt(larger -> lacking(larger, columns).size()))
                .ifPresent(larger -> {
                    throw new UserError(
                            UserError.Kind.INPUT,
                            String.join("; ", lacking(larger, columns)) + "\nwithout it the columns fit the schema '"
                                    + fitting.name() + "'; mend the column, or set input.schema=" + fitting.name()
                                    + " if that is meant");
                });
    }

    private static List<String> names(PreferenceSchema schema) {
        return schema.columns().stream()
                .map(PreferenceSchema.NeededColumn::name)
                .toList();
    }

    private static boolean isMet(PreferenceSchema.NeededColumn needed, StructType columns) {
        return Arrays.asList(columns.fieldNames()).contains(needed.name())
                && needed.holds(columns.apply(needed.name()).dataType());
    }

    private static boolean isOrWasMeant(PreferenceSchema.NeededColumn needed, StructType columns) {
        return Arrays.stream(columns.fieldNames()).anyMatch(name -> edits(needed.name(), name) <= MOST_SLIPS);
    }

    /** Whether a column of this name is, in some schema, something else than text. */
    static boolean isSometimesNoText(String name) {
        return ALL.stream()
                .flatMap(schema -> schema.columns().stream())
                .anyMatch(column -> column.name().equals(name)
                        && column.kinds().stream().anyMatch(kind -> !kind.equals(ColumnKind.TEXT)));
    }

    /** Whether some schema reads a column of this name. */
    static boolean isRead(String name) {
        return ALL.stream().flatMap(schema -> schema.columns().stream()).anyMatch(column -> column.name()
                .equals(name));
    }

    /** Whether a column of this name is, in some schema, text. */
    static boolean isSometimesText(String name) {
        return ALL.stream()
                .flatMap(schema -> schema.columns().stream())
                .anyMatch(column -> column.name().equals(name) && column.kinds().contains(ColumnKind.TEXT));
    }

    /** Whether the columns' names and types are those of a schema. */
    static boolean fits(PreferenceSchema schema, StructType columns) {
        return lacking(schema, columns).isEmpty();
    }

    /** Columns that some schema which fits would read as text or messages. */
    static Set<String> readBy(StructType columns) {
        Set<String> names = new TreeSet<>();
        for (PreferenceSchema schema : ALL) {
            if (fits(schema, columns)) {
                schema.columns().forEach(column -> names.add(column.name()));
            }
        }
        return names;
    }

    private static PreferenceSchema named(String name) {
        return ALL.stream()
                .filter(schema -> schema.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        UserError.Kind.SETTINGS,
                        "input.schema: there is no schema '" + name + "'; known: "
                                + ALL.stream().map(PreferenceSchema::name).collect(Collectors.joining(", "))));
    }

    private static UserError unrecognised(List<PreferenceSchema> candidates, StructType columns) {
        PreferenceSchema nearest = candidates.stream()
                .min(Comparator.comparingInt((PreferenceSchema schema) -> distance(schema, columns)))
                .orElseThrow();
        return new UserError(
                UserError.Kind.INPUT,
                "the columns fit no preference schema; found: " + describe(columns) + "\n" + "nearest is '"
                        + nearest.name() + "': " + String.join("; ", lacking(nearest, columns))
                        + "\nname your own columns under input.columns if they are called otherwise");
    }

    private static String describe(StructType columns) {
        return Arrays.stream(columns.fields())
                .map(field -> field.name() + " (" + field.dataType().catalogString() + ")")
                .collect(Collectors.joining(", "));
    }

    /** What keeps a schema from fitting, in words; empty if it fits. */
    private static List<String> lacking(PreferenceSchema schema, StructType columns) {
        List<String> names = Arrays.asList(columns.fieldNames());
        List<String> lacking = new ArrayList<>();
        for (PreferenceSchema.NeededColumn needed : schema.columns()) {
            if (!names.contains(needed.name())) {
                lacking.add("column '" + needed.name() + "' is missing" + suggestion(needed, names));
            } else if (!needed.holds(columns.apply(needed.name()).dataType())) {
                lacking.add("column '" + needed.name() + "' must be "
                        + needed.kinds().stream().map(ColumnKind::label).collect(Collectors.joining(" or "))
                        + "; found " + columns.apply(needed.name()).dataType().catalogString());
            }
        }
        return lacking;
    }

    private static String suggestion(PreferenceSchema.NeededColumn needed, List<String> names) {
        return nearest(needed.name(), names)
                .map(name -> " (did you mean '" + name + "'?)")
                .orElse("");
    }

    private static Optional<String> nearest(String wanted, List<String> names) {
        return names.stream()
                .filter(name -> edits(wanted, name) <= Math.min(MOST_EDITS, wanted.length() / 2))
                .min(Comparator.comparingInt(name -> edits(wanted, name)));
    }

    /**
     * How far the columns are from a schema: a missing column counts most, one with a similar name or another type less;
     * of schemas equally far the one that already finds more of its columns is nearer.
     */
    private static int distance(PreferenceSchema schema, StructType columns) {
        List<String> names = Arrays.asList(columns.fieldNames());
        int distance = 0;
        for (PreferenceSchema.NeededColumn needed : schema.columns()) {
            if (!names.contains(needed.name())) {
                distance += nearest(needed.name(), names).isPresent() ? 20 : 100;
            } else if (!needed.holds(columns.apply(needed.name()).dataType())) {
                distance += 40;
            } else {
                distance -= 1;
            }
        }
        return distance;
    }

    /** Levenshtein's distance between two names, capitals and small letters being the same. */
    static int edits(String left, String right) {
        String first = left.toLowerCase(Locale.ROOT);
        String second = right.toLowerCase(Locale.ROOT);
        int[] above = new int[second.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= first.length(); row++) {
            int[] current = new int[second.length() + 1];
            current[0] = row;
            for (int column = 1; column <= second.length(); column++) {
                int replaced = above[column - 1] + (first.charAt(row - 1) == second.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[second.length()];
    }
}
