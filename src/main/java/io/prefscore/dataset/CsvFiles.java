package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Opens files of CSV. Files may have different columns in different orders: each is read by its own first line. What a
 * column holds, whether texts, numbers, booleans or JSON, is settled by all of its cells. Lives on the driver.
 */
final class CsvFiles {

    /** Reading the first lines of more files at a time gains nothing. */
    private static final int MOST_LOOKING_TASKS = 64;

    /** A record beside the values of its file's folders. */
    private record Placed(CsvRecord record, Row file) {}

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final InputSettings settings;

    CsvFiles(SparkSession spark, InputSettings settings) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.settings = settings;
    }

    InputTable open(InputFiles files, String source) {
        FileStreams streams = FileStreams.of(spark);
        FileLoader loader = new FileLoader(spark, files);
        List<String> columns = columns(files, streams);
        if (columns.isEmpty()) {
            throw new UserError(UserError.Kind.INPUT, source + ": holds no rows");
        }
        JavaRDD<Placed> records = records(files, loader, streams);
        CsvLine line = new CsvLine(kinds(records));
        JavaRDD<Row> rows = records.map(placed -> line.of(placed.record(), placed.file()));
        StructType types = new StructType()
                .add(FileLoader.LINE, DataTypes.BinaryType)
                .add(JsonLines.KNOWN_REASON, DataTypes.StringType)
                .add(JsonLines.KNOWN_DETAIL, DataTypes.StringType);
        for (StructField folder : loader.folderColumns().fields()) {
            types = types.add(folder);
        }
        Dataset<Row> lines = spark.createDataFrame(rows, types)
                .withColumn(FileLoader.LINE, col(FileLoader.LINE).cast("string"));
        RowFinder finder = new RowFinder(spark, files, path -> {
            CsvRecords inFile = open(path, streams);
            return inFile.map(record -> found(inFile.line(), line.of(record, RowFactory.create(path))));
        });
        return JsonLines.table(spark, settings, lines, columns, files, source, finder);
    }

    private static RowFinder.Found found(long line, Row row) {
        return new RowFinder.Found("line " + line, row.getAs(0), Optional.ofNullable(row.getString(2)));
    }

    /** All columns of all files, in the order in which they come up. */
    private List<String> columns(InputFiles files, FileStreams streams) {
        List<List<String>> names = context.parallelize(
                        files.files(), Math.min(files.files().size(), MOST_LOOKING_TASKS))
                .map(file -> names(file.path(), streams))
                .collect();
        Set<String> columns = new LinkedHashSet<>();
        names.forEach(columns::addAll);
        return List.copyOf(columns);
    }

    private static List<String> names(String file, FileStreams streams) {
        try (CsvRecords records = open(file, streams)) {
            List<String> names = records.names();
            if (names.size() == 1 && names.get(0).contains(";")) {
                throw new UserError(UserError.Kind.INPUT, file + ": " + Remedies.ofSemicolons(file));
            }
            return names;
        } catch (BrokenFile broken) {
            throw new UserError(UserError.Kind.INPUT, file + ": " + broken.getMessage(), broken);
        } catch (java.io.IOException unreadable) {
            throw ReadFailures.unreadable(file, unreadable);
        }
    }

    private static CsvRecords open(String file, FileStreams streams) throws java.io.IOException, BrokenFile {
        return new CsvRecords(streams.open(file), CsvRecords.Delimiter.of(file));
    }

    private JavaRDD<Placed> records(InputFiles files, FileLoader loader, FileStreams streams) {
        if (settings.limit().isEmpty()) {
            return records(files.files(), loader, streams);
        }
        FirstRows<Placed> first = new FirstRows<>(settings.limit().orElseThrow());
        for (InputFile file : files.files()) {
            if (!first.areComplete()) {
                first.add(records(List.of(file), loader, streams));
            }
        }
        return first.rows(context);
    }

    private static JavaRDD<Placed> records(List<InputFile> some, FileLoader loader, FileStreams streams) {
        return loader.paths(some).toJavaRDD().flatMap(file -> {
            String path = file.getString(0);
            return placed(FileRecords.of(path, () -> open(path, streams)), file);
        });
    }

    private static Iterator<Placed> placed(Iterator<CsvRecord> records, Row file) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Placed next() {
                return new Placed(records.next(), file);
            }
        };
    }

    private static Map<String, CsvColumn.Kind> kinds(JavaRDD<Placed> records) {
        List<Map<String, CsvColumn>> parts =
                records.mapPartitions(part -> List.of(counted(part)).iterator()).collect();
        Map<String, CsvColumn> columns = new LinkedHashMap<>();
        for (Map<String, CsvColumn> part : parts) {
            part.forEach((name, column) ->
                    columns.computeIfAbsent(name, unknown -> new CsvColumn()).add(column));
        }
        Map<String, CsvColumn.Kind> kinds = new LinkedHashMap<>();
        columns.forEach((name, column) -> kinds.put(name, column.kind()));
        return kinds;
    }

    private static Map<String, CsvColumn> counted(Iterator<Placed> records) {
        Map<String, CsvColumn> columns = new LinkedHashMap<>();
        while (records.hasNext()) {
            CsvRecord record = records.next().record();
            if (record.defect().isEmpty()) {
                List<byte[]> cells = new ArrayList<>(record.cells());
                for (int index = 0; index < cells.size(); index++) {
                    byte[] cell = cells.get(index);
                    if (cell != null) {
                        columns.computeIfAbsent(record.names().get(index), unknown -> new CsvColumn())
                                .add(cell);
                    }
                }
            }
        }
        return columns;
    }
}
