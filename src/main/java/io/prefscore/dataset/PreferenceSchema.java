package io.prefscore.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * One published shape of preference data: which columns it needs, and how its rows become examples. All of them stand in
 * {@link PublishedSchemas}; one more is made of a user's own mapping.
 */
public final class PreferenceSchema {

    /** Which rows make an example. */
    public enum Rows {
        /** Each row is one. */
        ALONE,
        /** Rows with the same prompt are one, wherever they stand: each row has one response, ratings make comparisons. */
        SHARE_PROMPT
    }

    private final String name;
    private final String summary;
    private final List<NeededColumn> needed;
    private final List<String> ids;
    private final List<String> slices;
    private final Rows rows;
    private final Optional<RatingRule> ratingRule;
    private final RatedBinder binder;
    private final LabelFlip flip;

    private PreferenceSchema(Builder builder, RatedBinder binder) {
        this.name = builder.name;
        this.summary = builder.summary;
        this.needed = List.copyOf(builder.needed);
        this.ids = List.copyOf(builder.ids);
        this.slices = List.copyOf(builder.slices);
        this.rows = builder.rows;
        this.ratingRule = builder.ratingRule;
        this.flip = builder.label.flip();
        this.binder = binder;
    }

    /** Name by which a user can force the schema, such as {@code hh-rlhf}. */
    public String name() {
        return name;
    }

    /** What becomes of a row, in a few words. */
    public String summary() {
        return summary;
    }

    /** Which rows make an example. */
    public Rows rows() {
        return rows;
    }

    /** How a flipped label is written back. */
    public LabelFlip flip() {
        return flip;
    }

    /** The columns without which the shape is not this one. */
    List<NeededColumn> columns() {
        return needed;
    }

    /** What ratings are made of; empty for a schema without ratings, or whose ratings are a single number. */
    Optional<RatingRule> ratingRule() {
        return ratingRule;
    }

    /**
     * Binds the schema to a data set's columns.
     *
     * @param columns must hold {@link #columns()}; {@link PreferenceSchemas#recognise} has checked it
     * @param ratingWeights by attribute, in place of the schema's own; empty for these
     * @param moreSlices columns to break results down by, besides the schema's own
     */
    RowParser bind(StructType columns, Map<String, Double> ratingWeights, List<String> moreSlices) {
        Columns bound = new Columns(columns);
        RatingRule rule = ratingRule.orElse(RatingRule.NONE);
        Content.Reader reader = binder.bind(ratingWeights.isEmpty() ? rule : rule.weighted(ratingWeights))
                .bind(bound);
        List<String> allSlices = new ArrayList<>(slices);
        allSlices.addAll(moreSlices);
        return RowParser.of(reader, bound, ids, allSlices, rows);
    }

    /** A reading that depends on how ratings are made. */
    @FunctionalInterface
    interface RatedBinder {

        Content.Binder bind(RatingRule rule);
    }

    /**
     * A column that a schema needs.
     *
     * @param name exact name
     * @param kinds what it may hold, at least one
     */
    record NeededColumn(String name, List<ColumnKind> kinds) {

        NeededColumn {
            kinds = List.copyOf(kinds);
        }

        boolean holds(DataType type) {
            return kinds.stream().anyMatch(kind -> kind.holds(type));
        }
    }

    /** Starts the description of a schema. */
    static Builder named(String name, String summary) {
        return new Builder(name, summary);
    }

    /** Describes a schema. */
    static final class Builder {

        private final String name;
        private final String summary;
        private final List<NeededColumn> needed = new ArrayList<>();
        private List<String> ids = List.of("id");
        private List<String> slices = PublishedSchemas.USUAL_SLICES;
        private Rows rows = Rows.ALONE;
        private Optional<RatingRule> ratingRule = Optional.empty();
        private List<Side> sides = List.of();
        private Label label = new Label(columns -> row -> List.of(), new LabelFlip.None("the rows hold no label"));

        private Builder(String name, String summary) {
            this.name = name;
            this.summary = summary;
        }

        Builder needs(String column, ColumnKind... kinds) {
            needed.add(new NeededColumn(column, List.of(kinds)));
            return this;
        }

        Builder needsEach(ColumnKind kind, List<String> columns) {
            columns.forEach(column -> needs(column, kind));
            return this;
        }

        /** Columns that may name an example of one row; the first that is there and not null does. */
        Builder identifiedBy(String... columns) {
            ids = List.of(columns);
            return this;
        }

        /** Further columns to break results down by, where they are there. */
        Builder alsoSlicedBy(String... columns) {
            List<String> all = new ArrayList<>(slices);
            all.addAll(List.of(columns));
            slices = all;
            return this;
        }

        /** The columns to break results down by. */
        Builder slicedBy(List<String> columns) {
            slices = columns;
            return this;
        }

        /** Rows that share the prompt, and the values of these columns, are one example. */
        Builder oneExamplePerPrompt(String... alsoBy) {
            rows = Rows.SHARE_PROMPT;
            ids = List.of(alsoBy);
            return this;
        }

        Builder ratedBy(RatingRule rule) {
            ratingRule = Optional.of(rule);
            return this;
        }

        /** Responses in columns of their own; the first is preferred unless a label says otherwise. */
        Builder pair(Side first, Side second, ColumnKind... kinds) {
            sides = List.of(first, second);
            return needs(first.column(), kinds).needs(second.column(), kinds).labelledBy(Label.firstOf(first, second));
        }

        Builder labelledBy(Label how) {
            label = how;
            return this;
        }

        /** In place of how the label would be turned round. */
        Builder flippedBy(LabelFlip how) {
            return labelledBy(new Label(label.judge(), how));
        }

        /** See {@link Conversations#afterPrompt}. */
        PreferenceSchema pairAfter(Turns.Binder prompt) {
            return reads(Conversations.afterPrompt(prompt, sides, label.judge()));
        }

        /** See {@link Conversations#thatMayRepeat}. */
        PreferenceSchema pairThatMayRepeat(String promptColumn) {
            return reads(Conversations.thatMayRepeat(promptColumn, sides, label.judge()));
        }

        /** See {@link Conversations#whole}. */
        PreferenceSchema wholePair() {
            return reads(Conversations.whole(sides, label.judge()));
        }

        /** See {@link Conversations#commonText}. */
        PreferenceSchema pairOfTexts() {
            return reads(Conversations.commonText(sides, label.judge()));
        }

        PreferenceSchema reads(Content.Binder content) {
            return new PreferenceSchema(this, rule -> content);
        }

        PreferenceSchema readsRated(RatedBinder content) {
            return new PreferenceSchema(this, content);
        }
    }
}
