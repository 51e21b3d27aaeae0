package io.prefscore.report;

import io.prefscore.stats.Calibration;
import io.prefscore.stats.Pair;
import io.prefscore.stats.RunSums;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
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
 * Makes of sorted {@link PairRows} {@link RunSums} for each slice and resampling unit. Holds those of one unit at a time. Shipped
 * to executors.
 *
 * @param temperatures {@code [models][folds]}
 */
record TallyRuns(double[][] temperatures) implements MapPartitionsFunction<Row, Row> {

    static final StructType SCHEMA = new StructType()
            .add(TallySlices.SLICE, DataTypes.IntegerType)
            .add(TallySlices.UNIT, DataTypes.IntegerType)
            .add("sums", DataTypes.BinaryType);

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return UnitRows.each(rows, this::sum);
    }

    private Iterator<Row> sum(UnitRows units) {
        int unit = units.unit();
        Map<Integer, RunSums> bySlice = new TreeMap<>();
        while (units.hasNext() && units.unit() == unit) {
            for (UnitRows.Sliced pair : units.nextExample()) {
                add(bySlice, SliceIndex.OVERALL, unit, pair.pair());
                for (int slice : pair.slices()) {
                    add(bySlice, slice, unit, pair.pair());
                }
            }
        }
        List<Row> sums = new ArrayList<>(bySlice.size());
        bySlice.forEach((slice, ofSlice) -> sums.add(RowFactory.create(slice, unit, bytes(ofSlice))));
        return sums.iterator();
    }

    private void add(Map<Integer, RunSums> bySlice, int slice, int unit, Pair pair) {
        bySlice.computeIfAbsent(slice, number -> new RunSums(temperatures.length))
                .add(pair, Calibration.fold(unit), temperatures);
    }

    private static byte[] bytes(RunSums sums) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            sums.write(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The sums of a row. */
    static RunSums sums(Row row, int models) {
        try {
            return RunSums.read(new DataInputStream(new ByteArrayInputStream(row.getAs(2))), models);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
