package io.prefscore.filter;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.prefscore.config.FilterPolicy;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import io.prefscore.encode.ContentKeys;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What policies decide by: a few numbers of each scored row, or of each pair or response that is made of some. No texts, so
 * that a pass over it reads a hundredth of the data.
 */
final class Facts {

    static final String PLACE = ScoredRows.PLACE;
    /** Order by chance: of the seed and what the row is, not of where it stands. */
    static final String KEY = "key";

    static final String EXAMPLE_ID = "example_id";
    static final String FIRST_RESPONSE = "first_response";
    static final String PROMPT_KEY = "prompt_key";
    /** Of the only comparison; null where there is none, or several, or a tie of the label. */
    static final String MARGIN = "margin";
    /** Best reward less worst; null for a row with one response. */
    static final String SIZE = "size";

    static final String PREFERRED_REWARD = "preferred_reward";
    static final String OTHER_REWARD = "other_reward";
    static final String BEST_REWARD = "best_reward";
    static final String WORST_REWARD = "worst_reward";
    /** Characters of the preferred response, and how many more than the other has; null as the margin is. */
    static final String PREFERRED_CHARACTERS = "preferred_characters";

    static final String LENGTH_GAP = "length_gap";
    /** Responses of the row, where pairs are to be made of them. */
    static final String REWARDS = "rewards";

    static final String CHARACTERS = "characters";
    static final String COMPARISONS = "comparisons";
    /** Equal for rows with equal prompts, lengths and labels, where models vote: an id that comes with data need not be unique. */
    static final String ALIKE = "alike";
    /** How many models agree with the label. */
    static final String VOTES = "votes";

    private Facts() {}

    /** The value of a slice, by its number. */
    static String slice(int number) {
        return "slice_" + number;
    }

    /**
     * What rows that are the same have in common: 16 bytes, equal for equal prompts and, if these are compared too, equal
     * responses in whatever order and however labelled. Among 10⁹ rows two differ and share it with probability 10⁻²¹.
     */
    static String content(FilterPolicy.Same same) {
        return "content_" + same.name();
    }

    /** What a condition says, by the number of its policy. */
    static String condition(int policy) {
        return "condition_" + policy;
    }

    /**
     * The facts of scored rows.
     *
     * @param slices columns of the data whose values are kept
     */
    static Dataset<Row> of(ScoredRows scored, List<FilterPolicy> policies, List<String> slices, long seed) {
        List<Column> columns = new ArrayList<>(List.of(
                col(PLACE),
                key(seed).as(KEY),
                ScoredRows.score(EXAMPLE_ID).as(EXAMPLE_ID),
                ScoredRows.score(FIRST_RESPONSE).as(FIRST_RESPONSE),
                ScoredRows.score(PROMPT_KEY).as(PROMPT_KEY)));
        columns.addAll(ofPairs());
        for (int number = 0; number < slices.size(); number++) {
            columns.add(coalesce(ScoredRows.column(slices.get(number)).cast("string"), lit("null"))
                    .as(slice(number)));
        }
        if (policies.stream().anyMatch(Facts::makesUnits)) {
            for (String name : List.of(REWARDS, CHARACTERS, COMPARISONS)) {
                columns.add(ScoredRows.score(name).as(name));
            }
        }
        if (policies.stream().anyMatch(FilterPolicy.Ensemble.class::isInstance)) {
            columns.add(alike(ScoredRows.column(ScoredRows.SCORES)).as(ALIKE));
        }
        policies.stream()
                .flatMap(policy ->
                        policy instanceof FilterPolicy.ExactDuplicates exact ? Stream.of(exact.same()) : Stream.of())
                .distinct()
                .forEach(same -> columns.add(functions
                        .udf(new Content(scored.recognition().parser(), same), DataTypes.BinaryType)
                        .apply(scored.parserColumns())
                        .as(content(same))));
        for (int policy = 0; policy < policies.size(); policy++) {
            if (policies.get(policy) instanceof FilterPolicy.Where where) {
                columns.add(condition(scored, where, policy));
            }
        }
        return scored.rowsAndColumns().select(columns.toArray(Column[]::new));
    }

    /** {@link #content} of what a schema's parser reads. Shipped to executors. */
    private record Content(RowParser parser, FilterPolicy.Same same) implements UDF1<Row, byte[]> {

        @Override
        public byte[] call(Row row) throws ConversationRefused {
            if (parser.parse("", row) instanceof Parsed.Usable usable) {
                return switch (same) {
                    case PROMPT -> new ContentKeys().ofPrompt(usable.example());
                    case PROMPT_AND_RESPONSES -> new ContentKeys().of(usable.example());
                };
            }
            throw new IllegalStateException("a row that was scored cannot be read any more");
        }
    }

    /** {@link #KEY} of a scored row. */
    static Column key(long seed) {
        return functions.xxhash64(
                lit(seed), ScoredRows.score(EXAMPLE_ID), ScoredRows.score(FIRST_RESPONSE), ScoredRows.score(REWARDS));
    }

    /** {@link #ALIKE} of a row's scores. */
    static Column alike(Column scores) {
        return functions.xxhash64(
                scores.getField(PROMPT_KEY), scores.getField(CHARACTERS), scores.getField(COMPARISONS));
    }

    static boolean makesUnits(FilterPolicy policy) {
        return policy instanceof FilterPolicy.Pairs || policy instanceof FilterPolicy.Best;
    }

    private static Column comparison() {
        return get(ScoredRows.score(COMPARISONS), lit(0));
    }

    /** Whether a scored row has one comparison, which is no tie. */
    static Column isPair() {
        return size(ScoredRows.score(COMPARISONS))
                .equalTo(1)
                .and(coalesce(comparison().getField("strength").notEqual(0), lit(true)));
    }

    private static List<Column> ofPairs() {
        Column rewards = ScoredRows.score(REWARDS);
        Column characters = ScoredRows.score(CHARACTERS);
        Column preferred = comparison().getField("preferred");
        Column other = comparison().getField("other");
        Column pair = isPair();
        Column gap = get(characters, preferred).minus(get(characters, other));
        return List.of(
                when(pair, get(rewards, preferred).minus(get(rewards, other))).as(MARGIN),
                when(size(rewards).gt(1), array_max(rewards).minus(array_min(rewards)))
                        .as(SIZE),
                when(pair, get(rewards, preferred)).as(PREFERRED_REWARD),
                when(pair, get(rewards, other)).as(OTHER_REWARD),
                array_max(rewards).as(BEST_REWARD),
                array_min(rewards).as(WORST_REWARD),
                when(pair, get(characters, preferred)).as(PREFERRED_CHARACTERS),
                when(pair, gap).as(LENGTH_GAP));
    }

    private static Column condition(ScoredRows scored, FilterPolicy.Where where, int policy) {
        try {
            Dataset<Row> tried = scored.rowsAndColumns().select(functions.expr(where.sql()));
            if (!(tried.schema().apply(0).dataType() instanceof BooleanType)) {
                throw invalid(policy, where, "is no condition: it must be true or false");
            }
        } catch (Exception failure) {
            if (failure instanceof AnalysisException) {
                throw invalid(policy, where, "cannot be evaluated: " + firstLine(failure));
            }
            throw failure;
        }
        return coalesce(functions.expr(where.sql()), lit(false)).as(condition(policy));
    }

    private static UserError invalid(int policy, FilterPolicy.Where where, String why) {
        return new UserError(
                UserError.Kind.SETTINGS, "filter.policies[" + policy + "].where.sql: \"" + where.sql() + "\" " + why);
    }

    private static String firstLine(Exception refused) {
        return Objects.requireNonNullElse(refused.getMessage(), "")
                .lines()
                .findFirst()
                .orElse("");
    }
}
