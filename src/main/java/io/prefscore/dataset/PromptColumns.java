package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the responses, bound to a data set's columns.
 *
 * @param parts of the prompt; a single one unless texts are joined or turns alternate
 */
record PromptColumns(
        List<ColumnPath.Bound> parts,
        @Nullable Turns turns,
        TextTurns texts,
        boolean alternate,
        String separator,
        ColumnPath.@Nullable Bound system,
        ColumnPath.@Nullable Bound history,
        @Nullable MessageReader pastMessages)
        implements Serializable {

    static PromptColumns bind(ColumnMapping mapping, ResolvedPaths paths, Columns columns) {
        TextTurns texts = TextTurns.of(mapping.writing().marks());
        ColumnMapping.Prompt prompt = mapping.prompt();
        List<ColumnPath> parts = paths.all(prompt.columns());
        boolean single = parts.size() == 1 && !parts.get(0).isEach();
        Optional<ColumnPath> past = prompt.history().map(paths::path);
        return new PromptColumns(
                parts.stream().map(part -> part.bind(columns)).toList(),
                single ? Turns.bind(parts.get(0), Turns.Part.PROMPT, columns, texts) : null,
                texts,
                Turns.alternate(mapping.writing()),
                prompt.separator(),
                prompt.system().map(path -> paths.path(path).bind(columns)).orElse(null),
                past.map(path -> path.bind(columns)).orElse(null),
                past.filter(path -> MessageReader.reads(path.type()))
                        .map(path -> new MessageReader(path.text(), path.type()))
                        .orElse(null));
    }

    boolean isGiven() {
        return !parts.isEmpty();
    }

    /** Whether it is a text, and not messages. */
    boolean isText() {
        return turns == null || turns.messages() == null;
    }

    /** The turns of the prompt itself. */
    List<Message> read(Row row) throws RowRefused {
        if (turns != null) {
            return turns.read(row);
        }
        if (alternate) {
            return Turns.alternating(
                    parts.get(0).each(row),
                    parts.size() < 2 || parts.get(1).value(row) == null
                            ? List.of()
                            : (List<?>) parts.get(1).required(row));
        }
        List<String> joined = new ArrayList<>();
        for (ColumnPath.Bound part : parts) {
            if (part.value(row) instanceof String text && !text.isEmpty()) {
                joined.add(text);
            }
        }
        if (joined.isEmpty()) {
            throw RowRefused.missing(parts.get(0).text());
        }
        return texts.prompt(String.join(separator, joined), parts.get(0).text());
    }

    /** The system's turn and earlier ones before these, unless they begin with a system's turn themselves. */
    List<Message> behindWhatCameBefore(List<Message> prompt, boolean past, Row row) throws RowRefused {
        if (system == null && history == null) {
            return prompt;
        }
        List<Message> all = new ArrayList<>();
        boolean instructed = !prompt.isEmpty() && prompt.get(0).role().equals("system");
        if (system != null && !instructed && system.value(row) instanceof String text && !text.isBlank()) {
            all.add(new Message("system", text));
        }
        if (history != null && past) {
            all.addAll(history(row));
        }
        all.addAll(prompt);
        return all;
    }

    private List<Message> history(Row row) throws RowRefused {
        ColumnPath.Bound column = java.util.Objects.requireNonNull(history);
        @Nullable Object value = column.value(row);
        if (value == null || Cells.items(value).isEmpty()) {
            return List.of();
        }
        if (pastMessages != null) {
            return pastMessages.read(value);
        }
        List<Message> turns = new ArrayList<>();
        for (@Nullable Object exchange : Cells.items(value)) {
            List<Object> texts = exchange == null ? List.of() : Cells.items(exchange);
            if (texts.size() != 2
                    || !(texts.get(0) instanceof String asked)
                    || !(texts.get(1) instanceof String answered)) {
                throw RowRefused.malformed(column.text(), "must hold pairs of a question and its answer");
            }
            turns.add(new Message(Turns.USER, asked));
            turns.add(new Message(Turns.ASSISTANT, answered));
        }
        return turns;
    }
}
