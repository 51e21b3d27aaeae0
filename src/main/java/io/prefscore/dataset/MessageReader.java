package io.prefscore.dataset;

import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages: {@code list<struct<role, content, …>>}, or a single such struct, the fields in any order and under the names
 * that {@link Vocabulary} knows. The content is a string, or a list of parts {@code {type, text}}, which is flattened where
 * every part is text. Further fields become extras.
 */
final class MessageReader implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String PART_TYPE = "type";
    private static final String PART_TEXT = "text";
    private static final String TOOL_CALLS = "tool_calls";

    private final String column;
    private final int roleIndex;
    private final int contentIndex;
    private final List<String> fields;

    MessageReader(String column, DataType type) {
        StructType struct = messageStruct(type)
                .orElseThrow(() -> new IllegalArgumentException("column '" + column + "' holds no messages: " + type));
        this.column = column;
        this.fields = List.of(struct.fieldNames());
        this.roleIndex = fields.indexOf(role(struct).orElseThrow());
        this.contentIndex = fields.indexOf(content(struct).orElseThrow());
    }

    /** Whether a column of this type holds message lists. */
    static boolean reads(DataType type) {
        return type instanceof ArrayType && messageStruct(type).isPresent();
    }

    /** Whether a column of this type holds a single message. */
    static boolean readsOne(DataType type) {
        return type instanceof StructType && messageStruct(type).isPresent();
    }

    private static Optional<StructType> messageStruct(DataType type) {
        DataType item = type instanceof ArrayType array ? array.elementType() : type;
        return item instanceof StructType struct
                        && role(struct).isPresent()
                        && content(struct).isPresent()
                ? Optional.of(struct)
                : Optional.empty();
    }

    private static Optional<String> role(StructType struct) {
        return Vocabulary.words("message-role").stream()
                .filter(Arrays.asList(struct.fieldNames())::contains)
                .filter(name -> struct.apply(name).dataType() instanceof StringType)
                .findFirst();
    }

    private static Optional<String> content(StructType struct) {
        return Vocabulary.words("message-content").stream()
                .filter(Arrays.asList(struct.fieldNames())::contains)
                .filter(name -> holdsContent(struct.apply(name).dataType()))
                .findFirst();
    }

    private static boolean holdsContent(DataType type) {
        if (type instanceof StringType) {
            return true;
        }
        return type instanceof ArrayType parts
                && parts.elementType() instanceof StructType part
                && Arrays.asList(part.fieldNames()).contains(PART_TEXT)
                && part.apply(PART_TEXT).dataType() instanceof StringType;
    }

    /** The turns of a list of messages, at least one, or of a single message. */
    List<Message> read(@Nullable Object value) throws RowRefused {
        if (value == null) {
            throw RowRefused.missing(column);
        }
        if (value instanceof Row single) {
            return List.of(message(single, column));
        }
        List<Object> turns = Cells.items(value);
        if (turns.isEmpty()) {
            throw new RowRefused(Skip.Reason.EMPTY_CONVERSATION, "'" + column + "' has no turns");
        }
        List<Message> messages = new ArrayList<>(turns.size());
        for (@Nullable Object turn : turns) {
            messages.add(message((Row) turn, column + "[" + messages.size() + "]"));
        }
        return messages;
    }

    private Message message(@Nullable Row turn, String where) throws RowRefused {
        if (turn == null) {
            throw RowRefused.missing(where);
        }
        if (turn.isNullAt(roleIndex)) {
            throw RowRefused.missing(where + "." + fields.get(roleIndex));
        }
        String role = Vocabulary.role(turn.getString(roleIndex));
        if (role.equals(Vocabulary.TOOL_CALL)) {
            throw toolsNotRendered(where);
        }
        Map<String, Object> extras = extras(turn);
        boolean calls = extras.get(TOOL_CALLS) instanceof List<?> list && !list.isEmpty();
        if (turn.isNullAt(contentIndex)) {
            throw calls ? toolsNotRendered(where) : RowRefused.missing(where + "." + fields.get(contentIndex));
        }
        Object content = turn.get(contentIndex);
        String text = content instanceof String string
                ? string
                : flatten(turn.getList(contentIndex), where + "." + fields.get(contentIndex));
        if (calls && text.isBlank()) {
            throw toolsNotRendered(where);
        }
        return new Message(role, text, extras);
    }

    private static RowRefused toolsNotRendered(String where) {
        return new RowRefused(
                Skip.Reason.TOOLS_NOT_RENDERED,
                "'" + where + "' calls a tool and says nothing; it would be judged as an empty answer");
    }

    private static String flatten(List<Row> parts, String where) throws RowRefused {
        StringBuilder text = new StringBuilder();
        for (Row part : parts) {
            String kind = part == null ? "null" : partKind(part);
            if (part == null || !kind.equals(PART_TEXT) || part.isNullAt(part.fieldIndex(PART_TEXT))) {
                throw new RowRefused(
                        Skip.Reason.MALFORMED_FIELD,
                        "'" + where + "' holds a part of type '" + kind + "'; only text can be scored");
            }
            text.append(part.getString(part.fieldIndex(PART_TEXT)));
        }
        return text.toString();
    }

    private static String partKind(Row part) {
        boolean typed = Arrays.asList(part.schema().fieldNames()).contains(PART_TYPE)
                && !part.isNullAt(part.fieldIndex(PART_TYPE));
        return typed ? String.valueOf(part.get(part.fieldIndex(PART_TYPE))) : PART_TEXT;
    }

    private Map<String, Object> extras(Row turn) {
        if (fields.size() == 2) {
            return Map.of();
        }
        Map<String, Object> extras = new LinkedHashMap<>();
        for (int index = 0; index < fields.size(); index++) {
            if (index != roleIndex && index != contentIndex && !turn.isNullAt(index)) {
                extras.put(fields.get(index), plain(turn.get(index)));
            }
        }
        return extras;
    }

    /** Spark's rows, sequences and maps as plain Java; null fields of structs are left out, as they are in JSON. */
    private static Object plain(Object value) {
        if (value instanceof Row row) {
            Map<String, Object> fields = new LinkedHashMap<>();
            String[] names = row.schema().fieldNames();
            for (int index = 0; index < names.length; index++) {
                if (!row.isNullAt(index)) {
                    fields.put(names[index], plain(row.get(index)));
                }
            }
            return fields;
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            List<Object> items = new ArrayList<>();
            RowFactory.create(sequence).getList(0).forEach(item -> {
                if (item != null) {
                    items.add(plain(item));
                }
            });
            return items;
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            RowFactory.create(map).getJavaMap(0).forEach((key, item) -> {
                if (item != null) {
                    entries.put(String.valueOf(key), plain(item));
                }
            });
            return entries;
        }
        return value;
    }
}
