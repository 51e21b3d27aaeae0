package io.prefscore.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The way to a value: a column, then fields of structs and items of lists, as {@code input.messages},
 * {@code summaries[0].text} or {@code completions[].response}. A column whose very name looks like a path comes first.
 *
 * @param text as it is written
 * @param column the column that it begins with
 * @param type what stands at its end
 * @param steps inside of the column
 */
record ColumnPath(String text, String column, DataType type, List<Step> steps) {

    private static final Pattern ALTERNATIVES = Pattern.compile(" \\| ");
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d*)]");

    ColumnPath {
        steps = List.copyOf(steps);
    }

    /** A step: a field's position in a struct, an item's in a list, or each item. */
    record Step(Kind kind, int position) implements Serializable {

        enum Kind {
            FIELD,
            ITEM,
            EACH
        }
    }

    /** Finds the first of the alternatives that the columns have; empty where they have none. */
    static Optional<ColumnPath> find(String alternatives, StructType columns) {
        if (has(columns, alternatives)) {
            return Optional.of(new ColumnPath(alternatives, alternatives, typeOf(columns, alternatives), List.of()));
        }
        return ALTERNATIVES
                .splitAsStream(alternatives)
                .flatMap(path -> follow(path.strip(), columns).stream())
                .findFirst();
    }

    /** The name of the column that a path begins with, if no column's own name looks like one. */
    static String root(String path) {
        Matcher step = STEP.matcher(path);
        return step.lookingAt() && step.group(1) != null ? step.group(1) : path;
    }

    private static Optional<ColumnPath> follow(String path, StructType columns) {
        if (has(columns, path)) {
            return Optional.of(new ColumnPath(path, path, typeOf(columns, path), List.of()));
        }
        Matcher step = STEP.matcher(path);
        if (!step.lookingAt() || step.group(1) == null || !has(columns, step.group(1))) {
            return Optional.empty();
        }
        String column = step.group(1);
        DataType type = typeOf(columns, column);
        List<Step> steps = new ArrayList<>();
        int end = step.end();
        while (end < path.length()) {
            step.region(end, path.length());
            if (!step.lookingAt()) {
                return Optional.empty();
            }
            end = step.end();
            Optional<DataType> inner = inside(type, step, steps);
            if (inner.isEmpty()) {
                return Optional.empty();
            }
            type = inner.orElseThrow();
        }
        return Optional.of(new ColumnPath(path, column, type, steps));
    }

    private static Optional<DataType> inside(DataType type, Matcher step, List<Step> steps) {
        String field = step.group(1);
        if (field == null && type instanceof ArrayType array) {
            String item = step.group(2);
            steps.add(item.isEmpty() ? new Step(Step.Kind.EACH, 0) : new Step(Step.Kind.ITEM, Integer.parseInt(item)));
            return Optional.of(array.elementType());
        }
        if (field == null && type instanceof StringType && step.group(2).isEmpty()) {
            steps.add(new Step(Step.Kind.EACH, 0));
            return Optional.of(type);
        }
        if (field != null && type instanceof StructType struct && has(struct, field)) {
            steps.add(
                    new Step(Step.Kind.FIELD, Arrays.asList(struct.fieldNames()).indexOf(field)));
            return Optional.of(typeOf(struct, field));
        }
        return Optional.empty();
    }

    private static boolean has(StructType struct, String name) {
        return Arrays.asList(struct.fieldNames()).contains(name);
    }

    private static DataType typeOf(StructType struct, String name) {
        return struct.apply(name).dataType();
    }

    /** Whether it leads to one value of each item of a list. */
    boolean isEach() {
        return steps.stream().anyMatch(step -> step.kind() == Step.Kind.EACH);
    }

    /** The same path to each item of the list that stands at its end. */
    ColumnPath each() {
        List<Step> further = new ArrayList<>(steps);
        further.add(new Step(Step.Kind.EACH, 0));
        return new ColumnPath(text + "[]", column, ((ArrayType) type).elementType(), further);
    }

    /** Has the parser read the column. */
    Bound bind(Columns columns) {
        return new Bound(text, column, columns.position(column), steps);
    }

    /** A path bound to a data set's columns. */
    record Bound(String text, String column, int position, List<Step> steps) implements Serializable {

        /** The value; null where something on the way is. Of a path to each item, a list of them. */
        @Nullable
        Object value(Row row) throws RowRefused {
            return row.isNullAt(position) ? null : follow(row.get(position), 0);
        }

        /** A value that is there. */
        Object required(Row row) throws RowRefused {
            @Nullable Object value = value(row);
            if (value == null) {
                throw RowRefused.missing(text);
            }
            return value;
        }

        /** One value for each item of a list, which is there and has items. */
        List<@Nullable Object> each(Row row) throws RowRefused {
            List<?> values = (List<?>) required(row);
            if (values.isEmpty()) {
                throw RowRefused.malformed(list(), "is an empty list; it must hold at least one item");
            }
            return new ArrayList<>(values);
        }

        private String list() {
            return text.substring(0, text.indexOf("[]"));
        }

        private @Nullable Object follow(Object from, int start) throws RowRefused {
            Object value = from;
            for (int index = start; index < steps.size(); index++) {
                Step step = steps.get(index);
                if (step.kind() == Step.Kind.EACH) {
                    List<@Nullable Object> values = new ArrayList<>();
                    List<?> items = value instanceof String json ? Cells.jsonTexts(json, list()) : Cells.items(value);
                    for (@Nullable Object item : items) {
                        values.add(item == null ? null : follow(item, index + 1));
                    }
                    return values;
                }
                @Nullable Object next = inside(value, step);
                if (next == null) {
                    return null;
                }
                value = next;
            }
            return value;
        }

        private static @Nullable Object inside(Object value, Step step) {
            if (step.kind() == Step.Kind.FIELD) {
                return ((Row) value).get(step.position());
            }
            List<Object> items = Cells.items(value);
            return step.position() < items.size() ? items.get(step.position()) : null;
        }

        /** How messages call it, or one of its items. */
        String name(int item) {
            return text.replaceFirst("\\[]", "[" + item + "]");
        }
    }
}
