package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.FaultyRelay.Fault;
import io.prefscore.FaultyRelay.Faults;
import io.prefscore.FaultyRelay.Request;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.S3Server;
import io.prefscore.Tethered;
import io.prefscore.demo.ModelFamily;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with everything on S3, a server that errs now and then, and keys that nobody may get to read. */
@ExtendWith(LocalSpark.class)
class S3JobTest {

    private static final int ROWS = 120;
    /** A margin is the difference of two rewards, each of which may be off by 1e-5 of the larger of 1 and their spread. */
    private static final double TOLERANCE = 1e-4;

    private static final StructType PAIRS = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType);
    private static final List<String> WORDS = List.of("river", "answer", "sort", "bread", "数学", "if", "code", "now?");
    private static final List<String> TABLES = List.of("scores", "comparisons", "set-aside");

    private static final String LOGGING = """
            rootLogger.level = info
            rootLogger.appenderRef.stderr.ref = stderr
            logger.prefscore.name = io.prefscore
            logger.prefscore.level = debug
            appender.stderr.type = Console
            appender.stderr.name = stderr
            appender.stderr.target = SYSTEM_ERR
            appender.stderr.layout.type = PatternLayout
            appender.stderr.layout.pattern = %p %c: %m%n%ex
            """;

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static Path model;
    private static Path input;

    @BeforeAll
    static void upload(SparkSession spark) throws IOException {
        server = S3Server.start(Files.createDirectory(folder.resolve("server")), Faults.NONE);
        server.settings().forEach(spark.sparkContext().hadoopConfiguration()::set);
        model = ModelFamily.largest().unpackTo(folder.resolve("model"));
        input = folder.resolve("pairs.parquet");
        spark.createDataFrame(pairs(), PAIRS).repartition(2).write().parquet(input.toString());
        server.upload(model, "models/large");
        server.upload(input, "pairs.parquet");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static List<Row> pairs() {
        Random random = new Random(20260102);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            String rejected = random.nextInt(50) == 0 ? null : words(random);
            rows.add(RowFactory.create("pair-" + row, words(random), words(random), rejected));
        }
        return rows;
    }

    private static String words(Random random) {
        StringBuilder text = new StringBuilder("The");
        for (int word = random.nextInt(12); word >= 0; word--) {
            text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private static List<String> scoring(String modelPath, String inputPath, String outputPath) {
        return List.of(
                "score",
                "--model",
                modelPath,
                "--input",
                inputPath,
                "--output",
                outputPath,
                "--set",
                "model.threads=2",
                "--set",
                "input.max-set-aside=100 %");
    }

    @Test
    void givesTheTablesOfLocalFilesAndTellsNobodyTheKey(SparkSession spark) throws Exception {
        Path local = folder.resolve("local");
        List<String> locally = new ArrayList<>(scoring(model.toString(), input.toString(), local.toString()));
        locally.add("--no-report");
        new CommandRuns(spark, folder).run(locally.toArray(String[]::new));
        server.relay().forget();
        server.relay().spoil(new Faults(0.05, 20260103));

        Path process = Files.createDirectory(folder.resolve("process"));
        String output = server.path("out");
        run(process, scoring(server.path("models/large"), server.path("pairs.parquet"), output));

        server.relay().spoil(Faults.NONE);
        System.out.println("spoiled " + server.relay().spoiled() + " of "
                + server.relay().requests().size());
        assertThat(server.relay().spoiled()).containsKeys(Fault.values());
        assertThat(server.relay().requests())
                .as("nothing is renamed")
                .filteredOn(Request::isCopy)
                .isEmpty();
        for (String table : TABLES) {
            assertSame(rows(spark, output + "/" + table), rows(spark, local + "/" + table));
        }
        assertThat(rows(spark, output + "/scores")).hasSizeGreaterThan(ROWS / 2);
        assertThat(rows(spark, output + "/set-aside")).isNotEmpty();
        assertThat(filesWith(server.secretKey(), folder)).isEmpty();
        assertThat(filesWith("spark.hadoop.fs.s3a.endpoint", process))
                .as("the search finds what is there: the log of events")
                .isNotEmpty();
        assertThat(filesWith("model-fingerprint", folder.resolve("server")))
                .as("the record of the run is among what is searched")
                .isNotEmpty();
    }

    /** Runs the command line as its users do, keys in the environment, and keeps all that it says in the folder. */
    private static void run(Path process, List<String> arguments) throws IOException, InterruptedException {
        Path logging = Files.writeString(process.resolve("log4j2.properties"), LOGGING);
        Map<String, String> settings = new TreeMap<>(server.settings());
        String accessKey = settings.remove("fs.s3a.access.key");
        String secretKey = settings.remove("fs.s3a.secret.key");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(
                "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlog4j2.configurationFile=" + logging));
        command.addAll(List.of("-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true", "-Duser.timezone=UTC"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), Tethered.class.getName()));
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2,4]"));
        settings.put("eventLog.enabled", "true");
        settings.put("eventLog.compress", "false");
        settings.put(
                "eventLog.dir",
                Files.createDirectory(process.resolve("events")).toUri().toString());
        settings.forEach((key, value) -> command.addAll(
                List.of("--conf", (key.startsWith("fs.") ? "spark.hadoop." : "spark.") + key + "=" + value)));
        command.addAll(List.of("--conf", "spark.ui.enabled=false", "--conf", "spark.driver.host=127.0.0.1"));
        command.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
        command.addAll(List.of("--class", Main.class.getName(), "spark-internal"));
        command.addAll(arguments);
        File log = process.resolve("console.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(process.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
        builder.environment().put("AWS_ACCESS_KEY_ID", accessKey);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", secretKey);
        builder.environment().put("XDG_CACHE_HOME", process.resolve("cache").toString());
        Process started = builder.start();
        assertThat(started.waitFor(8, TimeUnit.MINUTES)).isTrue();
        assertThat(started.exitValue()).as(end(log.toPath())).isZero();
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                Stream.of(classPath.split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /** The files below a folder that hold a text, byte for byte. */
    private static List<Path> filesWith(String text, Path below) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(below)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    private static List<JsonElement> rows(SparkSession spark, String table) {
        return spark.read().parquet(table).toJSON().collectAsList().stream()
                .sorted()
                .map(JsonParser::parseString)
                .sorted((one, other) -> key(one).compareTo(key(other)))
                .toList();
    }

    private static String key(JsonElement row) {
        JsonObject object = row.getAsJsonObject();
        return object.has("id")
                ? object.get("id").getAsString()
                : object.get("example_id").getAsString();
    }

    private static void assertSame(List<JsonElement> actual, List<JsonElement> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            Map<String, String> values = leaves("", actual.get(row), new TreeMap<>());
            Map<String, String> wanted = leaves("", expected.get(row), new TreeMap<>());
            assertThat(values.keySet()).isEqualTo(wanted.keySet());
            wanted.forEach((path, value) -> {
                if (path.contains("reward") || path.endsWith("margin")) {
                    assertThat(Double.parseDouble(values.get(path)))
                            .as(path)
                            .isCloseTo(Double.parseDouble(value), within(TOLERANCE));
                } else {
                    assertThat(values).containsEntry(path, value);
                }
            });
        }
    }

    /** The plain values of a row by their paths. */
    private static Map<String, String> leaves(String path, JsonElement value, Map<String, String> leaves) {
        if (value.isJsonObject()) {
            value.getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> leaves(path + "/" + entry.getKey(), entry.getValue(), leaves));
        } else if (value.isJsonArray()) {
            for (int index = 0; index < value.getAsJsonArray().size(); index++) {
                leaves(path + "/" + index, value.getAsJsonArray().get(index), leaves);
            }
        } else {
            leaves.put(path, value.getAsString());
        }
        return leaves;
    }

    @OnEachSpark
    @Test
    void inspectsWithoutFetchingWeights(SparkSession spark) {
        server.relay().forget();
        JsonObject remote = inspect(spark, server.path("pairs.parquet"), server.path("models/large"));
        assertThat(server.relay().requests())
                .filteredOn(request -> request.method().equals("GET"))
                .extracting(Request::target)
                .anyMatch(target -> target.contains("tokenizer.json"))
                .noneMatch(target -> target.contains("model.safetensors"));

        JsonObject local = inspect(spark, input.toString(), model.toString());

        assertThat(remote.get("rows").getAsInt()).isEqualTo(ROWS);
        assertThat(remote.getAsJsonObject("model").get("folder").getAsString()).isEqualTo(server.path("models/large"));
        for (String key : List.of("schema", "rows", "set_aside", "examples", "lengths", "texts", "work")) {
            assertThat(remote.get(key)).as(key).isEqualTo(local.get(key));
        }
    }

    private static JsonObject inspect(SparkSession spark, String data, String checkpoint) {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), Terminal.Kind.PLAIN, 80);
        int code = Prefscore.execute(
                SparkJobs.within(spark),
                terminal,
                "inspect",
                "--input",
                data,
                "--model",
                checkpoint,
                "--set",
                "model.cache=" + folder.resolve("inspect-cache"),
                "--json");
        assertThat(code).isZero();
        return JsonParser.parseString(out.toString()).getAsJsonObject();
    }
}
