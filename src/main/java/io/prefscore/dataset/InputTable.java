package io.prefscore.dataset;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * A data set that was opened but not read yet. The rows carry the user's columns inside one struct, so that no name of
 * theirs can collide with ours:
 *
 * <table>
 * <caption>columns of {@code rows}</caption>
 * <tr><td>{@link #ROW}</td><td>struct of the input's own columns, in their order</td></tr>
 * <tr><td>{@link #IDENTITY}</td><td>binary; the same at every reading, whatever the partitions and retries</td></tr>
 * <tr><td>{@link #NAME}</td><td>string; names the row to people where the data has no id</td></tr>
 * <tr><td>{@link #DEFECT_REASON}, {@link #DEFECT_DETAIL}</td><td>string, null for a row that could be read</td></tr>
 * </table>
 *
 * @param rows the table above; each reading of it reads the files again
 * @param columns the input's own columns
 * @param identity what {@link #IDENTITY} is made of
 * @param files the files behind it, empty for a table without files
 * @param source what the user named, for messages
 * @param leftOut columns of the files that cannot be read, with their types; they are not among the columns
 * @param shortening makes the rows anew, of those that are too long nothing but their beginnings; none where rows are no lines, and
 *     where no line has a very long text
 * @param finder tells where rows stand that are known by their content; none where their names tell, and where there are no
 *     files
 */
public record InputTable(
        Dataset<Row> rows,
        StructType columns,
        Identity identity,
        List<InputFile> files,
        String source,
        Map<String, String> leftOut,
        Optional<Function<TooLong, Dataset<Row>>> shortening,
        Optional<RowFinder> finder) {

    public static final String ROW = "row";
    public static final String IDENTITY = "identity";
    public static final String NAME = "name";
    public static final String DEFECT_REASON = "defect_reason";
    public static final String DEFECT_DETAIL = "defect_detail";

    private static final int LONGEST_LOOKED_AT = 1 << 20;

    private static final long LITTLE_BYTES = 32 << 20;

    /** What a row's identity is made of. */
    public enum Identity {
        /** File and row index: each row has its own. */
        POSITION,
        /** A hash of the content: equal rows share it, and an occurrence number tells them apart where that matters. */
        CONTENT
    }

    public InputTable {
        files = List.copyOf(files);
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }

    /**
     * Makes sure that what was read is what still stands there.
     *
     * @throws io.prefscore.preference.UserError of kind INPUT naming a file that was written to, replaced or removed since the
     *     table was opened
     */
    public void requireUnchanged(Configuration hadoop) {
        InputFiles.requireUnchanged(files, hadoop);
    }

    /**
     * Where rows stand, for messages: their files are read once more.
     *
     * @param names of {@link #NAME}
     * @return file and line by name, or file and row where a file is no lines; the name itself where nothing better is known
     */
    public UnaryOperator<String> places(Set<String> names) {
        Map<String, String> places = names.isEmpty()
                ? Map.of()
                : finder.map(rows -> rows.find(names)).orElse(Map.of());
        return name -> places.getOrDefault(name, name);
    }

    /** Length of all files together; empty for a table without files. */
    public OptionalLong bytes() {
        return files.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(files.stream().mapToLong(InputFile::bytes).sum());
    }

    /** Rows of all files together, about, by the first bytes of a few of them; empty where these do not tell. */
    public OptionalLong estimatedRows(Configuration hadoop) {
        return files.isEmpty() ? OptionalLong.empty() : RowEstimate.of(files, hadoop);
    }

    /** Whether a task goes over all of it in the time that Spark takes to plan it; never where nobody knows how much it is. */
    public boolean isLittle() {
        return bytes().orElse(Long.MAX_VALUE) <= LITTLE_BYTES;
    }

    /** The first few readable rows that Spark comes by, with these columns only; rows with very long texts are passed over. */
    List<Row> someRows(List<String> names, int count) {
        Column[] selected = names.stream()
                .map(name -> functions.col(ROW).getField(name).as(name))
                .toArray(Column[]::new);
        Column isShort = functions.lit(true);
        for (String name : names) {
            if (columns.apply(name).dataType() instanceof StringType) {
                Column length = functions.octet_length(functions.col(ROW).getField(name));
                isShort =
                        isShort.and(functions.coalesce(length, functions.lit(0)).leq(LONGEST_LOOKED_AT));
            }
        }
        return settingAside(TooLong.ANY_LONG_TEXT)
                .rows()
                .where(functions.col(DEFECT_REASON).isNull().and(isShort))
                .select(selected)
                .takeAsList(count);
    }

    /**
     * The same table with rows that are too long set aside before they are read, their long texts cut off, where that can be
     * told from their beginnings.
     */
    public InputTable settingAside(TooLong rule) {
        return shortening
                .map(shorter -> new InputTable(
                        shorter.apply(rule), columns, identity, files, source, leftOut, Optional.empty(), finder))
                .orElse(this);
    }

    /** The same table, of whose files these columns are not read. */
    InputTable leavingOut(Map<String, String> others) {
        return new InputTable(rows, columns, identity, files, source, others, shortening, finder);
    }

    /** The same table with fewer rows. */
    InputTable with(UnaryOperator<Dataset<Row>> fewer) {
        return new InputTable(
                fewer.apply(rows),
                columns,
                identity,
                files,
                source,
                leftOut,
                shortening.map(shorter -> shorter.andThen(fewer)),
                finder);
    }
}
