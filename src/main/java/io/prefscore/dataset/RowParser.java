package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * Turns rows into examples: a {@link PreferenceSchema} bound to the columns of one data set. Made on the driver, used on
 * executors, safe for use by several threads.
 *
 * <p>Where rows that share a prompt make one example, each row becomes an example of a single rated response without
 * comparisons, all of the prompt's with one id; {@link Ratings#comparisons} of their ratings makes the comparisons.
 */
public final class RowParser implements Serializable {

    private static final long serialVersionUID = 1;

    /** 80 bits: among 10⁹ prompts two share an id with probability 4 · 10⁻⁷. */
    private static final int ID_BYTES = 10;

    private final List<String> columns;
    private final Content.Reader reader;
    private final int[] ids;
    private final Map<String, Integer> slices;
    private final ColumnMapping.Rows rows;

    private RowParser(
            List<String> columns,
            Content.Reader reader,
            int[] ids,
            Map<String, Integer> slices,
            ColumnMapping.Rows rows) {
        this.columns = columns;
        this.reader = reader;
        this.ids = ids;
        this.slices = slices;
        this.rows = rows;
    }

    /**
     * @param reader bound to these columns
     * @param columns those that the reader reads; ids and slices that the data set has are added
     */
    static RowParser of(
            Content.Reader reader,
            Columns columns,
            List<String> idColumns,
            List<String> sliceColumns,
            ColumnMapping.Rows rows) {
        int[] ids = idColumns.stream()
                .filter(name -> columns.has(name, ColumnKind.TEXT) || columns.has(name, ColumnKind.WHOLE))
                .mapToInt(columns::position)
                .toArray();
        Map<String, Integer> slices = new TreeMap<>();
        for (String name : sliceColumns) {
            if (columns.has(name) && isScalar(columns.type(name))) {
                slices.put(name, columns.position(name));
            }
        }
        return new RowParser(columns.read(), reader, ids, slices, rows);
    }

    private static boolean isScalar(DataType type) {
        return type instanceof StringType || type instanceof NumericType || type instanceof BooleanType;
    }

    /** The columns that {@link #parse} expects a row to consist of, in this order. */
    public List<String> columns() {
        return columns;
    }

    /** Columns of the data that results are broken down by, in alphabetical order. */
    public List<String> sliceNames() {
        return List.copyOf(slices.keySet());
    }

    /** Whether rows that share a prompt are one example. */
    public boolean groupsByPrompt() {
        return rows == ColumnMapping.Rows.SHARE_PROMPT;
    }

    /**
     * Reads a row.
     *
     * @param name the example's id where the data has none of its own
     * @param row exactly {@link #columns}, by position
     */
    public Parsed parse(String name, Row row) {
        try {
            Content content = reader.read(row);
            String id = groupsByPrompt() ? sharedId(content.prompt(), row) : exampleId(name, row);
            return new Parsed.Usable(
                    new Example(id, content.prompt(), content.responses(), content.comparisons(), slices(row)));
        } catch (RowRefused refused) {
            return new Parsed.Unusable(refused.skip());
        }
    }

    private String exampleId(String name, Row row) {
        for (int id : ids) {
            if (!row.isNullAt(id)) {
                return String.valueOf(row.get(id));
            }
        }
        return name;
    }

    private Map<String, String> slices(Row row) {
        if (slices.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new TreeMap<>();
        slices.forEach((name, position) -> {
            if (!row.isNullAt(position)) {
                values.put(name, Judge.plain(row.get(position)));
            }
        });
        return values;
    }

    /** Equal for rows of one prompt. The lengths go first, so that no two prompts run together into the same bytes. */
    private String sharedId(List<Message> prompt, Row row) {
        MessageDigest digest = sha256();
        for (Message turn : prompt) {
            update(digest, turn.role());
            update(digest, turn.content());
        }
        for (int id : ids) {
            update(digest, String.valueOf(row.get(id)));
        }
        return "prompt-" + HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
