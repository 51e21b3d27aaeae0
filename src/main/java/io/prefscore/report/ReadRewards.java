package io.prefscore.report;

import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.Ratings;
import io.prefscore.dataset.RowParser;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import io.prefscore.scoring.PromptKey;
import io.prefscore.stats.TextStyle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows that carry rewards: each becomes its comparisons, or an answer that waits for the others to its prompt, or the
 * reason why it cannot be used. Shipped to executors.
 *
 * @param columns names of the rewards' columns, for messages
 */
record ReadRewards(RowParser parser, List<String> columns) implements FlatMapFunction<Row, Row> {

    /** Of a row that cannot be used; null for any other, as are the two below where they do not apply. */
    static final String REASON = "reason";

    static final String DETAIL = "detail";
    static final String COMPARED = "compared";
    static final String ANSWER = "answer";
    /** Names the row, where it cannot be used. */
    static final String IDENTITY = "identity";

    static final String NAME = "example_id";
    /** 1 for the first of what a row of the input gives, else 0. */
    static final String ROWS = "rows";

    /** The only response of a row whose prompt is shared; sorts by the row's identity. */
    private static final StructType ANSWER_SCHEMA = new StructType()
            .add("identity", DataTypes.BinaryType)
            .add(ComparedRows.EXAMPLE, DataTypes.StringType)
            .add(ComparedRows.PROMPT_KEY, DataTypes.LongType)
            .add("rating", DataTypes.DoubleType)
            .add("characters", DataTypes.IntegerType)
            .add("style", ComparedRows.COUNTS)
            .add(ComparedRows.TURNS, DataTypes.IntegerType)
            .add(ComparedRows.SLICES, ComparedRows.ENTRIES)
            .add("rewards", ComparedRows.REWARDS);

    static final StructType SCHEMA = new StructType()
            .add(REASON, DataTypes.StringType)
            .add(DETAIL, DataTypes.StringType)
            .add(COMPARED, ComparedRows.SCHEMA)
            .add(ANSWER, ANSWER_SCHEMA)
            .add(IDENTITY, DataTypes.BinaryType)
            .add(NAME, DataTypes.StringType)
            .add(ROWS, DataTypes.IntegerType);

    private static final int IDENTITY_AT = 0;
    private static final int NAME_AT = 1;
    private static final int DEFECT = 2;
    private static final int DEFECT_DETAIL = 3;
    private static final int TEXTS = 4;
    private static final int REWARDS = 5;

    @Override
    public Iterator<Row> call(Row row) {
        if (!row.isNullAt(DEFECT)) {
            return refused(row, row.getString(DEFECT), row.getString(DEFECT_DETAIL));
        }
        Parsed parsed = parser.parse(row.getString(NAME_AT), row.getStruct(TEXTS));
        if (parsed instanceof Parsed.Unusable unusable) {
            Skip skip = unusable.skip();
            return refused(row, skip.reason().name(), skip.detail());
        }
        Example example = ((Parsed.Usable) parsed).example();
        List<@Nullable List<Double>> rewards = rewards(row);
        for (int model = 0; model < rewards.size(); model++) {
            List<Double> values = rewards.get(model);
            if (values != null && values.size() != example.responses().size()) {
                return refused(
                        row,
                        Skip.Reason.MALFORMED_FIELD.name(),
                        columns.get(model) + " holds " + values.size() + " rewards for "
                                + example.responses().size() + " responses");
            }
        }
        return parser.groupsByPrompt()
                ? List.of(answer(row, example, rewards)).iterator()
                : compared(example, rewards).iterator();
    }

    private static List<@Nullable List<Double>> rewards(Row row) {
        List<@Nullable List<Double>> models = new ArrayList<>();
        for (Object values : row.getList(REWARDS)) {
            models.add(values == null ? null : doubles((scala.collection.Seq<?>) values));
        }
        return models;
    }

    private static List<Double> doubles(scala.collection.Seq<?> values) {
        List<Double> doubles = new ArrayList<>(values.size());
        for (int index = 0; index < values.size(); index++) {
            doubles.add((Double) values.apply(index));
        }
        return doubles;
    }

    private static Iterator<Row> refused(Row row, String reason, String detail) {
        return List.of(RowFactory.create(reason, detail, null, null, row.get(IDENTITY_AT), row.getString(NAME_AT), 1))
                .iterator();
    }

    private static List<Row> compared(Example example, List<@Nullable List<Double>> rewards) {
        long prompt = new PromptKey().of(example);
        List<Row> rows = new ArrayList<>();
        for (Comparison comparison : example.comparisons()) {
            Response preferred = example.responses().get(comparison.preferred());
            Response other = example.responses().get(comparison.other());
            rows.add(RowFactory.create(
                    null,
                    null,
                    RowFactory.create(
                            0,
                            example.id(),
                            prompt,
                            comparison.preferred(),
                            comparison.other(),
                            orNull(comparison.strength()),
                            preferred.characters(),
                            other.characters(),
                            style(preferred),
                            style(other),
                            comparison.tag().orElse(null),
                            example.prompt().size(),
                            slices(example),
                            of(rewards, comparison.preferred()),
                            of(rewards, comparison.other())),
                    null,
                    null,
                    null,
                    rows.isEmpty() ? 1 : 0));
        }
        return rows.isEmpty() ? List.of(RowFactory.create(null, null, null, null, null, null, 1)) : rows;
    }

    private static Row answer(Row row, Example example, List<@Nullable List<Double>> rewards) {
        Response response = example.responses().get(0);
        return RowFactory.create(
                null,
                null,
                null,
                RowFactory.create(
                        row.get(IDENTITY_AT),
                        example.id(),
                        new PromptKey().of(example),
                        orNull(response.rating()),
                        response.characters(),
                        style(response),
                        example.prompt().size(),
                        slices(example),
                        of(rewards, 0)),
                null,
                null,
                1);
    }

    /**
     * Compares the rated answers to one prompt.
     *
     * @param row example, answers in the order of their identities
     */
    static Iterator<Row> compareAnswers(Row row) {
        List<Row> all = row.getList(1);
        List<Row> answers = all.subList(0, Math.min(all.size(), Ratings.MOST_COMPARED));
        List<OptionalDouble> ratings = answers.stream()
                .map(answer -> answer.isNullAt(3) ? OptionalDouble.empty() : OptionalDouble.of(answer.getDouble(3)))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (Comparison comparison : Ratings.comparisons(ratings)) {
            Row preferred = answers.get(comparison.preferred());
            Row other = answers.get(comparison.other());
            rows.add(RowFactory.create(
                    0,
                    row.getString(0),
                    preferred.getLong(2),
                    comparison.preferred(),
                    comparison.other(),
                    orNull(comparison.strength()),
                    preferred.getInt(4),
                    other.getInt(4),
                    preferred.get(5),
                    other.get(5),
                    comparison.tag().orElse(null),
                    preferred.getInt(6),
                    answers.get(0).get(7),
                    preferred.get(8),
                    other.get(8)));
        }
        return rows.iterator();
    }

    private static Object[] style(Response response) {
        TextStyle style = TextStyle.of(response);
        return new Object[] {style.headings(), style.listItems(), style.boldPassages(), style.codePassages()};
    }

    private static @Nullable Object[] of(List<@Nullable List<Double>> rewards, int response) {
        @Nullable Object[] values = new Object[rewards.size()];
        for (int model = 0; model < values.length; model++) {
            List<Double> ofModel = rewards.get(model);
            values[model] = ofModel == null ? null : ofModel.get(response);
        }
        return values;
    }

    private static Object[] slices(Example example) {
        return new TreeMap<>(example.slices())
                .entrySet().stream()
                        .map(slice -> RowFactory.create(slice.getKey(), slice.getValue()))
                        .toArray();
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
