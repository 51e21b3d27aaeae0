package io.prefscore.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A look at the first rows of a data set, where names and types of columns do not tell; reads none before it is asked. */
final class FirstLook {

    /** So many rows are looked at. */
    static final int ROWS = 100;

    /** A text shorter than this is a name or a code, unless it says more than one word. */
    private static final int CHARACTERS_OF_TEXT = 20;

    private final StructType columns;
    private final PreferenceSchemas.Peek peek;
    private final Map<String, List<Object>> seen = new HashMap<>();
    private @Nullable List<Row> first;

    FirstLook(StructType columns, PreferenceSchemas.Peek peek) {
        this.columns = columns;
        this.peek = peek;
    }

    StructType columns() {
        return columns;
    }

    /** The values at a path that are there, in the order of the rows. */
    List<Object> values(ColumnPath path) {
        return seen.computeIfAbsent(path.text(), unknown -> look(path));
    }

    private List<Object> look(ColumnPath path) {
        Columns bound = new Columns(columns);
        ColumnPath.Bound value = path.bind(bound);
        List<Object> values = new ArrayList<>();
        for (Row row : rows(bound.read())) {
            try {
                @Nullable Object found = value.value(row);
                if (found != null) {
                    values.add(found);
                }
            } catch (RowRefused malformed) {
                // says nothing of the column
            }
        }
        return values;
    }

    /** Texts at a path; the items of lists one by one. */
    List<String> texts(String path) {
        List<String> texts = new ArrayList<>();
        ColumnPath.find(path, columns).ifPresent(found -> values(found).forEach(value -> gather(value, texts)));
        return texts;
    }

    private static void gather(@Nullable Object value, List<String> texts) {
        if (value instanceof String text) {
            texts.add(text);
        } else if (value instanceof List<?> list) {
            list.forEach(item -> gather(item, texts));
        }
    }

    /** Different values at a path as people write them. */
    Set<String> different(String path) {
        TreeSet<String> different = new TreeSet<>();
        ColumnPath.find(path, columns)
                .ifPresent(found -> values(found).forEach(value -> different.add(Judge.plain(value))));
        return different;
    }

    /** The first rows with these columns. All columns are read at once, for a look costs more than what is seen. */
    List<Row> rows(List<String> names) {
        List<String> all = List.of(columns.fieldNames());
        List<Row> rows = first;
        if (rows == null) {
            rows = peek.rows(all, ROWS);
            first = rows;
        }
        int[] places = names.stream().mapToInt(all::indexOf).toArray();
        return rows.stream()
                .map(row -> RowFactory.create(
                        Arrays.stream(places).mapToObj(row::get).toArray()))
                .toList();
    }

    /**
     * Whether a column that may hold what somebody says does so: messages and structs do, and texts whose middle length, empty ones apart, is that of a
     * sentence. Of a column that nothing is known of, its type decides.
     */
    boolean isText(String column) {
        DataType type = columns.apply(column).dataType();
        if (!(type instanceof StringType) && !isListOfTexts(type)) {
            return true;
        }
        List<Integer> lengths = values(ColumnPath.find(column, columns).orElseThrow()).stream()
                .map(FirstLook::characters)
                .filter(length -> length > 0)
                .sorted()
                .toList();
        return lengths.isEmpty() || lengths.get(lengths.size() / 2) >= CHARACTERS_OF_TEXT;
    }

    private static boolean isListOfTexts(DataType type) {
        return type instanceof ArrayType list
                && (list.elementType() instanceof StringType || isListOfTexts(list.elementType()));
    }

    private static int characters(@Nullable Object value) {
        if (value instanceof String text) {
            return text.strip().codePointCount(0, text.strip().length());
        }
        return value == null
                ? 0
                : Cells.items(value).stream()
                        .filter(Objects::nonNull)
                        .mapToInt(FirstLook::characters)
                        .sum();
    }

    /** Whether a column holds what one of others does, in most of the rows that are looked at. */
    boolean isCopy(String column, List<String> others) {
        List<String> both = new ArrayList<>(List.of(column));
        both.addAll(others);
        if (!Arrays.asList(columns.fieldNames()).containsAll(both)) {
            return false;
        }
        List<Row> rows = rows(both);
        long equal = rows.stream()
                .filter(row -> IntStream.range(1, row.size())
                        .anyMatch(other -> String.valueOf(row.get(0)).equals(String.valueOf(row.get(other)))))
                .count();
        return 2 * equal >= rows.size();
    }
}
