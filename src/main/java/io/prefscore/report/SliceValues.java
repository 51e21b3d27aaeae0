package io.prefscore.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** What a comparison can be sliced by: the columns of its data, and what follows from its numbers. */
final class SliceValues {

    // two words each: a column of the data's own keeps its name
    static final String TURNS = "prompt turns";
    static final String COMPARISON = "comparison kind";
    static final String LENGTH = "response length";
    static final String STRENGTH = "label strength";
    static final String DATA = "data set";

    /** By these the comparisons of one example fall into several slices. */
    private static final Set<String> WITHIN_EXAMPLES = Set.of(COMPARISON, LENGTH, STRENGTH);

    private static final int MANY_TURNS = 8;

    private SliceValues() {}

    /** Whether a slice by this name holds all comparisons of an example or none. */
    static boolean holdsWholeExamples(String name) {
        return !WITHIN_EXAMPLES.contains(name);
    }

    /**
     * Values by name, of {@link ComparedRows}.
     *
     * @param data labels of the data sets; they are a slice where there are several
     */
    static Map<String, String> of(Row row, List<String> data) {
        Map<String, String> values = new TreeMap<>();
        int slices = row.fieldIndex(ComparedRows.SLICES);
        if (!row.isNullAt(slices)) {
            row.<Row>getList(slices).forEach(slice -> values.put(slice.getString(0), slice.getString(1)));
        }
        if (data.size() > 1) {
            values.put(DATA, data.get(row.getAs(ComparedRows.DATA)));
        }
        int turns = row.fieldIndex(ComparedRows.TURNS);
        if (!row.isNullAt(turns)) {
            values.put(TURNS, row.getInt(turns) >= MANY_TURNS ? MANY_TURNS + " or more" : "" + row.getInt(turns));
        }
        int tag = row.fieldIndex(ComparedRows.TAG);
        if (!row.isNullAt(tag)) {
            values.put(COMPARISON, row.getString(tag));
        }
        int strength = row.fieldIndex(ComparedRows.STRENGTH);
        if (!row.isNullAt(strength) && row.getDouble(strength) != 0) {
            values.put(STRENGTH, strength(row.getDouble(strength)));
        }
        int preferred = row.getAs(ComparedRows.PREFERRED_CHARACTERS);
        int other = row.getAs(ComparedRows.OTHER_CHARACTERS);
        values.put(LENGTH, length(Math.max(preferred, other)));
        return values;
    }

    /** Of a label that is no tie: whole numbers as they are, others by the whole numbers between which they lie. */
    private static String strength(double strength) {
        if (strength == Math.rint(strength)) {
            return String.format(Locale.ROOT, "%.0f", strength);
        }
        double floor = Math.floor(strength);
        return String.format(Locale.ROOT, "%.0f to %.0f", floor, floor + 1);
    }

    /** Of the longer response. */
    private static String length(int characters) {
        if (characters < 250) {
            return "under 250 characters";
        }
        if (characters < 1000) {
            return "250 to 999 characters";
        }
        return characters < 4000 ? "1,000 to 3,999 characters" : "4,000 characters or more";
    }
}
