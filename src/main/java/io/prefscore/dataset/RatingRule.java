package io.prefscore.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * How a response's attributes become its rating: the sum of weight times value. An attribute is a number, a list of
 * numbers, whose mean counts, or a text that is a number; where one that counts is missing, there is no rating.
 *
 * @param attributes what may be weighted, with the path of fields where each stands
 * @param weights by attribute; those that are not named do not count
 */
record RatingRule(Map<String, List<String>> attributes, Map<String, Double> weights) {

    RatingRule {
        attributes = Map.copyOf(attributes);
        weights = Map.copyOf(weights);
    }

    /** No rating at all. */
    static final RatingRule NONE = new RatingRule(Map.of(), Map.of());

    /** Attributes that are columns or fields themselves, the first of which is the rating unless other weights are given. */
    static RatingRule of(String... attributes) {
        Map<String, List<String>> paths = new TreeMap<>();
        for (String attribute : attributes) {
            paths.put(attribute, List.of(attribute));
        }
        return new RatingRule(paths, Map.of(attributes[0], 1.0));
    }

    /** The same attributes and one more, which stands in nested structs. */
    RatingRule withNested(String attribute, String... path) {
        Map<String, List<String>> paths = new TreeMap<>(attributes);
        paths.put(attribute, List.of(path));
        return new RatingRule(paths, weights);
    }

    /** The same attributes with other weights. */
    RatingRule weighted(Map<String, Double> others) {
        return new RatingRule(attributes, others);
    }

    /** Binds to columns of a table. */
    Bound bind(Columns columns) {
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, Double> weight : new TreeMap<>(weights).entrySet()) {
            List<String> path = attributes.getOrDefault(weight.getKey(), List.of(weight.getKey()));
            boolean there = columns.has(path.get(0));
            parts.add(new Part(there ? List.of(columns.position(path.get(0))) : List.of(), weight.getValue()));
        }
        return new Bound(parts);
    }

    /** Binds to fields of a struct. */
    Bound bindTo(StructType struct) {
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, Double> weight : new TreeMap<>(weights).entrySet()) {
            List<String> path = attributes.getOrDefault(weight.getKey(), List.of(weight.getKey()));
            parts.add(new Part(positions(struct, path), weight.getValue()));
        }
        return new Bound(parts);
    }

    /** Empty where there is no such path. */
    private static List<Integer> positions(StructType struct, List<String> path) {
        List<Integer> positions = new ArrayList<>();
        StructType inner = struct;
        for (int depth = 0; depth < path.size(); depth++) {
            int position = Arrays.asList(inner.fieldNames()).indexOf(path.get(depth));
            if (position < 0) {
                return List.of();
            }
            positions.add(position);
            if (depth + 1 < path.size()) {
                if (!(inner.fields()[position].dataType() instanceof StructType next)) {
                    return List.of();
                }
                inner = next;
            }
        }
        return positions;
    }

    /** One term of the sum: where its value stands, by positions in nested rows, and its weight. */
    private record Part(List<Integer> positions, double weight) implements Serializable {

        OptionalDouble value(Row row) {
            Row inner = row;
            for (int depth = 0; depth + 1 < positions.size(); depth++) {
                if (inner.isNullAt(positions.get(depth))) {
                    return OptionalDouble.empty();
                }
                inner = inner.getStruct(positions.get(depth));
            }
            return positions.isEmpty() ? OptionalDouble.empty() : leaf(inner, positions.get(positions.size() - 1));
        }

        private static OptionalDouble leaf(Row row, int position) {
            if (row.isNullAt(position)) {
                return OptionalDouble.empty();
            }
            Object value = row.get(position);
            if (value instanceof Number number) {
                return Cells.finite(number.doubleValue());
            }
            if (value instanceof Boolean truth) {
                return OptionalDouble.of(truth ? 1 : 0);
            }
            return value instanceof String text ? parsed(text) : Cells.mean(row, position);
        }

        /** UltraFeedback writes its ratings as texts, and {@code N/A} where there is none. */
        private static OptionalDouble parsed(String text) {
            try {
                return Cells.finite(Double.parseDouble(text.strip()));
            } catch (NumberFormatException noNumber) {
                return OptionalDouble.empty();
            }
        }
    }

    /** A rule bound to columns or fields. */
    record Bound(List<Part> parts) implements Serializable {

        /** The rating; greater is better. */
        OptionalDouble read(Row row) {
            if (parts.isEmpty()) {
                return OptionalDouble.empty();
            }
            double sum = 0;
            for (Part part : parts) {
                OptionalDouble value = part.value(row);
                if (value.isEmpty()) {
                    return OptionalDouble.empty();
                }
                sum += part.weight() * value.getAsDouble();
            }
            return OptionalDouble.of(sum);
        }
    }
}
