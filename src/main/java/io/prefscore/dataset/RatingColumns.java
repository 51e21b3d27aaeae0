package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How good a response is, greater being better: the sum of weight times value over numbers of its row. Where one of them is
 * missing, there is no rating.
 *
 * @param terms of the sum; none where nothing rates the response
 * @param scale what stands for numbers, from worse to better; empty where numbers stand there
 */
record RatingColumns(List<Term> terms, List<String> scale) implements Serializable {

    RatingColumns {
        terms = List.copyOf(terms);
        scale = List.copyOf(scale);
    }

    /** A number and what it counts. */
    record Term(ColumnPath.Bound path, double weight) implements Serializable {}

    /**
     * @param place of the response's column among those of the mapping
     * @param weights by attribute, in place of the rating that the mapping names
     */
    static RatingColumns bind(
            ColumnMapping.Judgement judgement,
            int place,
            Map<String, Double> weights,
            ResolvedPaths paths,
            Columns columns) {
        List<Term> terms = new ArrayList<>();
        if (!weights.isEmpty()) {
            new TreeMap<>(weights)
                    .forEach((attribute, weight) -> terms.add(new Term(
                            paths.path(java.util.Objects.requireNonNull(
                                            judgement.attributes().get(attribute), attribute))
                                    .bind(columns),
                            weight)));
            return new RatingColumns(terms, List.of());
        }
        boolean ranked = !judgement.ranks().isEmpty();
        List<String> named = ranked ? judgement.ranks() : judgement.ratings();
        if (!named.isEmpty()) {
            terms.add(new Term(paths.path(named.get(place)).bind(columns), ranked ? -1 : 1));
        }
        return new RatingColumns(terms, judgement.label().isPresent() ? List.of() : judgement.labelValues());
    }

    /**
     * The ratings of a column's responses.
     *
     * @param count how many responses there are
     * @param each whether they are a list, which each term must fit
     */
    List<OptionalDouble> read(Row row, int count, boolean each) throws RowRefused {
        if (terms.isEmpty()) {
            return Collections.nCopies(count, OptionalDouble.empty());
        }
        double[] sums = new double[count];
        for (Term term : terms) {
            @Nullable Object value = term.path().value(row);
            List<?> values = each ? list(term, value, count) : Collections.singletonList(value);
            for (int index = 0; index < count; index++) {
                // an absent value is NaN, and so is every sum with it
                sums[index] += term.weight() * number(term, values.get(index)).orElse(Double.NaN);
            }
        }
        List<OptionalDouble> ratings = new ArrayList<>(count);
        for (double sum : sums) {
            ratings.add(Double.isNaN(sum) ? OptionalDouble.empty() : OptionalDouble.of(sum));
        }
        return ratings;
    }

    private OptionalDouble number(Term term, @Nullable Object value) throws RowRefused {
        if (scale.isEmpty() || value == null) {
            return Cells.rating(value);
        }
        int place = scale.indexOf(Judge.plain(value));
        if (place < 0) {
            throw RowRefused.malformed(
                    term.path().text(), "is '" + Judge.plain(value) + "'; known: " + String.join(", ", scale));
        }
        return OptionalDouble.of(place);
    }

    private static List<?> list(Term term, @Nullable Object value, int count) throws RowRefused {
        List<?> values = value instanceof List<?> already ? already : value == null ? List.of() : Cells.items(value);
        if (values.isEmpty()) {
            return Collections.nCopies(count, null);
        }
        if (values.size() != count) {
            throw RowRefused.malformed(
                    term.path().column(), "has " + values.size() + " numbers for " + count + " responses");
        }
        return values;
    }
}
