package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongBiFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Exact order statistics of strata, without sorting: passes that count rows by the next sixteen bits of their order, until few
 * enough rows are left to be looked at one by one. Two or three passes for billions of rows, nothing shuffled but counts, so a
 * single stratum of everything is as quick as many. Driver side.
 *
 * <p>Rows have the columns {@link #STRATUM} (string), {@link #RANK}, {@link #KEY} and {@link #PLACE} (longs).
 */
final class OrderStatistics {

    static final String STRATUM = "stratum";
    static final String RANK = "rank";
    static final String KEY = Facts.KEY;
    static final String PLACE = Facts.PLACE;

    private static final String DIGIT = "digit";
    private static final int DIGITS = 12;
    /** Rows that the driver sorts: ten megabytes. */
    private static final long FEW = 200_000;

    private OrderStatistics() {}

    /**
     * The row that stands at some position in the order of its stratum.
     *
     * @param position of the row wanted, from 1, given the stratum and how many rows it has; less than 1: {@link Threshold#NONE},
     *     more than there are: {@link Threshold#ALL}
     * @return by stratum; strata without rows are absent
     */
    static Map<String, Threshold> of(Dataset<Row> rows, ToLongBiFunction<String, Long> position) {
        Map<String, Threshold> found = new HashMap<>();
        Map<String, Search> searches = new HashMap<>();
        counts(rows, Map.of(), 0).forEach((stratum, digits) -> {
            long size = digits.values().stream().mapToLong(Long::longValue).sum();
            long wanted = position.applyAsLong(stratum, size);
            if (wanted < 1) {
                found.put(stratum, Threshold.NONE);
            } else if (wanted > size) {
                found.put(stratum, Threshold.ALL);
            } else {
                searches.put(stratum, new Search(new int[0], wanted, size).within(digits));
            }
        });
        for (int digit = 1; digit < DIGITS && left(searches) > FEW; digit++) {
            Map<String, TreeMap<Integer, Long>> counts = counts(rows, searches, digit);
            searches.replaceAll((stratum, search) -> search.within(counts.getOrDefault(stratum, new TreeMap<>())));
        }
        lookAt(rows, searches, found);
        return found;
    }

    private static long left(Map<String, Search> searches) {
        return searches.values().stream().mapToLong(Search::left).sum();
    }

    /**
     * What is known of a stratum's row.
     *
     * @param prefix first digits
     * @param wanted its position among the rows with this prefix
     * @param left how many these are
     */
    private record Search(int[] prefix, long wanted, long left) implements Serializable {

        Search within(TreeMap<Integer, Long> digits) {
            long before = 0;
            for (Map.Entry<Integer, Long> digit : digits.entrySet()) {
                if (before + digit.getValue() >= wanted) {
                    int[] longer = Arrays.copyOf(prefix, prefix.length + 1);
                    longer[prefix.length] = digit.getKey();
                    return new Search(longer, wanted - before, digit.getValue());
                }
                before += digit.getValue();
            }
            throw new IllegalStateException("rows changed while they were counted");
        }

        boolean holds(Threshold row) {
            for (int position = 0; position < prefix.length; position++) {
                if (row.digit(position) != prefix[position]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The digit of a row of a prefix that is searched for, else null; without searches of any row. Shipped to executors. */
    private record DigitOf(Map<String, Search> searches, int digit)
            implements UDF4<String, Long, Long, Long, @Nullable Integer> {

        @Override
        public @Nullable Integer call(String stratum, Long rank, Long key, Long place) {
            Threshold row = new Threshold(rank, key, place);
            Search search = searches.get(stratum);
            boolean counts = search == null ? searches.isEmpty() : search.holds(row);
            return counts ? row.digit(digit) : null;
        }
    }

    private static Dataset<Row> digits(Dataset<Row> rows, Map<String, Search> searches, int digit) {
        return rows.withColumn(
                        DIGIT,
                        udf(new DigitOf(new HashMap<>(searches), digit), DataTypes.IntegerType)
                                .apply(col(STRATUM), col(RANK), col(KEY), col(PLACE)))
                .where(col(DIGIT).isNotNull());
    }

    private static Map<String, TreeMap<Integer, Long>> counts(
            Dataset<Row> rows, Map<String, Search> searches, int digit) {
        Map<String, TreeMap<Integer, Long>> counts = new HashMap<>();
        digits(rows, searches, digit)
                .groupBy(STRATUM, DIGIT)
                .agg(functions.count(lit(1)))
                .collectAsList()
                .forEach(row -> counts.computeIfAbsent(row.getString(0), stratum -> new TreeMap<>())
                        .put(row.getInt(1), row.getLong(2)));
        return counts;
    }

    private static void lookAt(Dataset<Row> rows, Map<String, Search> searches, Map<String, Threshold> found) {
        if (searches.isEmpty()) {
            return;
        }
        int known = searches.values().iterator().next().prefix().length;
        Map<String, List<Threshold>> candidates = new HashMap<>();
        // the digit before is part of every prefix, and asking for it finds the rows with that prefix
        digits(rows, searches, known - 1)
                .select(STRATUM, RANK, KEY, PLACE)
                .collectAsList()
                .forEach(row -> candidates
                        .computeIfAbsent(row.getString(0), stratum -> new ArrayList<>())
                        .add(new Threshold(row.getLong(1), row.getLong(2), row.getLong(3))));
        searches.forEach((stratum, search) -> {
            List<Threshold> sorted = candidates.getOrDefault(stratum, new ArrayList<>());
            sorted.sort(null);
            found.put(stratum, sorted.get(Math.toIntExact(search.wanted() - 1)));
        });
    }
}
