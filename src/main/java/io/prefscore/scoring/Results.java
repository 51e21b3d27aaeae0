package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.Ratings;
import io.prefscore.dataset.RowParser;
import io.prefscore.preference.Flag;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Brings rewards back to the rows whose texts they belong to: one narrow row for each input row that could be rendered, from
 * which both the scores and the comparisons are made.
 *
 * <p>Where a row is known by its content, equal rows share an identity; {@link #OCCURRENCE} then tells them apart, and is 1
 * where each row has an identity of its own.
 */
final class Results {

    static final String IDENTITY = StagedRows.IDENTITY;
    static final String OCCURRENCE = "occurrence";
    /** As people see it: where equal rows have no id of their own, the second and those after it are numbered. */
    static final String EXAMPLE_ID = "example_id";

    static final String PROMPT_KEY = "prompt_key";
    static final String REWARDS = "rewards";
    static final String TOKENS = "tokens";
    static final String MARGIN = "margin";
    static final String AGREES = "agrees";
    static final String FLAGS = "flags";
    /** The place in its example of the row's first response: where rows share a prompt, theirs among them by identity. */
    static final String FIRST_RESPONSE = "first_response";

    /** Why the model refused one of the texts; null for a row that has its rewards. */
    static final String REASON = "reason";

    static final String DETAIL = "detail";
    static final String CHARACTERS = StagedRows.CHARACTERS;
    static final String STYLES = StagedRows.STYLES;
    static final String TURNS = StagedRows.TURNS;
    static final String COMPARISONS = StagedRows.COMPARISONS;
    static final String RATING = StagedRows.RATING;
    static final String SLICES = StagedRows.SLICES;

    private static final String OUTCOMES = "outcomes";

    private Results() {}

    /**
     * Joins.
     *
     * @param staged {@link StagedRows}
     * @param answers {@link ScoreStore} rows, each key once; empty where the rows carry their rewards
     * @param partitions tasks to do it in
     */
    static Dataset<Row> of(
            Dataset<Row> staged,
            Optional<Dataset<Row>> answers,
            InputTable.Identity identity,
            RowParser parser,
            int partitions) {
        Dataset<Row> rows = StagedRows.usable(staged)
                .repartition(partitions, col(IDENTITY))
                .withColumn(OCCURRENCE, occurrence(identity));
        Dataset<Row> joined = answers.map(scored -> rows.join(
                        outcomes(rows, scored, partitions).hint("shuffle_hash"),
                        col(IDENTITY).equalTo(col("answered_identity"))))
                .orElseGet(() -> rows.withColumn(OUTCOMES, functions.transform(col(StagedRows.GIVEN), Results::given)));
        Column numbered = identity == InputTable.Identity.CONTENT && !parser.groupsByPrompt()
                ? when(col(StagedRows.OWN_ID).or(col(OCCURRENCE).equalTo(1)), col(StagedRows.EXAMPLE_ID))
                        .otherwise(functions.concat(
                                col(StagedRows.EXAMPLE_ID),
                                lit("-"),
                                col(OCCURRENCE).cast("string")))
                : col(StagedRows.EXAMPLE_ID);
        return joined.where(functions.size(col(OUTCOMES)).equalTo(functions.size(col(StagedRows.KEYS))))
                .withColumn(EXAMPLE_ID, numbered)
                .withColumn(FIRST_RESPONSE, firstResponse(parser))
                .select(columns());
    }

    private static Column given(Column reward) {
        return functions.struct(
                reward.as(ScoreStore.REWARD),
                lit(0).as(ScoreStore.TOKENS),
                lit(0).as(ScoreStore.TRUNCATED),
                lit(null).cast("string").as(ScoreStore.REASON),
                lit(null).cast("string").as(ScoreStore.DETAIL));
    }

    static Column occurrence(InputTable.Identity identity) {
        return identity == InputTable.Identity.CONTENT
                ? functions.row_number().over(Window.partitionBy(IDENTITY).orderBy(IDENTITY))
                : lit(1);
    }

    /** One row an identity, with what became of its responses in their order. */
    private static Dataset<Row> outcomes(Dataset<Row> rows, Dataset<Row> answers, int partitions) {
        Dataset<Row> asked = rows.where(col(OCCURRENCE).equalTo(1))
                .select(
                        col(IDENTITY).as("answered_identity"),
                        functions.posexplode(col(StagedRows.KEYS)).as(new String[] {"position", "asked"}));
        Dataset<Row> answered = answers.select(
                col(ScoreStore.KEY),
                functions
                        .struct(
                                col(ScoreStore.REWARD),
                                col(ScoreStore.TOKENS),
                                col(ScoreStore.TRUNCATED),
                                col(ScoreStore.REASON),
                                col(ScoreStore.DETAIL))
                        .as("answer"));
        return asked.join(answered.hint("shuffle_hash"), col("asked").equalTo(col(ScoreStore.KEY)))
                .select(
                        col("answered_identity"),
                        functions.struct("position", "answer").as("outcome"))
                .repartition(partitions, col("answered_identity"))
                .groupBy("answered_identity")
                .agg(functions.sort_array(functions.collect_list("outcome")).as("ordered"))
                .select(col("answered_identity"), col("ordered.answer").as(OUTCOMES));
    }

    private static Column firstResponse(RowParser parser) {
        return parser.groupsByPrompt()
                ? functions
                        .row_number()
                        .over(Window.partitionBy(EXAMPLE_ID).orderBy(IDENTITY, OCCURRENCE))
                        .minus(1)
                : lit(0);
    }

    private static Column[] columns() {
        Column rewards = col(OUTCOMES).getField(ScoreStore.REWARD);
        Column refused = functions.get(
                functions.filter(col(OUTCOMES), outcome -> outcome.getField(ScoreStore.REASON)
                        .isNotNull()),
                lit(0));
        Column first = functions.get(col(COMPARISONS), lit(0));
        Column margin = functions
                .get(rewards, first.getField(StagedRows.PREFERRED))
                .minus(functions.get(rewards, first.getField(StagedRows.OTHER)));
        return new Column[] {
            col(IDENTITY),
            col(OCCURRENCE),
            col(EXAMPLE_ID),
            col(StagedRows.GROUP).as(PROMPT_KEY),
            rewards.as(REWARDS),
            col(OUTCOMES).getField(ScoreStore.TOKENS).as(TOKENS),
            margin.as(MARGIN),
            agrees(margin, first.getField(StagedRows.STRENGTH)).as(AGREES),
            flags().as(FLAGS),
            col(FIRST_RESPONSE),
            refused.getField(ScoreStore.REASON).as(REASON),
            refused.getField(ScoreStore.DETAIL).as(DETAIL),
            col(CHARACTERS),
            col(STYLES),
            col(TURNS),
            col(COMPARISONS),
            col(RATING),
            col(SLICES)
        };
    }

    /** Null where label or rewards are tied. */
    static Column agrees(Column margin, Column strength) {
        Column tie = functions.coalesce(strength.equalTo(0), lit(false)).or(margin.equalTo(0f));
        return when(functions.not(tie), margin.gt(0f));
    }

    private static Column flags() {
        Column truncated = functions.exists(
                col(OUTCOMES), outcome -> outcome.getField(ScoreStore.TRUNCATED).gt(0));
        return functions.concat(
                col(StagedRows.FLAGS),
                flagWhere(truncated, Flag.TRUNCATED),
                flagWhere(col(FIRST_RESPONSE).geq(Ratings.MOST_COMPARED), Flag.NOT_COMPARED));
    }

    private static Column flagWhere(Column condition, Flag flag) {
        return when(condition, functions.array(lit(flag.label())))
                .otherwise(functions.array().cast("array<string>"));
    }
}
