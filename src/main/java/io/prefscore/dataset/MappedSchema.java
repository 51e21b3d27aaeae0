package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/** Makes a schema of a user's own mapping of columns. */
final class MappedSchema {

    static final String NAME = "mapped";

    private static final ColumnKind ANSWER = new ColumnKind(
            "text or a list of messages", type -> ColumnKind.TEXT.holds(type) || MessageReader.reads(type));

    private final ColumnMapping mapping;
    private final StructType columns;

    private MappedSchema(ColumnMapping mapping, StructType columns) {
        this.mapping = mapping;
        this.columns = columns;
    }

    /**
     * @param columns the data set's columns, which decide how those that are mapped are read
     */
    static PreferenceSchema of(ColumnMapping mapping, StructType columns) {
        return new MappedSchema(mapping, columns).schema();
    }

    private PreferenceSchema schema() {
        PreferenceSchema.Builder builder = PreferenceSchema.named(NAME, "as input.columns says");
        mapping.prompt().ifPresent(prompt -> builder.needs(prompt, ANSWER));
        ColumnKind answers = isList() ? ColumnKind.TEXTS : ANSWER;
        answerColumns().forEach(column -> builder.needs(column, answers));
        ColumnKind ratings = isList() ? ColumnKind.NUMBERS : ColumnKind.NUMBER;
        mapping.ratings().forEach(column -> builder.needs(column, ratings));
        mapping.strength().ifPresent(column -> builder.needs(column, ColumnKind.NUMBER));
        mapping.label()
                .ifPresent(column ->
                        builder.needs(column, ColumnKind.TEXT, ColumnKind.WHOLE, ColumnKind.NUMBER, ColumnKind.TRUTH));
        mapping.slices().forEach(column -> builder.needs(column, ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.TRUTH));
        mapping.id().ifPresent(column -> builder.needs(column, ColumnKind.TEXT, ColumnKind.WHOLE));
        if (mapping.groupBy().isPresent()) {
            builder.oneExamplePerPrompt(mapping.groupBy().orElseThrow());
        } else {
            builder.identifiedBy(mapping.id().stream().toArray(String[]::new));
        }
        return builder.slicedBy(mapping.slices()).labelledBy(label()).reads(content());
    }

    private boolean isList() {
        List<String> all = answerColumns();
        return all.stream()
                .allMatch(name -> List.of(columns.fieldNames()).contains(name)
                        && ColumnKind.TEXTS.holds(columns.apply(name).dataType()));
    }

    private List<String> answerColumns() {
        List<String> all = new ArrayList<>(mapping.responses());
        mapping.chosen().ifPresent(all::add);
        mapping.rejected().ifPresent(all::add);
        return all;
    }

    private Content.Binder content() {
        if (mapping.groupBy().isPresent()) {
            return grouped();
        }
        if (mapping.chosen().isPresent() && isList()) {
            return Answers.grid(
                    Turns.promptOrMessages(mapping.prompt().orElseThrow()),
                    mapping.chosen().orElseThrow(),
                    mapping.rejected().orElseThrow(),
                    Answers.ANY_NUMBER,
                    (chosen, rejected) -> Optional.empty());
        }
        if (isList()) {
            return Answers.texts(
                    Turns.promptOrMessages(mapping.prompt().orElseThrow()),
                    mapping.responses().get(0),
                    mapping.ratings().stream().findFirst());
        }
        List<Side> sides = new ArrayList<>();
        for (int index = 0; index < answerColumns().size(); index++) {
            Side side = Side.of(answerColumns().get(index));
            sides.add(
                    mapping.ratings().isEmpty()
                            ? side
                            : side.ratedBy(mapping.ratings().get(index)));
        }
        return mapping.prompt().isPresent()
                ? Conversations.thatMayRepeat(mapping.prompt().orElseThrow(), sides, label().judge())
                : Conversations.whole(conversations(), label().judge());
    }

    /** Without a prompt, texts are dialogues. */
    private List<Side> conversations() {
        return answerColumns().stream()
                .map(column -> Side.of(
                        column,
                        ColumnKind.TEXT.holds(columns.apply(column).dataType())
                                ? Turns.dialogue(column)
                                : Turns.messages(column)))
                .toList();
    }

    private Content.Binder grouped() {
        List<String> rated = new ArrayList<>(mapping.ratings());
        mapping.label().ifPresent(rated::add);
        RatingRule rule = rated.isEmpty() ? RatingRule.NONE : RatingRule.of(rated.get(0));
        return Answers.rated(
                Turns.promptOrMessages(mapping.prompt().orElseThrow()),
                Turns.turnOrMessages(mapping.responses().get(0), Turns.ASSISTANT),
                rule);
    }

    private Label label() {
        if (mapping.chosen().isPresent()) {
            Side chosen = Side.of(mapping.chosen().orElseThrow());
            Side rejected = Side.of(mapping.rejected().orElseThrow());
            return Label.firstOf(chosen, rejected, mapping.strength().stream().toArray(String[]::new));
        }
        if (mapping.label().isPresent()) {
            List<String> values = mapping.labelValues().isEmpty() ? mapping.responses() : mapping.labelValues();
            Map<String, String> ties = new TreeMap<>();
            mapping.tieValues().forEach(value -> ties.put(value, ""));
            return Label.named(mapping.label().orElseThrow(), values, ties, mapping.strength());
        }
        if (mapping.strength().isPresent()) {
            return Label.signed(mapping.strength().orElseThrow(), Double.MAX_VALUE);
        }
        return new Label(mapping.ratings().isEmpty() ? bound -> row -> List.of() : byRatings(), Label.NOT_TURNED);
    }

    private Judge.Binder byRatings() {
        return bound -> {
            int[] positions =
                    mapping.ratings().stream().mapToInt(bound::position).toArray();
            return row -> {
                List<OptionalDouble> ratings = new ArrayList<>(positions.length);
                for (int position : positions) {
                    ratings.add(Cells.number(row, position));
                }
                return Ratings.comparisons(ratings);
            };
        };
    }
}
