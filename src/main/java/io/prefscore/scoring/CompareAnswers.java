package io.prefscore.scoring;

import io.prefscore.dataset.Ratings;
import io.prefscore.preference.Comparison;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Compares the rated answers to one prompt, which came from different rows. Executor side. */
final class CompareAnswers {

    private static final int EXAMPLE_ID = 0;
    private static final int PROMPT_KEY = 1;
    private static final int TURNS = 2;
    private static final int ANSWERS = 3;
    private static final int SLICES = 4;
    private static final int RATING = 5;

    private CompareAnswers() {}

    /**
     * @param row example id, prompt key, turns of the prompt, answers in their order, slices as entries
     */
    static Iterator<Row> call(Row row) {
        List<Row> answers = row.getList(ANSWERS);
        List<OptionalDouble> ratings = new ArrayList<>(answers.size());
        for (Row answer : answers) {
            ratings.add(answer.isNullAt(RATING) ? OptionalDouble.empty() : OptionalDouble.of(answer.getDouble(RATING)));
        }
        List<Row> comparisons = new ArrayList<>();
        for (Comparison comparison : Ratings.comparisons(ratings)) {
            comparisons.add(RowFactory.create(
                    row.getString(EXAMPLE_ID),
                    row.getLong(PROMPT_KEY),
                    side(answers.get(comparison.preferred())),
                    side(answers.get(comparison.other())),
                    comparison.strength().isPresent() ? comparison.strength().getAsDouble() : null,
                    comparison.tag().orElse(null),
                    row.getInt(TURNS),
                    row.get(SLICES)));
        }
        return comparisons.iterator();
    }

    /** Without the rating, which the table's strength is made of. */
    private static Row side(Row answer) {
        return RowFactory.create(answer.get(0), answer.get(1), answer.get(2), answer.get(3), answer.get(4));
    }
}
