package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.RowParser;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Brings rewards from the store back to the rows whose texts they belong to: narrow tables are shuffled, the input's own
 * columns join last and only once.
 */
final class RowVerdicts {

    /** Name of the struct that a scored row gets beside its own columns. */
    static final String RESULT = "prefscore";

    private static final String OUTCOMES = "outcomes";
    private static final String RESPONSES = "responses";
    private static final String EXAMPLE = "example";

    private final InputTable input;
    private final RowParser parser;
    private final Dataset<Row> staged;
    private final Dataset<Row> verdicts;
    private final long refusedTexts;

    /**
     * @param input rows with their own columns
     * @param parser how they are read
     * @param staged {@link StagedRows}
     * @param store {@link ScoreStore}, each key once
     * @param refusedTexts how many texts the model refused
     */
    RowVerdicts(InputTable input, RowParser parser, Dataset<Row> staged, Dataset<Row> store, long refusedTexts) {
        this.input = input;
        this.parser = parser;
        this.staged = staged;
        this.verdicts = verdicts(staged, store);
        this.refusedTexts = refusedTexts;
    }

    /**
     * One row an identity, with the outcomes of its responses in their order. Rows with equal content share an identity
     * and keys, so that their outcomes are equal too and the set of them has each once.
     */
    private static Dataset<Row> verdicts(Dataset<Row> staged, Dataset<Row> store) {
        Dataset<Row> asked = staged.where(col(StagedRows.REASON).isNull())
                .select(
                        col(StagedRows.IDENTITY),
                        functions
                                .struct(
                                        functions.size(col(StagedRows.KEYS)).as(RESPONSES),
                                        col(StagedRows.EXAMPLE_ID),
                                        col(StagedRows.OWN_ID),
                                        col(StagedRows.FLAGS),
                                        col(StagedRows.PREFERRED),
                                        col(StagedRows.OTHER),
                                        col(StagedRows.TIE))
                                .as(EXAMPLE),
                        functions.posexplode(col(StagedRows.KEYS)).as(new String[] {"position", "key"}));
        Dataset<Row> answers = store.select(
                col(ScoreStore.KEY).as("answered"),
                functions
                        .struct(
                                col(ScoreStore.REWARD),
                                col(ScoreStore.TOKENS),
                                col(ScoreStore.TRUNCATED),
                                col(ScoreStore.REASON),
                                col(ScoreStore.DETAIL))
                        .as("answer"));
        Column outcome = functions.struct(col("position"), col("answer"));
        return asked.join(answers, col("key").equalTo(col("answered")))
                .groupBy(StagedRows.IDENTITY)
                .agg(
                        functions.first(EXAMPLE).as(EXAMPLE),
                        functions.sort_array(functions.collect_set(outcome)).as("ordered"))
                .select(
                        col(StagedRows.IDENTITY).as("verdict_identity"),
                        col(EXAMPLE),
                        col("ordered.answer").as(OUTCOMES))
                .where(functions.size(col(OUTCOMES)).equalTo(col(EXAMPLE).getField(RESPONSES)));
    }

    private static Column refusals() {
        return functions.filter(
                col(OUTCOMES), outcome -> outcome.getField(ScoreStore.REASON).isNotNull());
    }

    /** The scores table: the input's own columns and {@link #RESULT}. */
    Dataset<Row> scores() {
        Dataset<Row> scored = verdicts.where(functions.size(refusals()).equalTo(0));
        Dataset<Row> joined = input.rows().join(scored, col(InputTable.IDENTITY).equalTo(col("verdict_identity")));
        return joined.withColumn("shown_id", exampleId())
                .withColumn("first_response", firstResponse())
                .select(col(InputTable.ROW + ".*"), result().as(RESULT));
    }

    /** The place in its example of a row's first response: where rows share a prompt, theirs among them by identity. */
    private Column firstResponse() {
        return parser.groupsByPrompt()
                ? functions
                        .row_number()
                        .over(Window.partitionBy(col(EXAMPLE).getField(StagedRows.EXAMPLE_ID))
                                .orderBy(InputTable.IDENTITY))
                        .minus(1)
                : lit(0);
    }

    /** Where a row is known by its content, the second of equal rows and those after it are numbered. */
    private Column exampleId() {
        Column id = col(EXAMPLE).getField(StagedRows.EXAMPLE_ID);
        if (input.identity() == InputTable.Identity.POSITION || parser.groupsByPrompt()) {
            return id;
        }
        Column occurrence = functions
                .row_number()
                .over(Window.partitionBy(InputTable.IDENTITY).orderBy(InputTable.IDENTITY));
        return when(col(EXAMPLE).getField(StagedRows.OWN_ID).or(occurrence.equalTo(1)), id)
                .otherwise(functions.concat(id, lit("-"), occurrence.cast("string")));
    }

    private static Column result() {
        Column example = col(EXAMPLE);
        Column rewards = col(OUTCOMES).getField(ScoreStore.REWARD);
        Column preferred = example.getField(StagedRows.PREFERRED);
        Column other = example.getField(StagedRows.OTHER);
        Column margin =
                when(preferred.isNotNull(), functions.get(rewards, preferred).minus(functions.get(rewards, other)));
        Column tie = example.getField(StagedRows.TIE).or(margin.equalTo(0f));
        Column truncated = functions.exists(
                col(OUTCOMES), outcome -> outcome.getField(ScoreStore.TRUNCATED).gt(0));
        Column flags = functions.concat(
                example.getField(StagedRows.FLAGS),
                flagWhere(truncated, Flag.TRUNCATED),
                flagWhere(col("first_response").geq(Comparisons.MOST_COMPARED), Flag.NOT_COMPARED));
        return functions.struct(
                col("shown_id").as("example_id"),
                rewards.as("rewards"),
                col(OUTCOMES).getField(ScoreStore.TOKENS).as("tokens"),
                margin.as("margin"),
                when(functions.not(tie), margin.gt(0f)).as("agrees"),
                flags.as("flags"),
                col("first_response"));
    }

    private static Column flagWhere(Column condition, Flag flag) {
        return when(condition, functions.array(lit(flag.label())))
                .otherwise(functions.array().cast("array<string>"));
    }

    /**
     * The set-aside table: the input's own columns, reason and detail. Made without reading anything where it is empty, as it
     * usually is.
     *
     * @param refusedRows rows that were refused before the model saw them
     */
    Dataset<Row> setAside(long refusedRows) {
        if (refusedRows == 0 && refusedTexts == 0) {
            return joinRefused(input.rows()
                    .limit(0)
                    .select(
                            col(InputTable.IDENTITY).as("verdict_identity"),
                            lit("").as("skip_reason"),
                            lit("").as("skip_detail")));
        }
        Dataset<Row> unusable = staged.where(col(StagedRows.REASON).isNotNull())
                .select(
                        col(StagedRows.IDENTITY).as("verdict_identity"),
                        col(StagedRows.REASON).as("skip_reason"),
                        col(StagedRows.DETAIL).as("skip_detail"));
        if (refusedTexts > 0) {
            Column first = functions.get(refusals(), lit(0));
            unusable = unusable.unionByName(
                    verdicts.where(functions.size(refusals()).gt(0))
                            .select(
                                    col("verdict_identity"),
                                    first.getField(ScoreStore.REASON).as("skip_reason"),
                                    first.getField(ScoreStore.DETAIL).as("skip_detail")));
        }
        if (input.identity() == InputTable.Identity.CONTENT) {
            unusable = unusable.distinct();
        }
        return joinRefused(unusable);
    }

    private Dataset<Row> joinRefused(Dataset<Row> unusable) {
        List<String> taken = Arrays.asList(input.columns().fieldNames());
        return input.rows()
                .join(unusable, col(InputTable.IDENTITY).equalTo(col("verdict_identity")))
                .select(
                        col(InputTable.ROW + ".*"),
                        label(col("skip_reason")).as(ownName("reason", taken)),
                        col("skip_detail").as(ownName("detail", taken)));
    }

    private static Column label(Column reason) {
        return functions.regexp_replace(functions.lower(reason), "_", "-");
    }

    /** A column of the user's with our name keeps it; ours gives way. */
    static String ownName(String name, List<String> taken) {
        return taken.stream().anyMatch(column -> column.equalsIgnoreCase(name)) ? RESULT + "_" + name : name;
    }
}
