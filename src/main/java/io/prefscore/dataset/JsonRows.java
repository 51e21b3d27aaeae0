package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.Skip;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Makes rows of lines of JSON, once it is known which columns these have. Lives on the driver. */
final class JsonRows {

    private static final String LINE = FileLoader.LINE;

    /** A name that no data set uses; holds the line where it could not be parsed. */
    private static final String UNPARSED = "prefscore unparsed line";

    private static final String FLATTENED = "prefscore flattened line";
    private static final String PARSED = "prefscore parsed line";
    private static final String SURROGATE = "prefscore lone surrogate";
    private static final String DOUBTFUL_KEY = "prefscore doubtful key";
    private static final String NOT_TEXT = "prefscore not text";
    private static final String TOO_LONG = "prefscore too long";

    private static final Column NONE = lit(null).cast("string");

    private static final Map<String, String> OPTIONS =
            Map.of("columnNameOfCorruptRecord", UNPARSED, "maxStringLen", Integer.toString(Integer.MAX_VALUE));

    private final StructType schema;
    private final StructType columns;
    private final MixedTexts mixed;
    private final boolean haveDoubtfulKeys;

    /**
     * @param schema the columns that the lines' objects have
     * @param settings say how the rows are read
     * @param lines as {@link JsonLines#table} takes them
     * @param haveDoubtfulKeys whether any line has keys of which the parser would drop one
     */
    JsonRows(StructType schema, InputSettings settings, Dataset<Row> lines, boolean haveDoubtfulKeys) {
        this.schema = schema;
        this.columns = withFolders(schema, lines.schema());
        this.mixed = MixedTexts.of(schema, settings);
        this.haveDoubtfulKeys = haveDoubtfulKeys;
    }

    private static StructType withFolders(StructType schema, StructType lines) {
        StructType columns = schema;
        for (StructField folder : lines.fields()) {
            if (!JsonLines.OWN_COLUMNS.contains(folder.name())
                    && !Arrays.asList(schema.fieldNames()).contains(folder.name())) {
                columns = columns.add(folder);
            }
        }
        return columns;
    }

    /** The columns of the objects, then those of the folders that they have not. */
    StructType columns() {
        return columns;
    }

    /** A line, of whose long texts only the beginnings are left: types and keys are the same. */
    static Column shortened(Column line) {
        LongTexts texts = new LongTexts(List.of());
        UDF1<byte[], @Nullable String> shortened = bytes -> {
            LongTexts.Shortening shortening = texts.find(bytes);
            return shortening == null ? null : shortening.shortened();
        };
        return functions.coalesce(ifLong(line, functions.udf(shortened, DataTypes.StringType)), line);
    }

    /** What a function finds in a line if it is long; it is called once a line, whatever becomes of the plan. */
    private static Column ifLong(Column line, UserDefinedFunction function) {
        return functions.when(
                functions.octet_length(line).geq(LongTexts.LEAST_BYTES),
                function.asNondeterministic().apply(line.cast("binary")));
    }

    /** The lines, those of them shortened that are too long, with the reason to set them aside. */
    Dataset<Row> settingAside(Dataset<Row> lines, TooLong rule) {
        Column found = ifLong(col(LINE), functions.udf(new TooLongLines(schema, rule), TooLongLines.RESULT));
        Column detail = col(TOO_LONG).getField(TooLongLines.DETAIL);
        return lines.withColumn(TOO_LONG, found)
                .withColumn(LINE, functions.coalesce(col(TOO_LONG).getField(TooLongLines.LINE), col(LINE)))
                .withColumn(
                        JsonLines.KNOWN_REASON,
                        functions.coalesce(
                                known(lines, JsonLines.KNOWN_REASON),
                                functions.when(detail.isNotNull(), lit(Skip.Reason.TOO_LONG.name()))))
                .withColumn(JsonLines.KNOWN_DETAIL, functions.coalesce(known(lines, JsonLines.KNOWN_DETAIL), detail));
    }

    private static Column known(Dataset<Row> lines, String name) {
        return Arrays.asList(lines.schema().fieldNames()).contains(name) ? col(name) : NONE;
    }

    private Column flattened(Column line) {
        return mixed.isEmpty() ? line : mixed.flattened(line);
    }

    private Column parsed(Column line) {
        return functions.from_json(line, schema.add(UNPARSED, DataTypes.StringType), OPTIONS);
    }

    private Column column(String name, Column parsed) {
        return Arrays.asList(schema.fieldNames()).contains(name)
                ? parsed.getField(name)
                : col("`" + name.replace("`", "``") + "`");
    }

    /** {@link InputTable#rows} of lines. */
    Dataset<Row> of(Dataset<Row> lines) {
        Column[] row = Arrays.stream(columns.fieldNames())
                .map(name -> column(name, col(PARSED)).as(name))
                .toArray(Column[]::new);
        Column knownReason = known(lines, JsonLines.KNOWN_REASON);
        Column knownDetail = known(lines, JsonLines.KNOWN_DETAIL);
        Column doubtfulKey = haveDoubtfulKeys ? new JsonKeys(schema).defect(col(LINE)) : NONE;
        Column notText = mixed.isEmpty() ? NONE : mixed.defect(col(FLATTENED));
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
        return lines.withColumn(FLATTENED, flattened(col(LINE)))
                .withColumn(PARSED, parsed(col(FLATTENED)))
                .withColumn(SURROGATE, surrogate)
                .withColumn(DOUBTFUL_KEY, doubtfulKey)
                .withColumn(NOT_TEXT, notText)
                .select(
                        functions.struct(row).as(InputTable.ROW),
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
}
