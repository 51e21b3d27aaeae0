package io.prefscore.report;

import io.prefscore.scoring.Iterators;
import io.prefscore.stats.Pair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Sorted {@link PairRows}, example by example. */
final class UnitRows {

    /** A comparison and the numbers of its slices. */
    record Sliced(Pair pair, int[] slices) {}

    private final Iterator<Row> rows;
    private @Nullable Row ahead;

    UnitRows(Iterator<Row> rows) {
        this.rows = rows;
        this.ahead = rows.hasNext() ? rows.next() : null;
    }

    /**
     * Rows made of each unit in turn.
     *
     * @param ofUnit takes all examples of the unit that comes next, and makes rows of them
     */
    static Iterator<Row> each(Iterator<Row> rows, Function<UnitRows, Iterator<Row>> ofUnit) {
        UnitRows units = new UnitRows(rows);
        return Iterators.concat(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return units.hasNext();
            }

            @Override
            public Iterator<Row> next() {
                return ofUnit.apply(units);
            }
        });
    }

    boolean hasNext() {
        return ahead != null;
    }

    /** The resampling unit of the next example. */
    int unit() {
        return PairRows.unit(head());
    }

    /** All comparisons of the next example. */
    List<Sliced> nextExample() {
        List<Sliced> example = new ArrayList<>();
        Pair first = PairRows.pair(head());
        example.add(new Sliced(first, PairRows.slices(head())));
        ahead = rows.hasNext() ? rows.next() : null;
        while (ahead != null) {
            Pair pair = PairRows.pair(ahead);
            if (pair.promptKey() != first.promptKey() || !pair.example().equals(first.example())) {
                break;
            }
            example.add(new Sliced(pair, PairRows.slices(ahead)));
            ahead = rows.hasNext() ? rows.next() : null;
        }
        return example;
    }

    private Row head() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        return ahead;
    }
}
