package io.prefscore.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * A response of a scored row, as units are made of. Executor side.
 *
 * @param row struct of {@link UnitMaker}
 * @param position in the row
 * @param key order by chance
 * @param reward of the response
 * @param characters of the response
 */
record ScoredResponse(Row row, int position, long key, float reward, int characters) {

    /** Highest reward first, then by chance. */
    static final Comparator<ScoredResponse> BEST_FIRST = Comparator.comparing(
                    ScoredResponse::reward, Comparator.reverseOrder())
            .thenComparingLong(ScoredResponse::key);

    private static final int PLACE = 0;
    private static final int KEY = 1;
    private static final int EXAMPLE_ID = 2;
    private static final int FIRST_RESPONSE = 3;
    private static final int PROMPT_KEY = 4;
    private static final int REWARDS = 5;
    private static final int CHARACTERS = 6;
    private static final int FLIPPED = 7;
    private static final int WEIGHT = 8;
    private static final int SLICES = 9;
    private static final int COMPARISONS = 10;

    static ScoredResponse of(Row row, int position) {
        return new ScoredResponse(
                row,
                position,
                mix(row.getLong(KEY) + position),
                row.<Float>getList(REWARDS).get(position),
                row.<Integer>getList(CHARACTERS).get(position));
    }

    /** All responses of some rows. */
    static List<ScoredResponse> all(List<Row> rows) {
        List<ScoredResponse> responses = new ArrayList<>();
        for (Row row : rows) {
            for (int position = 0; position < row.getList(REWARDS).size(); position++) {
                responses.add(of(row, position));
            }
        }
        return responses;
    }

    boolean isFlipped() {
        return row.getBoolean(FLIPPED);
    }

    double weight() {
        return row.getDouble(WEIGHT);
    }

    /** Whether the label of the row in which both stand prefers the other. */
    boolean isLabelledBelow(ScoredResponse other) {
        return row.getLong(PLACE) == other.row.getLong(PLACE)
                && row.<Row>getList(COMPARISONS).stream()
                        .anyMatch(comparison -> comparison.getInt(0) == other.position
                                && comparison.getInt(1) == position
                                && (comparison.isNullAt(2) || comparison.getDouble(2) != 0));
    }

    /** As a unit of its own. */
    Row alone() {
        return unit(null, 1);
    }

    /** As the preferred one of a pair. */
    Row over(ScoredResponse other, double weight) {
        return unit(other, weight);
    }

    private Row unit(@Nullable ScoredResponse other, double weight) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(other == null ? key : mix(key ^ Long.rotateLeft(other.key, 1)));
        values.add(row.getString(EXAMPLE_ID));
        values.add(row.getInt(FIRST_RESPONSE));
        values.add(row.getLong(PROMPT_KEY));
        values.add(other == null ? null : reward - other.reward);
        values.add(other == null ? null : Math.abs(reward - other.reward));
        values.add(reward);
        values.add(other == null ? null : other.reward);
        values.add(other == null ? reward : Math.max(reward, other.reward));
        values.add(other == null ? reward : Math.min(reward, other.reward));
        values.add(characters);
        values.add(other == null ? null : characters - other.characters);
        values.add(row.getLong(PLACE));
        values.add(position);
        values.add(other == null ? null : other.row.getLong(PLACE));
        values.add(other == null ? null : other.position);
        values.add(other == null ? null : other.row.getString(EXAMPLE_ID));
        values.add(other == null ? null : other.row.getInt(FIRST_RESPONSE));
        values.add(other != null && isLabelledBelow(other));
        values.add(weight);
        values.addAll(row.<String>getList(SLICES));
        return RowFactory.create(values.toArray());
    }

    /** Each bit of the result hangs on each bit of the number. */
    static long mix(long number) {
        return new SplittableRandom(number).nextLong();
    }
}
