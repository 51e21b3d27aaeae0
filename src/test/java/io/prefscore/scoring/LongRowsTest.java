package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.encode.BoundedRenderer;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are longer than any conversation that fits, beside rows that are long and fit. */
@ExtendWith(LocalSpark.class)
class LongRowsTest {

    private static final int MOST = 100_000;
    private static final int LONG = 1_500_000;

    @TempDir
    private Path folder;

    /** A model that refuses to look at more than so much text. */
    private record Bounded(LengthModel model) implements ModelSource {

        @Override
        public String fingerprint() {
            return model.fingerprint();
        }

        @Override
        public ConversationRenderer renderer() {
            return new BoundedRenderer(model.renderer(), MOST);
        }

        @Override
        public RewardModel open(Device device) {
            return model.open(device);
        }
    }

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private static String row(String id, String chosen, String rejected, String raw) {
        return "{\"id\": \"" + id + "\", \"prompt\": \"p\", \"chosen\": \"" + chosen + "\", \"rejected\": \"" + rejected
                + "\", \"raw\": \"" + raw + "\"}";
    }

    private Path input(SparkSession spark, String format) throws IOException {
        Path lines = Files.writeString(
                folder.resolve("rows.jsonl"),
                String.join(
                        "\n",
                        row("short", "a", "bb", "c"),
                        row("words", "word and ".repeat(LONG / 9), "b", "c"),
                        row("blank", "a", " ".repeat(LONG), "c"),
                        row("long column", "a", "bb", "word and ".repeat(LONG / 9)),
                        row("as long as may be", "x".repeat(MOST), "b", "c"),
                        row("one more", "x".repeat(MOST + 1), "b", "c")));
        if (format.equals("jsonl")) {
            return lines;
        }
        Path other = folder.resolve("rows." + format);
        spark.read().json(lines.toString()).coalesce(1).write().format(format).save(other.toString());
        return other;
    }

    /** Around its texts the template puts 22 characters; a blank or two of the words is not counted. */
    @ParameterizedTest
    @CsvSource({"jsonl, '1,500,014', 283", "parquet, '1,500,015', 1499995"})
    @OnEachSpark
    void setsAsideWhatCannotFitAndScoresTheRest(
            String format, String bytesOfWords, int charactersShown, SparkSession spark) throws IOException {
        LengthModel model = new LengthModel(format, folder.resolve("journal").toString());

        ScoreJob.run(
                spark,
                Runs.settings(Runs.input(input(spark, format).toString()), folder.resolve("out")),
                new Bounded(model),
                ProgressListener.SILENT);

        assertThat(table(spark, "scores", "id", "prefscore.rewards[0]", "prefscore.rewards[1]", "length(raw)"))
                .containsExactlyInAnyOrder(
                        RowFactory.create("short", 23f, 24f, 1),
                        RowFactory.create("long column", 23f, 24f, LONG - 6),
                        RowFactory.create("as long as may be", MOST + 22f, 23f, 1));
        assertThat(table(spark, "set-aside", "id", "reason", "detail"))
                .containsExactlyInAnyOrder(
                        refused("words", bytesOfWords), refused("blank", "1,500,022"), refused("one more", "100,023"));
        assertThat(table(spark, "set-aside", "id", "length(concat(chosen, rejected))"))
                .contains(RowFactory.create("words", charactersShown));
    }

    private static Row refused(String id, String bytes) {
        return RowFactory.create(
                id,
                "too-long",
                "more than " + bytes + " bytes of text, the most that is cut into tokens is 100,000; filter the input");
    }

    private List<Row> table(SparkSession spark, String name, String... columns) {
        return spark.read()
                .parquet(folder.resolve("out").resolve(name).toString())
                .selectExpr(columns)
                .collectAsList();
    }
}
