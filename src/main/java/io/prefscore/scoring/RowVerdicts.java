package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.InputSettings;
import io.prefscore.dataset.InputTable;
import io.prefscore.preference.Skip;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Gives the input's rows, with their own columns, what became of them: here alone are wide rows joined. Driver side. */
final class RowVerdicts {

    /** Name of the struct that a scored row gets beside its own columns. */
    static final String RESULT = "prefscore";

    private static final String VERDICT = "verdict_";

    private final InputTable input;
    private final InputSettings settings;
    private final Dataset<Row> staged;
    private final Dataset<Row> results;
    private final int partitions;

    /**
     * @param input rows with their own columns
     * @param settings whether rows may be quoted
     * @param staged {@link StagedRows}
     * @param results {@link Results}
     * @param partitions tasks to join in
     */
    RowVerdicts(InputTable input, InputSettings settings, Dataset<Row> staged, Dataset<Row> results, int partitions) {
        this.input = input;
        this.settings = settings;
        this.staged = staged;
        this.results = results;
        this.partitions = partitions;
    }

    /** The scores table: the input's own columns and {@link #RESULT}. */
    Dataset<Row> scores() {
        Column result = functions
                .struct(
                        col(Results.EXAMPLE_ID),
                        col(Results.REWARDS),
                        col(Results.TOKENS),
                        col(Results.MARGIN),
                        col(Results.AGREES),
                        col(Results.FLAGS),
                        col(Results.FIRST_RESPONSE),
                        col(Results.PROMPT_KEY),
                        col(Results.CHARACTERS),
                        col(Results.COMPARISONS))
                .as(RESULT);
        Dataset<Row> verdicts = results.where(col(Results.REASON).isNull())
                .select(
                        col(Results.IDENTITY).as(VERDICT + Results.IDENTITY),
                        col(Results.OCCURRENCE).as(VERDICT + Results.OCCURRENCE),
                        result);
        return joined(verdicts).select(col(InputTable.ROW + ".*"), col(RESULT));
    }

    /** The smaller rows are hashed, so that the wide ones are neither sorted nor spilled. */
    private Dataset<Row> joined(Dataset<Row> verdicts) {
        Column sameRow = col(InputTable.IDENTITY).equalTo(col(VERDICT + Results.IDENTITY));
        if (input.identity() == InputTable.Identity.POSITION) {
            return input.rows().join(verdicts.hint("shuffle_hash"), sameRow);
        }
        return input.rows()
                .repartition(partitions, col(InputTable.IDENTITY))
                .withColumn(Results.OCCURRENCE, Results.occurrence(input.identity()))
                .join(
                        verdicts.hint("shuffle_hash"),
                        sameRow.and(col(Results.OCCURRENCE).equalTo(col(VERDICT + Results.OCCURRENCE))));
    }

    /**
     * The set-aside table: the input's own columns, reason and detail. Made without reading anything where it is empty, as it
     * usually is.
     *
     * @param refusedRows rows that were refused before the model saw them
     * @param refusedTexts texts that the model refused
     */
    Dataset<Row> setAside(long refusedRows, long refusedTexts) {
        if (refusedRows == 0 && refusedTexts == 0) {
            return joinRefused(input.rows()
                    .limit(0)
                    .select(
                            col(InputTable.IDENTITY).as(VERDICT + Results.IDENTITY),
                            lit("").as("skip_reason"),
                            lit("").as("skip_detail")));
        }
        Dataset<Row> unusable = refused(staged, StagedRows.REASON, StagedRows.DETAIL);
        if (refusedTexts > 0) {
            unusable = unusable.unionByName(refused(results, Results.REASON, Results.DETAIL));
        }
        // Equal rows share an identity, and what becomes of one becomes of all.
        return joinRefused(input.identity() == InputTable.Identity.CONTENT ? unusable.distinct() : unusable);
    }

    private static Dataset<Row> refused(Dataset<Row> rows, String reason, String detail) {
        return rows.where(col(reason).isNotNull())
                .select(
                        col(Results.IDENTITY).as(VERDICT + Results.IDENTITY),
                        col(reason).as("skip_reason"),
                        col(detail).as("skip_detail"));
    }

    private Dataset<Row> joinRefused(Dataset<Row> unusable) {
        List<String> taken = Arrays.asList(input.columns().fieldNames());
        return input.rows()
                .join(unusable, col(InputTable.IDENTITY).equalTo(col(VERDICT + Results.IDENTITY)))
                .select(
                        col(InputTable.ROW + ".*"),
                        label(col("skip_reason")).as(ownName("reason", taken)),
                        (settings.showsTexts() ? col("skip_detail") : lit(Skip.NOT_SHOWN))
                                .as(ownName("detail", taken)));
    }

    private static Column label(Column reason) {
        Column label = reason;
        for (Skip.Reason known : Skip.Reason.values()) {
            label = functions.when(reason.equalTo(known.name()), known.label()).otherwise(label);
        }
        return label;
    }

    /** A column of the user's with our name keeps it; ours gives way. */
    static String ownName(String name, List<String> taken) {
        return taken.stream().anyMatch(column -> column.equalsIgnoreCase(name)) ? RESULT + "_" + name : name;
    }
}
