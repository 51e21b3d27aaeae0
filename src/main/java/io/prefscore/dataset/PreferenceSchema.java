package io.prefscore.dataset;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** One published shape of preference data: which columns it needs, and how its rows become examples. */
public interface PreferenceSchema {

    /** Column whose text or whole number, where not null, is the example's id. */
    String ID_COLUMN = "id";

    /** Name by which a user can force the schema, such as {@code hh-rlhf}. */
    String name();

    /** The columns without which the shape is not this one. */
    List<NeededColumn> columns();

    /**
     * Binds the schema to a data set's columns.
     *
     * @param columns must hold {@link #columns()}; {@link PreferenceSchemas#recognise} has checked it
     */
    RowParser bind(StructType columns);

    /** What a column may hold. */
    enum ColumnKind {
        /** A string. */
        TEXT {
            @Override
            boolean holds(DataType type) {
                return type instanceof StringType;
            }
        },
        /** A list of structs with {@code role} and {@code content}. */
        MESSAGES {
            @Override
            boolean holds(DataType type) {
                return MessageReader.reads(type);
            }
        };

        abstract boolean holds(DataType type);

        String label() {
            return this == TEXT ? "text" : "a list of messages {role, content}";
        }
    }

    /**
     * A column that a schema needs.
     *
     * @param name exact name
     * @param kinds what it may hold, at least one
     */
    record NeededColumn(String name, List<ColumnKind> kinds) {

        public NeededColumn {
            kinds = List.copyOf(kinds);
        }

        boolean holds(DataType type) {
            return kinds.stream().anyMatch(kind -> kind.holds(type));
        }
    }
}
