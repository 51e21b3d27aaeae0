package io.prefscore.report;

import io.prefscore.stats.Membership;
import io.prefscore.stats.Pair;
import io.prefscore.stats.SliceTally;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes of sorted {@link PairRows} a tally for each slice and resampling unit. Holds the tallies of one unit at a time.
 * Shipped to executors.
 *
 * @param plans what earlier passes found
 * @param memberships by slice number, how examples belong to it
 * @param swapped units below this number are also tallied with preferred and other response exchanged, in slices of their own
 */
record TallySlices(SlicePlans plans, List<Membership> memberships, int swapped)
        implements MapPartitionsFunction<Row, Row> {

    static final String SLICE = "slice";
    static final String UNIT = "unit";

    static final StructType SCHEMA = new StructType()
            .add(SLICE, DataTypes.IntegerType)
            .add(UNIT, DataTypes.IntegerType)
            .add("tally", DataTypes.BinaryType);

    /** Pairs as they are, of the units that are tallied with exchanged responses too. */
    static final int AS_LABELLED = -1;

    /** The same pairs with their responses exchanged. */
    static final int EXCHANGED = -2;

    /** So many pairs are enough to see whether exchanging labels does to the figures what it must. */
    private static final long PAIRS_EXCHANGED = 200_000;

    static TallySlices of(SlicePlans plans, SliceIndex slices, long comparisons) {
        List<Membership> memberships = new ArrayList<>(List.of(Membership.WHOLE_EXAMPLES));
        for (int number = 1; number <= slices.size(); number++) {
            memberships.add(
                    SliceValues.holdsWholeExamples(slices.entry(number).name())
                            ? Membership.WHOLE_EXAMPLES
                            : Membership.SINGLE_COMPARISONS);
        }
        return new TallySlices(plans, memberships, PairTable.unitsFor(PAIRS_EXCHANGED, comparisons));
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return UnitRows.each(rows, this::tally);
    }

    private Iterator<Row> tally(UnitRows units) {
        int unit = units.unit();
        Map<Integer, SliceTally> tallies = new TreeMap<>();
        while (units.hasNext() && units.unit() == unit) {
            Map<Integer, List<Pair>> bySlice = new TreeMap<>();
            for (UnitRows.Sliced pair : units.nextExample()) {
                collect(bySlice, SliceIndex.OVERALL, pair.pair());
                for (int slice : pair.slices()) {
                    collect(bySlice, slice, pair.pair());
                }
                if (unit < swapped) {
                    collect(bySlice, AS_LABELLED, pair.pair());
                    collect(bySlice, EXCHANGED, pair.pair().exchanged());
                }
            }
            bySlice.forEach((slice, pairs) -> tallies.computeIfAbsent(
                            slice, number -> new SliceTally(plans.of(slice), memberships.get(Math.max(0, number))))
                    .example(unit, pairs));
        }
        List<Row> tallied = new ArrayList<>(tallies.size());
        tallies.forEach((slice, tally) -> tallied.add(RowFactory.create(slice, unit, bytes(tally))));
        return tallied.iterator();
    }

    private static void collect(Map<Integer, List<Pair>> bySlice, int slice, Pair pair) {
        bySlice.computeIfAbsent(slice, number -> new ArrayList<>()).add(pair);
    }

    private static byte[] bytes(SliceTally tally) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            tally.write(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
