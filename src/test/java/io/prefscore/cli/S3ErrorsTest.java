package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.FaultyRelay.Faults;
import io.prefscore.LocalSpark;
import io.prefscore.S3Server;
import io.prefscore.demo.ModelFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody is told whose access to S3 is not right. */
@ExtendWith(LocalSpark.class)
class S3ErrorsTest {

    private static final String LINE = "{\"prompt\": \"Why?\", \"chosen\": \"Because.\", \"rejected\": \"No.\"}";

    private static final String WRONG_SECRET = "0123456789abcdef";

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static Path model;
    private static Path input;
    private static CommandRuns runs;

    @BeforeAll
    static void start(SparkSession spark) throws IOException {
        server = S3Server.start(Files.createDirectory(folder.resolve("server")), Faults.NONE);
        model = ModelFamily.largest().unpackTo(folder.resolve("model"));
        input = Files.write(folder.resolve("data.jsonl"), List.of(LINE));
        server.upload(model, "model");
        server.upload(input, "data.jsonl");
        runs = new CommandRuns(spark, folder);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        runs.print("access to S3");
    }

    /** A port on which nobody listens. */
    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, String> change(String wrong) throws IOException {
        return switch (wrong) {
            case "secret" -> Map.of("fs.s3a.secret.key", WRONG_SECRET);
            case "key" -> Map.of("fs.s3a.access.key", "nobody");
            case "none" ->
                Map.of(
                        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                        "fs.s3a.access.key", "",
                        "fs.s3a.secret.key", "");
            case "endpoint" -> Map.of("fs.s3a.endpoint", "http://127.0.0.1:" + deadPort());
            default -> Map.of();
        };
    }

    private static String said(String wrong) {
        return switch (wrong) {
            case "bucket" -> "The specified bucket does not exist";
            case "none" -> "No AWS credentials";
            case "endpoint" -> "Connect to 127.0.0.1";
            default -> "Status Code: 403";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "bucket, model, 4",
        "bucket, input, 3",
        "bucket, output, 5",
        "secret, model, 4",
        "secret, input, 3",
        "secret, output, 5",
        "key, model, 4",
        "key, input, 3",
        "key, output, 5",
        "none, model, 4",
        "none, input, 3",
        "none, output, 5",
        "endpoint, model, 4",
        "endpoint, input, 3",
        "endpoint, output, 5",
    })
    void endsSoonWithOneClearMessage(String wrong, String where, int code, SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Map<String, String> settings = new TreeMap<>(server.settings());
        settings.putAll(change(wrong));
        settings.put("fs.s3a.impl.disable.cache", "true");
        settings.forEach(hadoop::set);
        String remote = wrong.equals("bucket") ? "s3a://no-such-bucket/x" : server.path("x");
        String data = wrong.equals("bucket") ? remote : server.path("data.jsonl");
        String weights = wrong.equals("bucket") ? remote : server.path("model");
        long start = System.nanoTime();
        try {
            CommandRuns.Outcome outcome = runs.run(
                    "score",
                    "--model",
                    where.equals("model") ? weights : model.toString(),
                    "--input",
                    where.equals("input") ? data : input.toString(),
                    "--output",
                    where.equals("output")
                            ? remote
                            : folder.resolve("out-" + wrong + where).toString());

            runs.note(wrong + " of " + where, outcome.shown());
            assertThat(outcome.message()).contains(said(wrong)).doesNotContain(server.secretKey(), WRONG_SECRET);
            assertThat(outcome.message().lines()).hasSize(1);
            assertThat(outcome.code()).isEqualTo(code);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
        } finally {
            settings.keySet().forEach(hadoop::unset);
        }
    }
}
