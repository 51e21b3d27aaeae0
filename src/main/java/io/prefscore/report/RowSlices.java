package io.prefscore.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;

import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Brings values of scored rows to the comparisons of the same run. Ids that come with data need not be unique, so all counts
 * that the scores repeat of a comparison, its rewards among them; what is then still the same is numbered. Driver side.
 *
 * @param prefix of the report's names of examples
 * @param scores the run's scored rows
 * @param values of each of them, a map
 */
record RowSlices(ScoredRun run, String prefix, Dataset<Row> scores, Column values) {

    /** Column with the values, null where a comparison's row is not found. */
    static final String VALUES = "_prefscore_values";

    private static final String COMPARED = "_prefscore_compared";
    private static final String OCCURRENCE = "occurrence";
    private static final String SCORED = "scored_";

    /**
     * Joins.
     *
     * @param comparisons {@link SideBySide#JUDGED} of the run
     */
    Dataset<Row> joined(Dataset<Row> comparisons) {
        return withinRows() ? joinedByFacts(comparisons) : joinedByExample(comparisons);
    }

    /** Not where rows share an example, and not in a run of an earlier version, which says less of a row. */
    private boolean withinRows() {
        List<String> known =
                Arrays.asList(((StructType) scores.schema().apply("prefscore").dataType()).fieldNames());
        return known.containsAll(List.of("prompt_key", "characters", "comparisons"))
                && !scores.where(size(score("comparisons")).gt(0)).isEmpty();
    }

    private Dataset<Row> joinedByFacts(Dataset<Row> comparisons) {
        Map<String, Column> facts = facts();
        List<String> scored = facts.keySet().stream().map(SCORED::concat).toList();
        List<Column> columns = new ArrayList<>(List.of(values.as(VALUES)));
        facts.forEach((name, fact) -> columns.add(fact.as(SCORED + name)));
        Dataset<Row> valued = numbered(
                scores.withColumn(COMPARED, explode(score("comparisons"))).select(columns.toArray(Column[]::new)),
                scored,
                SCORED + OCCURRENCE);
        Column same = col(OCCURRENCE).equalTo(col(SCORED + OCCURRENCE));
        for (String fact : facts.keySet()) {
            same = same.and(col(fact).eqNullSafe(col(SCORED + fact)));
        }
        return numbered(comparisons, List.copyOf(facts.keySet()), OCCURRENCE)
                .join(valued, same, "left")
                .drop(scored.toArray(String[]::new))
                .drop(OCCURRENCE, SCORED + OCCURRENCE);
    }

    /** What both say of a comparison. */
    private Map<String, Column> facts() {
        Column preferred = col(COMPARED).getField("preferred");
        Column other = col(COMPARED).getField("other");
        Map<String, Column> facts = new LinkedHashMap<>();
        facts.put(ComparedRows.EXAMPLE, concat(lit(prefix), score("example_id")));
        facts.put(ComparedRows.PROMPT_KEY, score("prompt_key"));
        facts.put(ComparedRows.PREFERRED, preferred);
        facts.put(ComparedRows.OTHER, other);
        facts.put(ComparedRows.STRENGTH, col(COMPARED).getField("strength"));
        facts.put(ComparedRows.TAG, col(COMPARED).getField("tag"));
        facts.put(ComparedRows.PREFERRED_CHARACTERS, get(score("characters"), preferred));
        facts.put(ComparedRows.OTHER_CHARACTERS, get(score("characters"), other));
        facts.put(SideBySide.PREFERRED_REWARD, get(score("rewards"), preferred));
        facts.put(SideBySide.OTHER_REWARD, get(score("rewards"), other));
        return facts;
    }

    private static Dataset<Row> numbered(Dataset<Row> rows, List<String> equal, String number) {
        Column[] columns = equal.stream().map(functions::col).toArray(Column[]::new);
        return rows.withColumn(
                number, row_number().over(Window.partitionBy(columns).orderBy(columns)));
    }

    /** One row an example: its first. */
    private Dataset<Row> joinedByExample(Dataset<Row> comparisons) {
        Dataset<Row> valued = scores.where(score("first_response").equalTo(0))
                .select(concat(lit(prefix), score("example_id")).as(SCORED + ComparedRows.EXAMPLE), values.as(VALUES));
        valued.groupBy(SCORED + ComparedRows.EXAMPLE)
                .count()
                .where("count > 1")
                .takeAsList(1)
                .forEach(twice -> {
                    throw new UserError(
                            UserError.Kind.INPUT,
                            run.folder() + ": the id " + twice.getString(0) + " stands more than once, and prefscore "
                                    + run.codeVersion()
                                    + ", which scored it, did not write what tells such rows apart; score the data"
                                    + " again with the same store, which computes nothing anew, or leave out --slice");
                });
        return comparisons
                .join(valued, col(ComparedRows.EXAMPLE).equalTo(col(SCORED + ComparedRows.EXAMPLE)), "left")
                .drop(SCORED + ComparedRows.EXAMPLE);
    }

    private static Column score(String name) {
        return col("prefscore").getField(name);
    }
}
