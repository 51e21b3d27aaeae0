package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.ColumnMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** How a schema writes that a row's label was the wrong way round: which columns change, and into what. */
public sealed interface LabelFlip {

    /** A flip would be of one of them. */
    None MANY = new None("a row holds several comparisons");

    /** For people: what is done to a row. */
    String describe();

    /**
     * The columns that change, by name, for a table of these columns; empty where the schema has no way to write it.
     *
     * @param columns the table's columns; those that the flip knows of but the table lacks are passed over
     */
    Map<String, Column> apply(StructType columns);

    /** How what a mapping goes by is turned round. */
    static LabelFlip of(ColumnMapping mapping) {
        ColumnMapping.Judgement judgement = mapping.judgement();
        ColumnMapping.Answers answers = mapping.answers();
        if (!answers.chosen().isEmpty()) {
            return exchange(answers, judgement);
        }
        if (answers.conversation().isPresent() && !answers.rejected().isEmpty()) {
            return new None("the preferred answer is the end of a conversation");
        }
        if (answers.tree().isPresent()) {
            return MANY;
        }
        if (judgement.flags().size() == 3) {
            return new Swap(List.of(judgement.flags().subList(0, 2)));
        }
        if (judgement.label().isPresent()) {
            return ofLabel(mapping, judgement);
        }
        if (!judgement.ratings().isEmpty()) {
            return new None("ratings are given to each response by itself; none of them is a label to turn round");
        }
        if (judgement.strength().isPresent()) {
            return new Negate(judgement.strength().orElseThrow());
        }
        return judgement.ranks().isEmpty()
                ? new None("the rows hold no label")
                : new None("ranks order all answers at once");
    }

    private static LabelFlip ofLabel(ColumnMapping mapping, ColumnMapping.Judgement judgement) {
        String label = judgement.label().orElseThrow();
        List<String> values = judgement.labelValues().isEmpty()
                ? mapping.isGrouped() ? List.of("0", "1") : mapping.answers().responses()
                : judgement.labelValues();
        if (judgement.threshold().isPresent() || values.size() != 2) {
            return new None("the label is no choice between two values");
        }
        return Set.copyOf(values).equals(Set.of("0", "1"))
                ? new Complement(label)
                : new Exchange(label, values.get(0), values.get(1));
    }

    /** The first response is preferred, so that what the row says of the two changes places where it is not. */
    private static LabelFlip exchange(ColumnMapping.Answers answers, ColumnMapping.Judgement judgement) {
        boolean many = answers.chosen().size() + answers.rejected().size() > 2
                || Stream.of(answers.chosen(), answers.rejected())
                        .flatMap(List::stream)
                        .anyMatch(path -> path.contains("[]"));
        if (many) {
            return MANY;
        }
        List<List<String>> pairs = new ArrayList<>();
        pairs.add(List.of(
                ColumnPath.root(answers.chosen().get(0)),
                ColumnPath.root(answers.rejected().get(0))));
        for (List<String> said : List.of(judgement.ratings(), judgement.ranks(), answers.writers())) {
            if (said.size() == 2) {
                pairs.add(List.of(ColumnPath.root(said.get(0)), ColumnPath.root(said.get(1))));
            }
        }
        List<List<String>> distinct = pairs.stream()
                .filter(pair -> !pair.get(0).equals(pair.get(1)))
                .distinct()
                .toList();
        return distinct.isEmpty() ? new None("both answers stand in one column") : new Swap(distinct);
    }

    /** Columns exchange their contents, pair by pair: {@code chosen} with {@code rejected}. */
    record Swap(List<List<String>> pairs) implements LabelFlip {

        public Swap {
            pairs = List.copyOf(pairs);
        }

        @Override
        public String describe() {
            String first = String.join(" and ", pairs.get(0)) + " are swapped";
            return pairs.size() == 1 ? first : first + ", with what other columns say of each";
        }

        @Override
        public Map<String, Column> apply(StructType columns) {
            return pairs.stream()
                    .filter(pair -> Arrays.asList(columns.fieldNames()).containsAll(pair))
                    .flatMap(pair -> java.util.stream.Stream.of(
                            Map.entry(pair.get(0), named(pair.get(1))), Map.entry(pair.get(1), named(pair.get(0)))))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    /** A number changes its sign. */
    record Negate(String column) implements LabelFlip {

        @Override
        public String describe() {
            return column + " changes its sign";
        }

        @Override
        public Map<String, Column> apply(StructType columns) {
            DataType type = columns.apply(column).dataType();
            return Map.of(column, functions.negate(named(column)).cast(type));
        }
    }

    /** A value becomes its counterpart: {@code A>B} becomes {@code B>A}. Other values, such as ties, stay. */
    record Exchange(String column, String first, String second) implements LabelFlip {

        @Override
        public String describe() {
            return column + " changes between " + first + " and " + second;
        }

        @Override
        public Map<String, Column> apply(StructType columns) {
            DataType type = columns.apply(column).dataType();
            Column value = named(column);
            Column left = lit(first).cast(type);
            Column right = lit(second).cast(type);
            return Map.of(
                    column,
                    functions
                            .when(value.equalTo(left), right)
                            .when(value.equalTo(right), left)
                            .otherwise(value));
        }
    }

    /** A label of 0 or 1, false or true, becomes the other one. */
    record Complement(String column) implements LabelFlip {

        @Override
        public String describe() {
            return column + " becomes the other of 0 and 1, false and true";
        }

        @Override
        public Map<String, Column> apply(StructType columns) {
            DataType type = columns.apply(column).dataType();
            return Map.of(
                    column,
                    type instanceof BooleanType
                            ? functions.not(named(column))
                            : lit(1).minus(named(column)).cast(type));
        }
    }

    /** The schema cannot write it: such rows can be dropped or weighted, not flipped. */
    record None(String reason) implements LabelFlip {

        @Override
        public String describe() {
            return "none: " + reason;
        }

        @Override
        public Map<String, Column> apply(StructType columns) {
            return Map.of();
        }
    }

    private static Column named(String column) {
        return col("`" + column.replace("`", "``") + "`");
    }
}
