package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Opens files of JSON, of one object a line or one list of objects. The rows are read as text and parsed by an expression
 * instead of by Spark's JSON source, because only the raw text shows what the parser hides: a lone surrogate becomes a
 * question mark in it.
 */
final class JsonLines {

    private static final String LINE = FileLoader.LINE;

    /** Columns in which a reader that made the lines itself says what is wrong with a row. */
    static final String KNOWN_REASON = "prefscore known reason";

    static final String KNOWN_DETAIL = "prefscore known detail";

    static final Set<String> OWN_COLUMNS = Set.of(LINE, KNOWN_REASON, KNOWN_DETAIL);

    /** Looking at the beginnings of more files at a time gains nothing. */
    private static final int MOST_LOOKING_TASKS = 64;

    static final String BYTE_ORDER_MARK = "\uFEFF";
    static final String BLANK = " \t\r";

    private final SparkSession spark;
    private final InputSettings settings;

    JsonLines(SparkSession spark, InputSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    InputTable open(InputFiles files, String source) {
        FileStreams streams = FileStreams.of(spark);
        Set<InputFile> lists = lists(files, streams);
        Set<String> inLists = lists.stream().map(InputFile::path).collect(Collectors.toSet());
        RowFinder finder = new RowFinder(
                spark,
                files,
                path -> inLists.contains(path) ? foundInList(path, streams) : new TextLines(streams.open(path)));
        return table(spark, settings, notBlank(lines(files, lists, streams)), List.of(), files, source, finder);
    }

    /**
     * Makes a table of lines.
     *
     * @param settings say how the rows are read
     * @param lines JSON in {@link FileLoader#LINE}; a reader's own verdict on the row in {@link #KNOWN_REASON} and
     *     {@link #KNOWN_DETAIL}, if it has any; other columns are those of folders
     * @param order the data set's columns where their order is known; others follow by name
     * @param finder finds the lines in the files
     */
    static InputTable table(
            SparkSession spark,
            InputSettings settings,
            Dataset<Row> lines,
            List<String> order,
            InputFiles files,
            String source,
            RowFinder finder) {
        JsonColumns gathered =
                JsonColumns.of(lines.select(JsonRows.shortened(col(LINE))).as(Encoders.STRING()));
        StructType schema = ordered(gathered.types(), order);
        if (schema.isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    source + (gathered.hasNoLines() ? ": holds no rows" : ": no line is a JSON object with columns"));
        }
        JsonRows rows = new JsonRows(schema, settings, lines, gathered.haveDoubtfulKeys());
        return new InputTable(
                rows.of(lines),
                rows.columns(),
                InputTable.Identity.CONTENT,
                files.files(),
                source,
                Map.of(),
                gathered.haveLongTexts()
                        ? Optional.of(rule -> rows.of(rows.settingAside(lines, rule)))
                        : Optional.empty(),
                Optional.of(finder));
    }

    /** The texts of all rows in {@link FileLoader#LINE}, with a column for each folder level that names one. */
    private Dataset<Row> lines(InputFiles files, Set<InputFile> lists, FileStreams streams) {
        FileLoader loader = new FileLoader(spark, files);
        List<InputFile> inLists = files.files().stream().filter(lists::contains).toList();
        List<InputFile> inLines =
                files.files().stream().filter(file -> !lists.contains(file)).toList();
        if (settings.limit().isPresent()) {
            FirstRows<Row> first = new FirstRows<>(settings.limit().orElseThrow());
            for (InputFile file : files.files()) {
                if (!first.areComplete()) {
                    first.add(
                            lists.contains(file)
                                    ? elements(loader, streams, List.of(file))
                                    : asBytes(notBlank(loader.lines(List.of(file))))
                                            .toJavaRDD());
                }
            }
            return asText(first.rows(JavaSparkContext.fromSparkContext(spark.sparkContext())), loader);
        }
        if (inLists.isEmpty()) {
            return loader.lines(inLines);
        }
        Dataset<Row> elements = asText(elements(loader, streams, inLists), loader);
        return inLines.isEmpty() ? elements : loader.lines(inLines).union(elements);
    }

    /**
     * The files that are one list of rows. Their names do not tell, so each file's beginning is looked at.
     *
     * @throws UserError of kind INPUT for a file that is one object over several lines
     */
    private Set<InputFile> lists(InputFiles files, FileStreams streams) {
        List<InputFile> doubtful = files.files().stream()
                .filter(file -> !FileNames.isLines(file.name()))
                .toList();
        if (doubtful.isEmpty()) {
            return Set.of();
        }
        List<JsonShape> shapes = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(doubtful, Math.min(doubtful.size(), MOST_LOOKING_TASKS))
                .map(file -> shape(file, streams))
                .collect();
        Set<InputFile> lists = new HashSet<>();
        for (int index = 0; index < doubtful.size(); index++) {
            if (shapes.get(index) == JsonShape.OBJECT) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        doubtful.get(index).path() + ": is one JSON object over several lines; expected a list of rows"
                                + " or one object a line; name the data files if it is none of them");
            }
            if (shapes.get(index) == JsonShape.LIST) {
                lists.add(doubtful.get(index));
            }
        }
        return lists;
    }

    private static JsonShape shape(InputFile file, FileStreams streams) {
        try {
            return JsonShape.of(streams.open(file.path()));
        } catch (IOException unreadable) {
            // reading it as lines fails again, and says so
            return JsonShape.LINES;
        }
    }

    private static RecordSource<RowFinder.Found> foundInList(String path, FileStreams streams) throws IOException {
        JsonListElements elements = new JsonListElements(streams.open(path));
        return elements.map(
                element -> new RowFinder.Found("row " + elements.count() + " of its list", element, Optional.empty()));
    }

    private static JavaRDD<Row> elements(FileLoader loader, FileStreams streams, List<InputFile> lists) {
        return loader.paths(lists).toJavaRDD().flatMap(file -> {
            String path = file.getString(0);
            Iterator<byte[]> elements = FileRecords.of(path, () -> new JsonListElements(streams.open(path)));
            return Rows.behind(elements, file);
        });
    }

    /** Text passes through Java's strings only where all of it is valid; bytes are what they were. */
    private static Dataset<Row> asBytes(Dataset<Row> lines) {
        return lines.withColumn(LINE, col(LINE).cast("binary"));
    }

    private Dataset<Row> asText(JavaRDD<Row> lines, FileLoader loader) {
        StructType columns = new StructType().add(LINE, DataTypes.BinaryType);
        for (StructField folder : loader.folderColumns().fields()) {
            columns = columns.add(folder);
        }
        return spark.createDataFrame(lines, columns).withColumn(LINE, col(LINE).cast("string"));
    }

    private static Dataset<Row> notBlank(Dataset<Row> lines) {
        // else the condition is moved before the trimming, and does it once more
        Column line = functions
                .udf(TextLines.TRIM, DataTypes.BinaryType)
                .asNondeterministic()
                .apply(col(LINE).cast("binary"));
        return lines.withColumn(LINE, line.cast("string")).where(col(LINE).notEqual(""));
    }

    /** The columns in their order, with text for those of which no row has a value. */
    private static StructType ordered(StructType schema, List<String> order) {
        if (order.isEmpty()) {
            return schema;
        }
        List<String> names = Arrays.asList(schema.fieldNames());
        StructType ordered = new StructType();
        for (String name : order) {
            if (names.contains(name)) {
                ordered = ordered.add(schema.apply(name));
            } else if (names.stream().noneMatch(name::equalsIgnoreCase)) {
                ordered = ordered.add(name, DataTypes.StringType);
            }
        }
        return ordered;
    }
}
