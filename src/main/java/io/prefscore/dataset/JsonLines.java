package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Opens files of JSON lines. The lines are read as text and parsed by an expression instead of by Spark's JSON source,
 * because only the raw line shows what the parser hides: a lone surrogate becomes a question mark in it.
 */
final class JsonLines {

    /** A name that no data set uses; holds the line where it could not be parsed. */
    private static final String UNPARSED = "prefscore unparsed line";

    private static final String MESSAGES = "messages";
    private static final String LINE = "value";
    private static final String FLATTENED = "flattened";
    private static final String PARSED = "parsed";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String BLANK = " \t\r";

    private final SparkSession spark;
    private final OptionalLong limit;

    JsonLines(SparkSession spark, OptionalLong limit) {
        this.spark = spark;
        this.limit = limit;
    }

    InputTable open(InputFiles files, String source) {
        Dataset<Row> lines = lines(files);
        StructType schema = messagesAsLists(lines, infer(lines, source));
        StructType withUnparsed = schema.add(UNPARSED, DataTypes.StringType);
        Map<String, String> options = Map.of("columnNameOfCorruptRecord", UNPARSED);
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
            if (!folder.name().equals(LINE)
                    && !Arrays.asList(schema.fieldNames()).contains(folder.name())) {
                row.add(col("`" + folder.name().replace("`", "``") + "`"));
                columns = columns.add(folder);
            }
        }
        Column notText = mixed.isEmpty() ? lit(null).cast("string") : mixed.defect(col(FLATTENED));
        Column unparsed = col(PARSED).getField(UNPARSED).isNotNull().or(functions.not(isOneObject(col(LINE))));
        Column surrogate = functions.when(
                functions.lower(col(LINE)).contains("\\ud"),
                functions.udf(LoneSurrogates.FIND, DataTypes.StringType).apply(col(LINE)));
        Column digest = functions.sha2(col(LINE).cast("binary"), 256);
        Column invalid = functions.not(functions.is_valid_utf8(col(LINE)));
        Dataset<Row> rows = parsed.withColumn("surrogate", surrogate)
                .withColumn("not_text", notText)
                .select(
                        functions.struct(row.toArray(Column[]::new)).as(InputTable.ROW),
                        InputReader.contentIdentity(digest).as(InputTable.IDENTITY),
                        InputReader.contentName(digest).as(InputTable.NAME),
                        functions
                                .when(invalid, lit(Skip.Reason.INVALID_UNICODE.name()))
                                .when(col("not_text").isNotNull(), lit(Skip.Reason.MALFORMED_FIELD.name()))
                                .when(unparsed, lit(Skip.Reason.UNREADABLE_RECORD.name()))
                                .when(col("surrogate").isNotNull(), lit(Skip.Reason.INVALID_UNICODE.name()))
                                .as(InputTable.DEFECT_REASON),
                        functions
                                .when(invalid, lit("the line holds bytes that are not UTF-8"))
                                .when(col("not_text").isNotNull(), col("not_text"))
                                .when(unparsed, functions.concat(lit("not a JSON object: "), col(LINE)))
                                .otherwise(col("surrogate"))
                                .as(InputTable.DEFECT_DETAIL));
        return new InputTable(rows, columns, InputTable.Identity.CONTENT, files.files(), source);
    }

    /** All lines that are not blank, in a column {@value #LINE}, with a column for each folder level that names one. */
    private Dataset<Row> lines(InputFiles files) {
        Dataset<Row> all = notBlank(spark.read().options(files.options()).text(files.names()));
        if (limit.isEmpty()) {
            return all;
        }
        // The order of files and of lines in them is not kept once several tasks read them, so the first lines come
        // through the driver, file by file, no more of them than asked for.
        List<Row> first = new ArrayList<>();
        for (InputFile file : files.files()) {
            long missing = limit.orElseThrow() - first.size();
            if (missing <= 0) {
                break;
            }
            Dataset<Row> one =
                    notBlank(spark.read().options(files.optionsForOneFile()).text(InputFiles.escaped(file)));
            first.addAll(one.takeAsList(Math.toIntExact(missing)));
        }
        return spark.createDataFrame(first, all.schema());
    }

    private static Dataset<Row> notBlank(Dataset<Row> lines) {
        Column line = functions.trim(functions.ltrim(col(LINE), BYTE_ORDER_MARK), BLANK);
        return lines.withColumn(LINE, line).where(functions.length(col(LINE)).gt(0));
    }

    /**
     * Whether the line is a single JSON object. Spark's parser takes the first element of a list and the first of two
     * objects, and never tells that there were more.
     */
    private static Column isOneObject(Column line) {
        return line.startsWith("{")
                .and(line.endsWith("}"))
                .and(functions
                        .not(line.rlike("\\}\\s*\\{"))
                        .or(functions.udf(OneObject.TEST, DataTypes.BooleanType).apply(line)));
    }

    /**
     * One line that holds something else in {@code messages} makes text of that column for Spark, and a data set without
     * messages would fit no schema; so there the type is taken from the lines that hold a list.
     */
    private StructType messagesAsLists(Dataset<Row> lines, StructType schema) {
        boolean text = Arrays.asList(schema.fieldNames()).contains(MESSAGES)
                && schema.apply(MESSAGES).dataType() instanceof StringType;
        if (!text || PreferenceSchemas.fit(schema)) {
            return schema;
        }
        StructType ofLists = inferred(lines.where(col(LINE).rlike("\"" + MESSAGES + "\"\\s*:\\s*\\[")));
        List<StructField> fields = new ArrayList<>();
        for (StructField field : schema.fields()) {
            boolean better = field.name().equals(MESSAGES)
                    && Arrays.asList(ofLists.fieldNames()).contains(MESSAGES)
                    && MessageReader.reads(ofLists.apply(MESSAGES).dataType());
            fields.add(better ? ofLists.apply(MESSAGES) : field);
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    private StructType inferred(Dataset<Row> lines) {
        return spark.read()
                .option("columnNameOfCorruptRecord", UNPARSED)
                .json(lines.select(LINE).as(Encoders.STRING()))
                .schema();
    }

    private StructType infer(Dataset<Row> lines, String source) {
        StructType inferred = inferred(lines);
        List<StructField> fields = new ArrayList<>();
        for (StructField field : inferred.fields()) {
            if (!field.name().equals(UNPARSED)) {
                fields.add(field);
            }
        }
        if (fields.isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    source + (inferred.isEmpty() ? ": holds no rows" : ": no line is a JSON object with columns"));
        }
        return new StructType(fields.toArray(StructField[]::new));
    }
}
