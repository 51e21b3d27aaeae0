package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.FaultyRelay.Faults;
import io.prefscore.FaultyRelay.Request;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.S3Server;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@OnEachSpark
@ExtendWith(LocalSpark.class)
class S3CommitterTest {

    private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
    private static final String COMMITTER = "fs.s3a.committer.name";

    @TempDir
    private static Path folder;

    private static S3Server server;

    @BeforeAll
    static void startServer(SparkSession spark) {
        server = S3Server.start(folder, Faults.NONE);
        server.settings().forEach(spark.sparkContext().hadoopConfiguration()::set);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Test
    void letsTablesAppearWithoutARename(SparkSession shared) throws Exception {
        SparkSession spark = shared.newSession();
        S3Committer.prepare(spark, new SessionSettings(spark), List.of("/somewhere", server.path("out")));
        String table = server.path("out/table");
        server.relay().forget();

        spark.range(0, 1000, 1, 4).write().parquet(table);

        assertThat(server.relay().requests()).filteredOn(Request::isCopy).isEmpty();
        JsonObject success = JsonParser.parseString(success(spark, table)).getAsJsonObject();
        assertThat(success.get("committer").getAsString()).isEqualTo("magic");
        assertThat(success.getAsJsonArray("filenames")).hasSize(4);
        assertThat(spark.read().parquet(table).count()).isEqualTo(1000);
    }

    @Test
    void renamesWhereNothingIsPrepared(SparkSession shared) throws Exception {
        SparkSession spark = shared.newSession();
        String table = server.path("renamed/table");
        server.relay().forget();

        spark.range(0, 1000, 1, 4).write().parquet(table);

        assertThat(server.relay().requests())
                .filteredOn(Request::isCopy)
                .as("what the test above looks for can be found")
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void takesItsSettingsBack(SparkSession shared) {
        SparkSession spark = shared.newSession();
        try (SessionSettings session = new SessionSettings(spark)) {
            S3Committer.prepare(spark, session, List.of(server.path("out")));
            assertThat(spark.conf().getAll().contains(PROTOCOL)).isTrue();
        }
        assertThat(spark.conf().getAll().contains(PROTOCOL)).isFalse();
        assertThat(spark.conf().getAll().contains(COMMITTER)).isFalse();
    }

    @Test
    void leavesAllElseAsTheUserHasIt(SparkSession shared) {
        SparkSession local = shared.newSession();
        S3Committer.prepare(
                local, new SessionSettings(local), List.of("/somewhere", "hdfs://host/out", "file:/tmp/s3a:/x"));
        assertThat(local.conf().getAll().contains(PROTOCOL)).isFalse();

        SparkSession chosen = shared.newSession();
        chosen.conf().set(COMMITTER, "directory");
        S3Committer.prepare(chosen, new SessionSettings(chosen), List.of("S3A://bucket/out"));
        assertThat(chosen.conf().get(COMMITTER)).isEqualTo("directory");
        assertThat(chosen.conf().get(PROTOCOL)).endsWith("PathOutputCommitProtocol");
    }

    @Test
    void givesWayToACommitterInTheHadoopConfiguration(SparkSession shared) {
        shared.sparkContext().hadoopConfiguration().set(COMMITTER, "partitioned");
        try {
            SparkSession spark = shared.newSession();
            S3Committer.prepare(spark, new SessionSettings(spark), List.of("s3a://bucket/out"));
            assertThat(spark.conf().getAll().contains(COMMITTER)).isFalse();
        } finally {
            shared.sparkContext().hadoopConfiguration().unset(COMMITTER);
        }
    }

    private static String success(SparkSession spark, String table) throws Exception {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(table, "_SUCCESS");
        FileSystem fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
        try (InputStream stream = fileSystem.open(path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
