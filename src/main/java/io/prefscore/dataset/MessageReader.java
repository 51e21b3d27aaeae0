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

/**
 * Reads message lists: {@code list<struct<role, content, …>>}, the fields in any order. The content is a string, or a
 * list of parts {@code {type, text}}, which is flattened where every part is text. Further fields become extras.
 */
final class MessageReader implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String PART_TYPE = "type";
    private static final String PART_TEXT = "text";

    private final String column;
    private final int roleIndex;
    private final int contentIndex;
    private final List<String> fields;

    MessageReader(String column, DataType type) {
        StructType struct = messageStruct(type)
                .orElseThrow(() -> new IllegalArgumentException("column '" + column + "' holds no messages: " + type));
        this.column = column;
        this.fields = List.of(struct.fieldNames());
        this.roleIndex = fields.indexOf(ROLE);
        this.contentIndex = fields.indexOf(CONTENT);
    }

    /** Whether a column of this type holds message lists. */
    static boolean reads(DataType type) {
        return messageStruct(type).isPresent();
    }

    private static Optional<StructType> messageStruct(DataType type) {
        if (!(type instanceof ArrayType array) || !(array.elementType() instanceof StructType struct)) {
            return Optional.empty();
        }
        List<String> names = Arrays.asList(struct.fieldNames());
        if (!names.contains(ROLE) || !names.contains(CONTENT)) {
            return Optional.empty();
        }
        boolean roleIsText = struct.apply(ROLE).dataType() instanceof StringType;
        return roleIsText && holdsContent(struct.apply(CONTENT).dataType()) ? Optional.of(struct) : Optional.empty();
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

    /** The turns of a row's column, at least one. */
    List<Message> read(Row row, int index) throws RowRefused {
        if (row.isNullAt(index)) {
            throw new RowRefused(Skip.Reason.MISSING_FIELD, "'" + column + "' is null");
        }
        List<Row> turns = row.getList(index);
        if (turns.isEmpty()) {
            throw new RowRefused(Skip.Reason.EMPTY_CONVERSATION, "'" + column + "' has no turns");
        }
        List<Message> messages = new ArrayList<>(turns.size());
        for (Row turn : turns) {
            messages.add(message(turn, messages.size()));
        }
        return messages;
    }

    private Message message(Row turn, int position) throws RowRefused {
        String where = column + "[" + position + "]";
        if (turn == null) {
            throw new RowRefused(Skip.Reason.MISSING_FIELD, "'" + where + "' is null");
        }
        if (turn.isNullAt(roleIndex)) {
            throw new RowRefused(Skip.Reason.MISSING_FIELD, "'" + where + ".role' is null");
        }
        if (turn.isNullAt(contentIndex)) {
            throw new RowRefused(Skip.Reason.MISSING_FIELD, "'" + where + ".content' is null");
        }
        Object content = turn.get(contentIndex);
        String text = content instanceof String string ? string : flatten(turn.getList(contentIndex), where);
        return new Message(turn.getString(roleIndex), text, extras(turn));
    }

    private static String flatten(List<Row> parts, String where) throws RowRefused {
        StringBuilder text = new StringBuilder();
        for (Row part : parts) {
            String kind = part == null ? "null" : partKind(part);
            if (part == null || !kind.equals(PART_TEXT) || part.isNullAt(part.fieldIndex(PART_TEXT))) {
                throw new RowRefused(
                        Skip.Reason.MALFORMED_FIELD,
                        "'" + where + ".content' holds a part of type '" + kind + "'; only text can be scored");
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
