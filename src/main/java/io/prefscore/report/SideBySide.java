package io.prefscore.report;

import io.prefscore.preference.UserError;
import io.prefscore.scoring.Iterators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Puts what several models say of one comparison beside each other. Reads {@link #JUDGED} rows of whole {@link #KEY}s, equal ones
 * next to each other, and makes {@link ComparedRows} of them; a comparison that a model lacks stays, without rewards of it.
 *
 * <p>Ids that come with data need not be unique. Comparisons of one key are told apart by their lengths, labels and style;
 * where these are equal too, any order is right as long as one model's rewards differ among them at most. Else nothing says
 * which rewards belong together, and no number is better than a wrong one. Shipped to executors.
 *
 * @param models how many there are
 * @param data labels of the data sets, for messages
 */
record SideBySide(int models, List<String> data) implements MapPartitionsFunction<Row, Row> {

    static final String MODEL = "model";
    static final String PREFERRED_REWARD = "preferred_reward";
    static final String OTHER_REWARD = "other_reward";

    /** What tells one comparison from another, unless an id stands more than once. */
    static final List<String> KEY = List.of(
            ComparedRows.DATA,
            ComparedRows.EXAMPLE,
            ComparedRows.PROMPT_KEY,
            ComparedRows.PREFERRED,
            ComparedRows.OTHER);

    private static final List<String> TOLD_APART_BY = List.of(
            ComparedRows.STRENGTH, ComparedRows.PREFERRED_CHARACTERS, ComparedRows.OTHER_CHARACTERS, ComparedRows.TAG);
    private static final List<String> STYLES = List.of(ComparedRows.PREFERRED_STYLE, ComparedRows.OTHER_STYLE);

    /** {@link ComparedRows} before the rewards, and these as one model has them. */
    static final StructType JUDGED = new StructType(Arrays.stream(ComparedRows.SCHEMA.fields())
                    .filter(field -> !field.dataType().equals(ComparedRows.REWARDS))
                    .toArray(StructField[]::new))
            .add(MODEL, DataTypes.IntegerType)
            .add(PREFERRED_REWARD, DataTypes.DoubleType)
            .add(OTHER_REWARD, DataTypes.DoubleType);

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return Iterators.concat(new Iterator<>() {
            private @Nullable Row ahead = rows.hasNext() ? rows.next() : null;

            @Override
            public boolean hasNext() {
                return ahead != null;
            }

            @Override
            public Iterator<Row> next() {
                List<Object> key = values(Objects.requireNonNull(ahead), KEY);
                List<Row> equal = new ArrayList<>();
                while (ahead != null && values(ahead, KEY).equals(key)) {
                    equal.add(ahead);
                    ahead = rows.hasNext() ? rows.next() : null;
                }
                return compared(equal).iterator();
            }
        });
    }

    /** Of rows with one key. */
    private List<Row> compared(List<Row> equal) {
        Collection<List<Row>> byModel = by(equal, List.of(MODEL)).values();
        if (byModel.size() == equal.size()) {
            return List.of(beside(equal));
        }
        List<String> facts = new ArrayList<>(TOLD_APART_BY);
        if (equal.stream().allMatch(row -> values(row, STYLES).stream().allMatch(Objects::nonNull))) {
            facts.addAll(STYLES);
        }
        return by(equal, facts).values().stream()
                .flatMap(alike -> inAnyOrder(alike).stream())
                .toList();
    }

    /** Of rows of which nothing but rewards tells one from another. */
    private List<Row> inAnyOrder(List<Row> alike) {
        Collection<List<Row>> byModel = by(alike, List.of(MODEL)).values();
        List<List<Row>> varied = byModel.stream()
                .filter(rows -> rows.stream().distinct().count() > 1)
                .toList();
        boolean isClear = varied.isEmpty()
                || (varied.size() == 1
                        && byModel.stream()
                                .allMatch(rows -> rows.size() >= varied.get(0).size()));
        if (!isClear) {
            throw ambiguous(alike.get(0));
        }
        int most = byModel.stream().mapToInt(List::size).max().orElseThrow();
        return IntStream.range(0, most)
                .mapToObj(occurrence -> beside(byModel.stream()
                        .filter(rows -> rows.size() > occurrence)
                        .map(rows -> rows.get(occurrence))
                        .toList()))
                .toList();
    }

    private UserError ambiguous(Row row) {
        String source = data.get(row.<Integer>getAs(ComparedRows.DATA));
        return new UserError(
                UserError.Kind.INPUT,
                source + ": the id " + row.getAs(ComparedRows.EXAMPLE)
                        + " stands more than once, with one prompt and with responses of the same lengths and style, so which"
                        + " rewards of two runs belong together cannot be told; report on each run by itself, or give rows ids"
                        + " of their own and score them again");
    }

    /** One row of several, one a model; runs of earlier versions do not know all facts. */
    private Row beside(List<Row> rows) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int field = 0; field < JUDGED.fieldIndex(MODEL); field++) {
            int of = field;
            values.add(rows.stream()
                    .map(row -> row.get(of))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null));
        }
        @Nullable Object[] preferred = new Object[models];
        @Nullable Object[] other = new Object[models];
        for (Row row : rows) {
            int model = row.<Integer>getAs(MODEL);
            preferred[model] = row.getAs(PREFERRED_REWARD);
            other[model] = row.getAs(OTHER_REWARD);
        }
        values.add(preferred);
        values.add(other);
        return RowFactory.create(values.toArray());
    }

    private static Map<List<Object>, List<Row>> by(List<Row> rows, List<String> names) {
        Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(values(row, names), unused -> new ArrayList<>())
                .add(row));
        return groups;
    }

    private static List<Object> values(Row row, List<String> names) {
        return Arrays.asList(names.stream().map(name -> row.<Object>getAs(name)).toArray());
    }
}
