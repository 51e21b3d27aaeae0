package io.prefscore.dataset;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Times opening, recognising and parsing a Parquet data set of pairs beside Spark's own read and write of it;
 * {@code jobs/bench.sh read} runs it. Arguments: ROWS THREADS OUTPUT_DIR. Every example is built and hashed. Nothing is
 * timed before a sample of examples equals what the rows say.
 */
public final class ReadingBenchmark {

    private static final int TIMES = 3;
    private static final int CHECKED = 1000;
    private static final int PROMPT_CHARACTERS = 100;
    private static final int ANSWER_CHARACTERS = 200;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private ReadingBenchmark() {}

    /** How many examples, and the sum of their hashes, which no order or partitioning changes. */
    record Checksum(long examples, long sum) {

        static long of(Example example) {
            long hash = example.hashCode() * MIX;
            return hash ^ (hash >>> 32);
        }
    }

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        Path output = Files.createDirectories(Path.of(arguments[2]));
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + threads + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            run(spark, rows, output);
        }
    }

    private static void run(SparkSession spark, long rows, Path output) {
        String input = output.resolve("pairs-" + rows).toString();
        if (!Files.exists(Path.of(input, "_SUCCESS"))) {
            generate(spark, rows, input);
        }
        check(spark, input);
        double parsing = Double.MAX_VALUE;
        double copying = Double.MAX_VALUE;
        for (int time = 0; time < TIMES; time++) {
            long started = System.nanoTime();
            Checksum checksum = parse(spark, input);
            double parsed = seconds(started);
            if (checksum.examples() != rows) {
                throw new IllegalStateException(rows + " rows gave " + checksum.examples() + " examples");
            }
            started = System.nanoTime();
            spark.read()
                    .parquet(input)
                    .write()
                    .mode("overwrite")
                    .parquet(output.resolve("copy").toString());
            double copied = seconds(started);
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows: recognised, parsed and hashed in %.1f s (checksum %016x); read and written in %.1f s%n",
                    rows,
                    parsed,
                    checksum.sum(),
                    copied);
            parsing = Math.min(parsing, parsed);
            copying = Math.min(copying, copied);
        }
        System.out.printf(
                Locale.ROOT,
                "fastest of %d: parsing runs at %.2f times the speed of the copy%n",
                TIMES,
                copying / parsing);
    }

    private static double seconds(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    private static void generate(SparkSession spark, long rows, String path) {
        UDF2<Long, Integer, String> text = ReadingBenchmark::text;
        Column row = col("id");
        spark.range(rows)
                .select(
                        functions
                                .udf(text, DataTypes.StringType)
                                .apply(row, functions.lit(PROMPT_CHARACTERS))
                                .as("prompt"),
                        functions
                                .udf(text, DataTypes.StringType)
                                .apply(row.plus(rows), functions.lit(ANSWER_CHARACTERS))
                                .as("chosen"),
                        functions
                                .udf(text, DataTypes.StringType)
                                .apply(row.plus(2 * rows), functions.lit(ANSWER_CHARACTERS))
                                .as("rejected"))
                .write()
                .parquet(path);
    }

    /** Words of random letters, as long on average as asked, between half and one and a half times that. */
    private static String text(long seed, int characters) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = characters / 2 + random.nextInt(characters + 1);
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static InputSettings settings(String input) {
        return new SettingsReader()
                .flag("--input", "input.paths", List.of(input))
                .read(SettingsUse.TRANSFORM)
                .input();
    }

    private static void check(SparkSession spark, String input) {
        InputTable table = new InputReader(spark, settings(input)).open();
        RowParser parser = PreferenceSchemas.recognise(table, settings(input)).parser();
        List<Row> rows = table.rows()
                .select(col(InputTable.NAME), columns(parser))
                .limit(CHECKED)
                .collectAsList();
        for (Row row : rows) {
            Row pair = row.getStruct(1);
            Example expected = new Example(
                    row.getString(0),
                    List.of(new Message("user", pair.getString(0))),
                    List.of(Response.of(pair.getString(1)), Response.of(pair.getString(2))),
                    List.of(Comparison.FIRST_PREFERRED),
                    Map.of());
            if (!(parser.parse(row.getString(0), pair) instanceof Parsed.Usable usable)
                    || !usable.example().equals(expected)) {
                throw new IllegalStateException(row.getString(0) + " was not parsed as it stands there");
            }
        }
        System.out.printf(Locale.ROOT, "%,d examples equal what their rows say%n", rows.size());
    }

    private static Column columns(RowParser parser) {
        return functions.struct(parser.columns().stream()
                .map(name -> col(InputTable.ROW).getField(name).as(name))
                .toArray(Column[]::new));
    }

    private static Checksum parse(SparkSession spark, String input) {
        InputTable table = new InputReader(spark, settings(input)).open();
        RowParser parser = PreferenceSchemas.recognise(table, settings(input)).parser();
        MapPartitionsFunction<Row, String> hash =
                rows -> List.of(hashed(rows, parser)).iterator();
        List<String> parts = table.rows()
                .select(col(InputTable.IDENTITY), col(InputTable.NAME), columns(parser))
                .mapPartitions(hash, Encoders.STRING())
                .collectAsList();
        long examples = 0;
        long sum = 0;
        for (String part : new ArrayList<>(parts)) {
            examples += Long.parseLong(part.substring(0, part.indexOf(' ')));
            sum += Long.parseLong(part.substring(part.indexOf(' ') + 1));
        }
        return new Checksum(examples, sum);
    }

    private static String hashed(Iterator<Row> rows, RowParser parser) {
        long examples = 0;
        long sum = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            if (parser.parse(row.getString(1), row.getStruct(2)) instanceof Parsed.Usable usable) {
                examples++;
                sum += Checksum.of(usable.example());
            }
        }
        return examples + " " + sum;
    }
}
