package io.prefscore.scoring;

import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the comparisons of a scored row that is an example by itself. Shipped to executors.
 *
 * <p>Reads rows as {@link Comparisons#of} takes them.
 */
record CompareRow(RowParser parser) implements FlatMapFunction<Row, Row> {

    private static final int EXAMPLE_ID = 0;
    private static final int FIRST_RESPONSE = 1;
    private static final int REWARDS = 2;
    private static final int TOKENS = 3;
    private static final int COLUMNS = 4;

    /** A scored row, parsed again. */
    record ScoredRow(String id, int firstResponse, List<Float> rewards, List<Integer> tokens, Example example) {

        static ScoredRow of(Row row, RowParser parser) {
            String id = row.getString(EXAMPLE_ID);
            if (!(parser.parse(id, row.getStruct(COLUMNS)) instanceof Parsed.Usable usable)) {
                throw new IllegalStateException(id + " was scored but cannot be parsed any more");
            }
            return new ScoredRow(
                    id, row.getInt(FIRST_RESPONSE), row.getList(REWARDS), row.getList(TOKENS), usable.example());
        }

        /** Equal for examples with equal prompts. */
        long promptKey() {
            return new TextKeys("").group(example);
        }

        /** The slices by name, as entries of a map. */
        Object[] slices() {
            List<Row> entries = new ArrayList<>();
            new TreeMap<>(example.slices()).forEach((name, value) -> entries.add(RowFactory.create(name, value)));
            return entries.toArray();
        }
    }

    @Override
    public Iterator<Row> call(Row row) {
        ScoredRow scored = ScoredRow.of(row, parser);
        List<Row> comparisons = new ArrayList<>();
        long promptKey = scored.promptKey();
        for (Comparison comparison : scored.example().comparisons()) {
            comparisons.add(compared(
                    scored.id(),
                    promptKey,
                    side(comparison.preferred(), scored),
                    side(comparison.other(), scored),
                    comparison,
                    scored.slices()));
        }
        return comparisons.iterator();
    }

    private static Row side(int index, ScoredRow scored) {
        return RowFactory.create(
                index,
                scored.rewards().get(index),
                scored.example().responses().get(index).characters(),
                scored.tokens().get(index));
    }

    /**
     * A row of the table.
     *
     * @param preferred index, reward, characters, tokens
     * @param other likewise
     * @param slices list of entries
     */
    static Row compared(String id, long promptKey, Row preferred, Row other, Comparison comparison, Object slices) {
        float margin = preferred.getFloat(1) - other.getFloat(1);
        @Nullable Boolean agrees = (comparison.isTie() || margin == 0) ? null : margin > 0;
        return RowFactory.create(
                id,
                promptKey,
                preferred,
                other,
                comparison.strength().isPresent() ? comparison.strength().getAsDouble() : null,
                comparison.tag().orElse(null),
                margin,
                agrees,
                slices);
    }
}
