package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Opens the input of a run: Parquet, JSON or CSV in files, folders and globs of any Hadoop file system, or a catalog
 * table. Lives on the driver.
 */
public final class InputReader {

    /** Draws of a sample are made in steps of one in this many. */
    private static final long SAMPLE_STEPS = 1L << 40;

    /** Unique among 10⁹ rows with probability 0.999 999 5, and short enough to be read out. */
    static final int CONTENT_NAME_CHARACTERS = 20;

    private final SparkSession spark;
    private final InputSettings settings;

    public InputReader(SparkSession spark, InputSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Opens the input, with limit and sample applied: the sample is drawn from the rows that the limit leaves.
     *
     * @throws UserError of kind INPUT for paths that do not exist, formats that cannot be told, files that cannot be read
     */
    public InputTable open() {
        try {
            InputTable table =
                    settings.table().isPresent() ? catalogTable(settings.table().orElseThrow()) : files();
            return settings.sample().isPresent()
                    ? sampled(table, settings.sample().orElseThrow())
                    : table;
        } catch (Exception failure) {
            throw ReadFailures.unchecked(failure);
        }
    }

    /** A data set that is at hand already, its rows known by their content. */
    public static InputTable of(Dataset<Row> table, String source) {
        return byContent(table, source);
    }

    /**
     * The data files behind the settings' paths, sorted by path; opens none of them.
     *
     * @throws UserError of kind INPUT for paths that do not exist and formats that cannot be told
     */
    public static List<InputFile> list(InputSettings settings, Configuration hadoop) {
        return InputFiles.list(settings.paths(), settings.format(), hadoop).files();
    }

    /** Whether any file stands behind any of the paths. */
    public static boolean isAnythingAt(List<String> paths, Configuration hadoop) {
        return InputFiles.isAnythingAt(paths, hadoop);
    }

    /** A path by which a single file is meant, whatever stands in its name. */
    public static String pathOf(InputFile file) {
        return InputFiles.escaped(file);
    }

    private InputTable files() {
        InputFiles files = InputFiles.list(
                settings.paths(), settings.format(), spark.sparkContext().hadoopConfiguration());
        String source = String.join(", ", settings.paths());
        return switch (files.format()) {
            case JSONL -> new JsonLines(spark, settings).open(files, source);
            case CSV -> new CsvFiles(spark, settings).open(files, source);
            case AUTO, PARQUET -> parquet(files, source);
        };
    }

    private InputTable parquet(InputFiles files, String source) {
        try {
            return byPosition(parquet(files), files.files(), files.haveDistinctNames(), source);
        } catch (Exception failure) {
            ParquetColumns columns = ParquetColumns.of(
                            files.files(), spark.sparkContext().hadoopConfiguration())
                    .filter(found -> found.others().keySet().stream().noneMatch(this::mayBeRead))
                    .orElseThrow(() -> ReadFailures.unchecked(failure));
            Dataset<Row> table = spark.read()
                    .schema(columns.readable())
                    .options(files.options())
                    .parquet(files.names());
            return byPosition(table, files.files(), files.haveDistinctNames(), source)
                    .leavingOut(columns.others());
        }
    }

    private boolean mayBeRead(String column) {
        return PreferenceSchemas.isRead(column)
                || settings.columns().paths().stream().map(ColumnPath::root).anyMatch(column::equals);
    }

    private Dataset<Row> parquet(InputFiles files) {
        try {
            return spark.read()
                    .option("mergeSchema", "true")
                    .options(files.options())
                    .parquet(files.names());
        } catch (Exception failure) {
            if (ReadFailures.explain(failure).isEmpty()) {
                refuseUnreadable(files);
            }
            throw failure;
        }
    }

    /** For failures of Spark's that name no file, as it has them for a footer whose bytes are damaged: opens one by one. */
    private void refuseUnreadable(InputFiles files) {
        for (InputFile file : files.files()) {
            try {
                spark.read().parquet(InputFiles.escaped(file)).schema();
            } catch (Exception unreadable) {
                throw ReadFailures.unreadable(file.path(), unreadable);
            }
        }
    }

    private InputTable catalogTable(String name) {
        Dataset<Row> table = spark.table(name);
        if (hasRowIndex(table)) {
            return byPosition(table, List.of(), false, name);
        }
        InputTable byContent = byContent(table, name);
        if (settings.limit().isEmpty()) {
            return byContent;
        }
        // Without files there is no order to go by but that of the hashes: arbitrary, and the same every time.
        return byContent.with(rows -> rows.orderBy(col(InputTable.IDENTITY))
                .limit(Math.toIntExact(settings.limit().orElseThrow())));
    }

    private static boolean hasRowIndex(Dataset<Row> table) {
        try {
            return table.select(table.metadataColumn("_metadata").getField("row_index"))
                            .schema()
                            .size()
                    == 1;
        } catch (Exception noSuchColumn) {
            if (noSuchColumn instanceof AnalysisException) {
                return false;
            }
            throw noSuchColumn;
        }
    }

    /** Rows that know their file and their place in it. */
    private InputTable byPosition(Dataset<Row> table, List<InputFile> files, boolean distinctNames, String source) {
        Column metadata = table.metadataColumn("_metadata");
        Column path = metadata.getField("file_path");
        Column index = metadata.getField("row_index");
        Column shownFile = distinctNames ? metadata.getField("file_name") : path;
        Dataset<Row> rows = limited(table, path, index)
                .select(
                        functions.struct(columns(table)).as(InputTable.ROW),
                        functions
                                .concat(
                                        functions.unhex(functions.md5(path.cast("binary"))),
                                        functions.unhex(functions.lpad(functions.hex(index), 16, "0")))
                                .as(InputTable.IDENTITY),
                        functions
                                .concat(shownFile, lit("#"), index.cast("string"))
                                .as(InputTable.NAME),
                        lit(null).cast("string").as(InputTable.DEFECT_REASON),
                        lit(null).cast("string").as(InputTable.DEFECT_DETAIL));
        return new InputTable(
                rows,
                withTexts(table.schema()),
                InputTable.Identity.POSITION,
                files,
                source,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The first rows by file path and row index; how many of each file is counted without reading their columns. */
    private Dataset<Row> limited(Dataset<Row> table, Column path, Column index) {
        if (settings.limit().isEmpty()) {
            return table;
        }
        long remaining = settings.limit().orElseThrow();
        List<Row> counts = table.where(index.lt(remaining))
                .groupBy(path.as("path"))
                .count()
                .orderBy("path")
                .collectAsList();
        for (Row file : counts) {
            if (file.getLong(1) >= remaining) {
                String last = file.getString(0);
                return table.where(path.lt(last).or(path.equalTo(last).and(index.lt(remaining))));
            }
            remaining -= file.getLong(1);
        }
        return table;
    }

    /** Rows of a table that does not know its files: known by what stands in them. */
    private static InputTable byContent(Dataset<Row> table, String source) {
        Column digest = functions.sha2(
                functions
                        .to_json(functions.struct(columns(table)), Map.of("ignoreNullFields", "false"))
                        .cast("binary"),
                256);
        Dataset<Row> rows = table.select(
                functions.struct(columns(table)).as(InputTable.ROW),
                contentIdentity(digest).as(InputTable.IDENTITY),
                contentName(digest).as(InputTable.NAME),
                lit(null).cast("string").as(InputTable.DEFECT_REASON),
                lit(null).cast("string").as(InputTable.DEFECT_DETAIL));
        return new InputTable(
                rows,
                withTexts(table.schema()),
                InputTable.Identity.CONTENT,
                List.of(),
                source,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** 128 bits of a hexadecimal SHA-256: among 10⁹ rows two collide with probability 10⁻²¹. */
    static Column contentIdentity(Column hexadecimalDigest) {
        return functions.unhex(functions.substring(hexadecimalDigest, 1, 32));
    }

    static Column contentName(Column hexadecimalDigest) {
        return functions.substring(hexadecimalDigest, 1, CONTENT_NAME_CHARACTERS);
    }

    private InputTable sampled(InputTable table, double share) {
        Column draw = functions.pmod(
                functions.xxhash64(col(InputTable.IDENTITY), lit(settings.sampleSeed())), lit(SAMPLE_STEPS));
        return table.with(rows -> rows.where(draw.lt(lit((long) Math.ceil(share * SAMPLE_STEPS)))));
    }

    /** Writers that do not mark bytes as text leave it to the reader to know. */
    private static boolean isText(StructField field) {
        return field.dataType() instanceof BinaryType && PreferenceSchemas.isSometimesText(field.name());
    }

    private static StructType withTexts(StructType schema) {
        return new StructType(Arrays.stream(schema.fields())
                .map(field -> isText(field)
                        ? new StructField(field.name(), DataTypes.StringType, field.nullable(), field.metadata())
                        : field)
                .toArray(StructField[]::new));
    }

    private static Column[] columns(Dataset<Row> table) {
        StructType schema = table.schema();
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            Column column = table.col("`" + field.name().replace("`", "``") + "`");
            columns.add(isText(field) ? column.cast(DataTypes.StringType).as(field.name()) : column);
        }
        return columns.toArray(Column[]::new);
    }
}
