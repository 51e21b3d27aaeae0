package io.prefscore.dataset;

import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/** The schemas that we know, and the recognition of one from a data set's columns. */
public final class PreferenceSchemas {

    /** Where several fit, the one that needs most columns is taken, and the earlier of two that need equally many. */
    private static final List<PreferenceSchema> ALL =
            List.of(new PairSchema(), new ImplicitPairSchema(), new DialogueSchema(), new MessagesSchema());

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
     * Recognises the schema of a data set by its columns' names and types.
     *
     * @param columns the data set's columns
     * @param forced name of the schema to take, if the user named one
     * @throws UserError of kind INPUT where none fits: with the columns found, the nearest schema and what it lacks
     */
    public static PreferenceSchema recognise(StructType columns, Optional<String> forced) {
        List<PreferenceSchema> candidates = forced.isPresent() ? List.of(named(forced.orElseThrow())) : ALL;
        PreferenceSchema fitting = candidates.stream()
                .filter(schema -> lacking(schema, columns).isEmpty())
                .max(Comparator.comparingInt(
                                (PreferenceSchema schema) -> schema.columns().size())
                        .thenComparingInt(schema -> -ALL.indexOf(schema)))
                .orElseThrow(() -> unrecognised(candidates, columns));
        if (forced.isEmpty()) {
            refuseNearMiss(fitting, columns);
        }
        return fitting;
    }

    /**
     * Refuses where a schema that needs more columns fails by a misspelt or mistyped one alone: a pair whose prompt is called
     * {@code promt} fits as a pair without prompt, and would be scored without it.
     */
    private static void refuseNearMiss(PreferenceSchema fitting, StructType columns) {
        for (PreferenceSchema larger : ALL) {
            List<String> sharedNames = larger.columns().stream()
                    .map(PreferenceSchema.NeededColumn::name)
                    .toList();
            boolean contains = larger.columns().size() > fitting.columns().size()
                    && fitting.columns().stream().allMatch(column -> sharedNames.contains(column.name()));
            if (contains && larger.columns().stream().allMatch(column -> isOrWasMeant(column, columns))) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        String.join("; ", lacking(larger, columns)) + "\nwithout it the columns fit the schema '"
                                + fitting.name() + "'; mend the column, or set input.schema=" + fitting.name()
                                + " if that is meant");
            }
        }
    }

    private static boolean isOrWasMeant(PreferenceSchema.NeededColumn needed, StructType columns) {
        return Arrays.stream(columns.fieldNames()).anyMatch(name -> edits(needed.name(), name) <= MOST_SLIPS);
    }

    /** Whether a data set with these columns is of a schema that we know. */
    static boolean fit(StructType columns) {
        return ALL.stream().anyMatch(schema -> lacking(schema, columns).isEmpty());
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
        String found = Arrays.stream(columns.fields())
                .map(field -> field.name() + " (" + field.dataType().catalogString() + ")")
                .collect(Collectors.joining(", "));
        return new UserError(
                UserError.Kind.INPUT,
                "the columns fit no preference schema; found: " + found + "\n" + "nearest is '" + nearest.name() + "': "
                        + String.join("; ", lacking(nearest, columns)));
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
                        + needed.kinds().stream()
                                .map(PreferenceSchema.ColumnKind::label)
                                .collect(Collectors.joining(" or "))
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
