package io.prefscore.inspect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Counts the {@link Findings}. Everything is an aggregation that begins where the rows are, so no value that stands in most
 * rows makes one task's work larger. Driver side.
 */
final class Counting {

    private Counting() {}

    /**
     * What is left of the texts when less and less is counted twice.
     *
     * @param texts distinct ones
     * @param prompts distinct prompts of these
     * @param characters of the distinct texts
     * @param charactersShared of the distinct texts, prompts counted once
     */
    record Distinct(long texts, long prompts, long characters, long charactersShared, long tokens, long tokensShared) {}

    /** All partitions' tallies together. */
    static RowTally tally(Dataset<Row> findings) {
        return of(findings, Findings.Kind.TALLY)
                .select(Findings.TALLY)
                .as(Encoders.BINARY())
                .javaRDD()
                .treeAggregate(new RowTally(), (tally, bytes) -> tally.merge(RowTally.of(bytes)), RowTally::merge);
    }

    /**
     * Counts distinct texts and the prompts that they share. A text that was split into prompt and response in two ways
     * counts for the prompt of lower key.
     */
    static Distinct distinct(Dataset<Row> findings) {
        Dataset<Row> texts = of(findings, Findings.Kind.TEXT)
                .groupBy(Findings.KEY)
                .agg(
                        least(Findings.PROMPT),
                        least(Findings.CHARACTERS),
                        least(Findings.TOKENS),
                        least(Findings.PROMPT_CHARACTERS),
                        least(Findings.PROMPT_TOKENS));
        Dataset<Row> prompts = texts.groupBy(Findings.PROMPT)
                .agg(
                        count(lit(1)).as("texts"),
                        sum(Findings.CHARACTERS).as(Findings.CHARACTERS),
                        sum(Findings.TOKENS).as(Findings.TOKENS),
                        least(Findings.PROMPT_CHARACTERS),
                        least(Findings.PROMPT_TOKENS));
        Row totals = prompts.agg(
                        total(col("texts")),
                        count(lit(1)),
                        total(col(Findings.CHARACTERS)),
                        total(col(Findings.CHARACTERS).minus(repeated(Findings.PROMPT_CHARACTERS))),
                        total(col(Findings.TOKENS)),
                        total(col(Findings.TOKENS).minus(repeated(Findings.PROMPT_TOKENS))))
                .first();
        return new Distinct(
                totals.getLong(0),
                totals.getLong(1),
                totals.getLong(2),
                totals.getLong(3),
                totals.getLong(4),
                totals.getLong(5));
    }

    /** What a prompt's texts beyond the first one repeat. */
    private static Column repeated(String promptLength) {
        return col("texts").minus(1).multiply(col(promptLength));
    }

    /**
     * Examples that span rows: an example with N rated responses, n_r of them rated r, has N·(N−1)/2 comparisons, of which
     * Σ n_r·(n_r−1)/2 are ties. Pairs are counted, never made.
     */
    static ExampleTally examples(Dataset<Row> findings) {
        Dataset<Row> byRating = of(findings, Findings.Kind.ANSWER)
                .groupBy(Findings.KEY, Findings.RATING)
                .agg(
                        count(lit(1)).as("answers"),
                        least(Findings.TURNS),
                        least(Findings.PROMPT_CHARACTERS),
                        least(Findings.PROMPT_TOKENS));
        Column rated = when(col(Findings.RATING).isNotNull(), col("answers")).otherwise(0L);
        return byRating.groupBy(Findings.KEY)
                .agg(
                        sum("answers").as("answers"),
                        sum(rated).as("rated"),
                        sum(pairs(rated)).as("ties"),
                        least(Findings.TURNS),
                        least(Findings.PROMPT_CHARACTERS),
                        least(Findings.PROMPT_TOKENS))
                .select(
                        col("answers"),
                        pairs(col("rated")),
                        col("ties"),
                        col(Findings.TURNS),
                        col(Findings.PROMPT_CHARACTERS),
                        col(Findings.PROMPT_TOKENS))
                .javaRDD()
                .treeAggregate(new ExampleTally(), Counting::add, ExampleTally::merge);
    }

    /** Rows whose two texts other rows have with the other one preferred. */
    static long contradicted(Dataset<Row> findings) {
        return of(findings, Findings.Kind.PAIR)
                .groupBy(Findings.KEY)
                .agg(count(lit(1)).as("rows"), sum(Findings.COUNT).as("lower"))
                .where(col("lower").gt(0).and(col("lower").lt(col("rows"))))
                .agg(total(col("rows")))
                .first()
                .getLong(0);
    }

    /** How many pairs so many make; the product is even. */
    private static Column pairs(Column many) {
        return functions.shiftright(many.multiply(many.minus(1)), 1);
    }

    private static ExampleTally add(ExampleTally tally, Row example) {
        tally.add(new ExampleTally.Counts(
                example.getLong(0),
                example.getLong(1),
                example.getLong(2),
                example.getLong(3),
                example.getLong(4),
                example.getLong(5)));
        return tally;
    }

    /** The slices by name. */
    static List<Inspection.Slice> slices(Dataset<Row> findings) {
        Map<String, SliceValues> slices = of(findings, Findings.Kind.SLICE)
                .groupBy(Findings.NAME, Findings.VALUE)
                .agg(sum(Findings.COUNT))
                .javaRDD()
                .treeAggregate(
                        (Map<String, SliceValues>) new HashMap<String, SliceValues>(), Counting::add, Counting::merge);
        return new TreeMap<>(slices)
                .entrySet().stream()
                        .map(slice -> slice.getValue().slice(slice.getKey()))
                        .toList();
    }

    private static Map<String, SliceValues> add(Map<String, SliceValues> slices, Row value) {
        slices.computeIfAbsent(value.getString(0), name -> new SliceValues())
                .add(new Inspection.ValueCount(value.getString(1), value.getLong(2)));
        return slices;
    }

    private static Map<String, SliceValues> merge(Map<String, SliceValues> slices, Map<String, SliceValues> more) {
        more.forEach((name, values) -> slices.merge(name, values, SliceValues::merge));
        return slices;
    }

    private static Dataset<Row> of(Dataset<Row> findings, Findings.Kind kind) {
        return findings.where(col(Findings.KIND).equalTo(kind.name()));
    }

    private static Column least(String column) {
        return min(column).as(column);
    }

    private static Column total(Column column) {
        return coalesce(sum(column), lit(0L));
    }
}
