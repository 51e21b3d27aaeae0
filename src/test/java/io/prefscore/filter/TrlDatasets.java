package io.prefscore.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.config.FilterSettings;
import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.filter.OutputRows.Made;
import io.prefscore.filter.OutputRows.Weights;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the {@code datasets} library makes of the files: {@code src/test/python/check_trl.py} loads every shape in both formats
 * and checks the features; here the rows that it found are compared with those that were written. It wants a Python with that
 * library, which no package of the system has, so {@code .ci/run} calls it by name where there is one; the other tests leave
 * it out.
 */
@ExtendWith(LocalSpark.class)
class TrlDatasets {

    private static final String PYTHON = System.getProperty("prefscore.python", "python3");
    private static final List<String> SHAPES = List.of(
            "preference",
            "preference-conversational",
            "unpaired",
            "unpaired-conversational",
            "prompt-completion",
            "messages");
    private static final List<String> FORMATS = List.of("parquet", "jsonl");

    @TempDir
    private Path folder;

    @Test
    void loadWithTheDocumentedFeatures(SparkSession spark) throws Exception {
        for (String shape : SHAPES) {
            for (String format : FORMATS) {
                for (DataWriter.Part part : parts(spark, shape, format)) {
                    DataWriter.write(part.rows(), place("written", shape, format, part.name()), settings(format));
                }
            }
        }

        System.out.println(load());

        for (String shape : SHAPES) {
            for (String format : FORMATS) {
                for (DataWriter.Part part : parts(spark, shape, format)) {
                    Dataset<Row> loaded =
                            spark.read().parquet(place("loaded", shape, format, part.name() + ".parquet"));
                    assertThat(part.rows().count()).isPositive();
                    assertThat(TableValues.rows(loaded.select(columns(part.rows()))))
                            .as(shape + " " + format + " " + part.name())
                            .isEqualTo(TableValues.rows(part.rows()));
                }
            }
        }
    }

    private static List<DataWriter.Part> parts(SparkSession spark, String shape, String format) {
        Shape wanted = Shape.valueOf(shape.toUpperCase(Locale.ROOT).replace('-', '_'));
        List<Row> rows = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            rows.addAll(OutputRows.rows(wanted, Weights.WRITTEN, made(index, wanted)));
        }
        Dataset<Row> table = spark.createDataFrame(rows, OutputRows.schema(wanted, Weights.WRITTEN));
        return DataWriter.parts(table, functions.xxhash64(functions.col("example_id")), settings(format));
    }

    /** Texts that JSON escapes, conversations where the shape can hold them, and a margin that is missing. */
    private static Made made(int index, Shape shape) {
        List<Message> prompt = new ArrayList<>();
        if (index % 3 == 0 && shape.name().matches(".*(CONVERSATIONAL|MESSAGES)")) {
            prompt.add(new Message("system", ""));
            prompt.add(new Message("user", "\"Quoted\" \\ 𝕊"));
            prompt.add(new Message("assistant", "é\n\t"));
        }
        prompt.add(new Message("user", index % 5 == 0 ? "2024-01-01" : "[" + index));
        return new Made(
                "pair-" + index,
                prompt,
                Response.of("yes " + index),
                Optional.of(Response.of("null")),
                index == 5 ? Double.NaN : index,
                index % 2);
    }

    private static Column[] columns(Dataset<Row> table) {
        return Arrays.stream(table.columns()).map(functions::col).toArray(Column[]::new);
    }

    private static FilterSettings settings(String format) {
        return new SettingsReader()
                .set("filter.format=" + format)
                .set("filter.validation=0.3")
                .set("filter.files=1")
                .read(SettingsUse.TRANSFORM)
                .filter();
    }

    private String place(String... names) {
        return folder.resolve(Path.of("", names)).toString();
    }

    /** Fails with what the script says where it fails. */
    private String load() throws Exception {
        Process python = new ProcessBuilder(PYTHON, "src/test/python/check_trl.py", place("written"), place("loaded"))
                .redirectErrorStream(true)
                .start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(output).isZero();
        return output;
    }
}
