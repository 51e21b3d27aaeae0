package io.prefscore.dataset;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of Parquet files of which Spark refuses all because of the type of some. Each is asked about by itself. Lives on the
 * driver.
 *
 * @param readable those that Spark can read
 * @param others the types of those that it cannot, by their names
 */
record ParquetColumns(StructType readable, Map<String, String> others) {

    /** Those of files whose footers can be read; empty where it is something else that is wrong with the files. */
    static Optional<ParquetColumns> of(List<InputFile> files, Configuration hadoop) {
        ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(SQLConf.get());
        Map<String, StructField> readable = new LinkedHashMap<>();
        Map<String, String> others = new TreeMap<>();
        try {
            for (InputFile file : files) {
                for (Type column : schema(file, hadoop).getFields()) {
                    Optional<StructField> field = field(column, converter);
                    field.ifPresentOrElse(
                            known -> readable.merge(known.name(), known, ParquetColumns::same),
                            () -> others.put(column.getName(), type(column)));
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
        readable.keySet().removeAll(others.keySet());
        StructType columns = new StructType(readable.values().toArray(StructField[]::new));
        return others.isEmpty() ? Optional.empty() : Optional.of(new ParquetColumns(columns, others));
    }

    private static MessageType schema(InputFile file, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
            return reader.getFileMetaData().getSchema();
        }
    }

    /** Empty for a column that Spark cannot read. */
    private static Optional<StructField> field(Type column, ParquetToSparkSchemaConverter converter) {
        try {
            return Optional.of(
                    converter.convert(new MessageType("column", column)).apply(0));
        } catch (Exception refused) {
            return Optional.empty();
        }
    }

    private static StructField same(StructField known, StructField other) {
        if (!known.dataType().equals(other.dataType())) {
            throw new IllegalArgumentException(known.name() + " has different types in different files");
        }
        return known;
    }

    /** Such as {@code UUID} or {@code TIME(MICROS,false)}. */
    private static String type(Type column) {
        return column.getLogicalTypeAnnotation() == null
                ? column.toString()
                : column.getLogicalTypeAnnotation().toString();
    }
}
