package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ScoreJobTest {

    @TempDir
    private Path folder;

    @Test
    void scoresPairs(SparkSession spark) throws Exception {
        Path input = folder.resolve("pairs.jsonl");
        Files.writeString(input, """
            {"prompt": "a question", "chosen": "good answer", "rejected": "bad", "extra": 1.5}
            {"prompt": "a question", "chosen": "good answer", "rejected": "worse, but longer", "extra": 2}
            not json
            {"prompt": "a question", "chosen": "TOOLONG", "rejected": "short"}
            {"prompt": null, "chosen": "x", "rejected": "short"}
            """);
        LengthModel model = new LengthModel("f00d", folder.resolve("journal").toString());

        RunSummary summary = ScoreJob.run(
                spark,
                Runs.settings(Runs.input(input.toString()), folder.resolve("out")),
                model,
                ProgressListener.SILENT);

        spark.read().parquet(folder.resolve("out/scores").toString()).show(false);
        spark.read().parquet(folder.resolve("out/comparisons").toString()).show(false);
        spark.read().parquet(folder.resolve("out/set-aside").toString()).show(false);
        System.out.println(Files.readString(folder.resolve("out/_RUN.json")));
        assertThat(summary.rows().read()).isEqualTo(5);
        assertThat(summary.rows().scored()).isEqualTo(2);
    }
}
