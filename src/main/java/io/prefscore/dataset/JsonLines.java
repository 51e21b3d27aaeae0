package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** A name that no data set uses; holds the line where it could not be parsed. */
    private static final String UNPARSED = "prefscore unparsed line";

    private static final String LINE = FileLoader.LINE;

    /** Columns in which a reader that made the lines itself says what is wrong with a row. */
    static final String KNOWN_REASON = "prefscore known reason";

    static final String KNOWN_DETAIL = "prefscore known detail";

    private static final Set<String> OWN_COLUMNS = Set.of(LINE, KNOWN_REASON, KNOWN_DETAIL);

    /** Looking at the beginnings of more files at a time gains nothing. */
    private static final int MOST_LOOKING_TASKS = 64;

    private static final String FLATTENED = "prefscore flattened line";
    private static final String PARSED = "prefscore parsed line";
    private static final String SURROGATE = "prefscore lone surrogate";
    private static final String DOUBTFUL_KEY = "prefscore doubtful key";
    private static final String NOT_TEXT = "prefscore not text";
    static final String BYTE_ORDER_MARK = "\uFEFF";
    static final String BLANK = " \t\r";

    private final SparkSession spark;
    private final OptionalLong limit;

    JsonLines(SparkSession spark, OptionalLong limit) {
        this.spark = spark;
        this.limit = limit;
    }

    InputTable open(InputFiles files, String source) {
        FileStreams streams = FileStreams.of(spark);
        Set<InputFile> lists = lists(files, streams);
        Set<String> inLists = lists.stream().map(InputFile::path).collect(Collectors.toSet());
        RowFinder finder = new RowFinder(
                spark,
                files,
                path -> inLists.contains(path) ? foundInList(path, streams) : new TextLines(streams.open(path)));
        return table(spark, notBlank(lines(files, lists, streams)), List.of(), files, source, finder);
    }

    /**
     * Makes a table of lines.
     *
     * @param lines JSON in {@link FileLoader#LINE}; a reader's own verdict on the row in {@link #KNOWN_REASON} and
     *     {@link #KNOWN_DETAIL}, if it has any; other columns are those of folders
     * @param order the data set's columns where their order is known; others follow by name
     * @param finder finds the lines in the files
     */
    static InputTable table(
            SparkSession spark,
            Dataset<Row> lines,
            List<String> order,
            InputFiles files,
            String source,
            RowFinder finder) {
        JsonColumns gathered = JsonColumns.of(lines.select(LINE).as(Encoders.STRING()));
        StructType schema = ordered(gathered.types(), order);
        if (schema.isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    source + (gathered.hasNoLines() ? ": holds no rows" : ": no line is a JSON object with columns"));
        }
        StructType withUnparsed = schema.add(UNPARSED, DataTypes.StringType);
        Map<String, String> options =
                Map.of("columnNameOfCorruptRecord", UNPARSED, "maxStringLen", Integer.toString(Integer.MAX_VALUE));
        MixedTexts mixed = MixedTexts.of(schema);
        Column flattened = mixed.isEmpty() ? col(LINE) : mixed.flattened(col(LINE));
        Dataset<Row> parsed = lines.withColumn(FLATTENED, flattened)
                .withColumn(PARSED, functions.from_json(col(FLATTENED), withUnparsed, options));

        List<Column> row = new ArrayList<>();
        StructType columns = schema;
        for (String name : schema.fieldNames()) {
            row.add(col(PARSED).getField(name).as(name));
        }
        for (StructField folder : lines.schema().fields()) {
            if (!OWN_COLUMNS.contains(folder.name())
                    && !Arrays.asList(schema.fieldNames()).contains(folder.name())) {
                row.add(col("`" + folder.name().replace("`", "``") + "`"));
                columns = columns.add(folder);
            }
        }
        boolean verdicts = Arrays.asList(lines.schema().fieldNames()).contains(KNOWN_REASON);
        Column knownReason = verdicts ? col(KNOWN_REASON) : lit(null).cast("string");
        Column knownDetail = verdicts ? col(KNOWN_DETAIL) : lit(null).cast("string");
        Column doubtfulKey = gathered.haveDoubtfulKeys()
                ? new JsonKeys(schema).defect(col(LINE))
                : lit(null).cast("string");
        Column notText = mixed.isEmpty() ? lit(null).cast("string") : mixed.defect(col(FLATTENED));
        Column unparsed = col(PARSED).getField(UNPARSED).isNotNull().or(functions.not(isOneObject(col(LINE))));
        Column wellFormed =
                functions.udf(OneObject.WELL_FORMED, DataTypes.BooleanType).apply(col(LINE));
        Column surrogate = functions.when(
                col(LINE).contains("\\ud").or(col(LINE).contains("\\uD")),
                functions.udf(LoneSurrogates.FIND, DataTypes.StringType).apply(col(LINE)));
        Column digest = functions.sha2(
                functions
                        .concat(col(LINE), functions.coalesce(knownDetail, lit("")))
                        .cast("binary"),
                256);
        Column invalid = InvalidText.in(col(LINE));
        Dataset<Row> rows = parsed.withColumn(SURROGATE, surrogate)
                .withColumn(DOUBTFUL_KEY, doubtfulKey)
                .withColumn(NOT_TEXT, notText)
                .select(
                        functions.struct(row.toArray(Column[]::new)).as(InputTable.ROW),
                        InputReader.contentIdentity(digest).as(InputTable.IDENTITY),
                        InputReader.contentName(digest).as(InputTable.NAME),
                        functions
                                .when(knownReason.isNotNull(), knownReason)
                                .when(invalid, lit(Skip.Reason.INVALID_UNICODE.name()))
                                .when(
                                        col(DOUBTFUL_KEY)
                                                .isNotNull()
                                                .or(col(NOT_TEXT).isNotNull()),
                                        lit(Skip.Reason.MALFORMED_FIELD.name()))
                                .when(
                                        unparsed,
                                        functions
                                                .when(wellFormed, lit(Skip.Reason.MALFORMED_FIELD.name()))
                                                .otherwise(lit(Skip.Reason.UNREADABLE_RECORD.name())))
                                .when(col(SURROGATE).isNotNull(), lit(Skip.Reason.INVALID_UNICODE.name()))
                                .as(InputTable.DEFECT_REASON),
                        functions
                                .when(knownReason.isNotNull(), knownDetail)
                                .when(invalid, InvalidText.where(col(LINE)))
                                .when(col(DOUBTFUL_KEY).isNotNull(), col(DOUBTFUL_KEY))
                                .when(col(NOT_TEXT).isNotNull(), col(NOT_TEXT))
                                .when(
                                        unparsed,
                                        functions.concat(
                                                functions
                                                        .when(
                                                                wellFormed,
                                                                lit("a value has another type than in other rows: "))
                                                        .otherwise(lit("not a JSON object: ")),
                                                col(LINE)))
                                .otherwise(col(SURROGATE))
                                .as(InputTable.DEFECT_DETAIL));
        return new InputTable(rows, columns, InputTable.Identity.CONTENT, files.files(), source, Optional.of(finder));
    }

    /** The texts of all rows in {@link FileLoader#LINE}, with a column for each folder level that names one. */
    private Dataset<Row> lines(InputFiles files, Set<InputFile> lists, FileStreams streams) {
        FileLoader loader = new FileLoader(spark, files);
        List<InputFile> inLists = files.files().stream().filter(lists::contains).toList();
        List<InputFile> inLines =
                files.files().stream().filter(file -> !lists.contains(file)).toList();
        if (limit.isPresent()) {
            FirstRows<Row> first = new FirstRows<>(limit.orElseThrow());
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
        Column line = functions.udf(TextLines.TRIM, DataTypes.BinaryType).apply(col(LINE).cast("binary"));
        return lines.withColumn(LINE, line.cast("string")).where(col(LINE).notEqual(""));
    }

    /**
     * Whether the line is a single JSON object. Spark's parser takes the first element of a list and the first of two
     * objects, and never tells that there were more.
     */
    private static Column isOneObject(Column line) {
        return line.startsWith("{")
                .and(line.endsWith("}"))
                .and(functions.udf(OneObject.TEST, DataTypes.BooleanType).apply(line.cast("binary")));
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
