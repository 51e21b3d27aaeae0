package io.prefscore.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads files through Spark's sources, with a column for each folder level that is named {@code column=value}. What type
 * such a column has is settled by all of the files, so any part of them is read with the same columns. Lives on the
 * driver.
 */
final class FileLoader {

    /** The column that holds the text of a line, as Spark's source calls it. */
    static final String LINE = "value";

    /** The column that holds the path of a file, as Spark's source calls it. */
    static final String PATH = "path";

    private static final StructType TEXT_SOURCE = new StructType().add(LINE, DataTypes.StringType);
    private static final StructType BINARY_SOURCE = new StructType()
            .add(PATH, DataTypes.StringType)
            .add("modificationTime", DataTypes.TimestampType)
            .add("length", DataTypes.LongType)
            .add("content", DataTypes.BinaryType);

    private final SparkSession spark;
    private final InputFiles files;
    private final Map<String, StructType> folderColumnsByRoot = new LinkedHashMap<>();
    private final StructType folderColumns;

    FileLoader(SparkSession spark, InputFiles files) {
        this.spark = spark;
        this.files = files;
        files.byRoot(files.files())
                .forEach((root, inRoot) ->
                        folderColumnsByRoot.put(root, root.isEmpty() ? new StructType() : folderColumns(root, inRoot)));
        this.folderColumns = united(folderColumnsByRoot.values());
    }

    private StructType folderColumns(String root, List<InputFile> inRoot) {
        StructType all = reader(root).format("binaryFile").load(names(inRoot)).schema();
        Set<String> own = Set.copyOf(Arrays.asList(BINARY_SOURCE.fieldNames()));
        return new StructType(Arrays.stream(all.fields())
                .filter(field -> !own.contains(field.name()))
                .toArray(StructField[]::new));
    }

    /** Roots that disagree over a column's type have text in it. */
    private static StructType united(Iterable<StructType> roots) {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (StructType root : roots) {
            for (StructField field : root.fields()) {
                types.merge(
                        field.name(),
                        field.dataType(),
                        (known, other) -> known.equals(other) ? known : DataTypes.StringType);
            }
        }
        StructType united = new StructType();
        for (Map.Entry<String, DataType> column : types.entrySet()) {
            united = united.add(column.getKey(), column.getValue());
        }
        return united;
    }

    /** The columns that folder names make. */
    StructType folderColumns() {
        return folderColumns;
    }

    /** The lines of some of the files in {@link #LINE}, then {@link #folderColumns}. */
    Dataset<Row> lines(List<InputFile> some) {
        return load("text", TEXT_SOURCE, LINE, some);
    }

    /** The paths of some of the files in {@link #PATH}, then {@link #folderColumns}; no byte of the files is read. */
    Dataset<Row> paths(List<InputFile> some) {
        return load("binaryFile", BINARY_SOURCE, PATH, some);
    }

    private Dataset<Row> load(String format, StructType source, String column, List<InputFile> some) {
        List<Dataset<Row>> parts = new ArrayList<>();
        files.byRoot(some).forEach((root, inRoot) -> {
            StructType ofRoot = folderColumnsByRoot.getOrDefault(root, new StructType());
            StructType schema = source;
            for (StructField field : ofRoot.fields()) {
                schema = schema.add(field);
            }
            parts.add(
                    withFolderColumns(reader(root).schema(schema).format(format).load(names(inRoot)), column, ofRoot));
        });
        return parts.stream().reduce(Dataset::union).orElseThrow();
    }

    private Dataset<Row> withFolderColumns(Dataset<Row> part, String column, StructType ofRoot) {
        List<Column> columns = new ArrayList<>(List.of(functions.col(column)));
        List<String> known = Arrays.asList(ofRoot.fieldNames());
        for (StructField field : folderColumns.fields()) {
            Column value = known.contains(field.name())
                    ? functions.col("`" + field.name().replace("`", "``") + "`")
                    : functions.lit(null);
            columns.add(value.cast(field.dataType()).as(field.name()));
        }
        return part.select(columns.toArray(Column[]::new));
    }

    private DataFrameReader reader(String root) {
        DataFrameReader reader = spark.read()
                .option(
                        ZstdCodec.OPTION,
                        ZstdCodec.withOurs(spark.sparkContext().hadoopConfiguration()));
        return root.isEmpty() ? reader : reader.option("basePath", root);
    }

    private static String[] names(List<InputFile> some) {
        return some.stream().map(InputFiles::escaped).toArray(String[]::new);
    }
}
