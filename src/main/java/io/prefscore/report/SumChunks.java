package io.prefscore.report;

import io.prefscore.stats.Pair;
import io.prefscore.stats.RewardMoments;
import io.prefscore.stats.StyleMoments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Sums {@link PairRows} by chunk of resampling units. Shipped to executors. */
record SumChunks(int models) implements MapPartitionsFunction<Row, Row> {

    static final StructType SCHEMA =
            new StructType().add("chunk", DataTypes.IntegerType).add("sums", DataTypes.BinaryType);

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
        List<Row> chunks = new ArrayList<>();
        int chunk = -1;
        PairTable.Sums sums = none();
        while (rows.hasNext()) {
            Row row = rows.next();
            int unit = PairRows.unit(row);
            if (unit / PairTable.UNITS_PER_CHUNK != chunk) {
                add(chunks, chunk, sums);
                chunk = unit / PairTable.UNITS_PER_CHUNK;
                sums = none();
            }
            Pair pair = PairRows.pair(row);
            sums.moments().add(pair);
            sums.style().add(unit, pair);
        }
        add(chunks, chunk, sums);
        return chunks.iterator();
    }

    private PairTable.Sums none() {
        return new PairTable.Sums(new RewardMoments(models), new StyleMoments(models));
    }

    private static void add(List<Row> chunks, int chunk, PairTable.Sums sums) throws IOException {
        if (chunk < 0) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream output = new DataOutputStream(bytes);
        sums.moments().write(output);
        sums.style().write(output);
        chunks.add(RowFactory.create(chunk, bytes.toByteArray()));
    }

    static PairTable.Sums read(byte[] bytes) {
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            return new PairTable.Sums(RewardMoments.read(input), StyleMoments.read(input));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
