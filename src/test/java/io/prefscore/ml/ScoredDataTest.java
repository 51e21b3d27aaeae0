package io.prefscore.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.GoldenModels;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.LengthModel;
import io.prefscore.scoring.ModelHolder;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.StoreKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ScoredDataTest {

    @TempDir
    private static Path folder;

    private static LengthModel model = new LengthModel("none", "");

    /** What a scorer without outputs of its own answers; the rows were read once. */
    private static Dataset<Row> transformed;

    private static ScoredData pairsRun;
    private static ScoredData numberedRun;

    @BeforeAll
    static void scoreInAStore(SparkSession spark) {
        model = new LengthModel("kept", folder.resolve("journal").toString());
        transformed = scorer().transform(pairs(spark));
        pairsRun = scorer().score(pairs(spark));
        numberedRun = scorer().score(numbered(spark, 40));
    }

    @AfterAll
    static void closeModels() {
        ModelHolder.closeAll();
    }

    private static RewardScorer scorer() {
        return new RewardScorer()
                .setModelSource(model)
                .setSettings("input.max-set-aside=1")
                .setStore(folder.resolve("store").toString());
    }

    /** A model of its own, whose calls are in nobody else's journal. */
    private static LengthModel another(String name) {
        return new LengthModel(name, folder.resolve("journal of " + name).toString());
    }

    private static Dataset<Row> pairs(SparkSession spark) {
        return spark.sql("""
            select * from values
              ('p', 'longer', 'long', map('k', 1)),
              ('p', 'long', 'longer', map('k', 2)),
              ('q', 'same', 'same', null),
              ('q', 'TOOLONG', 'TOOLONG too', null),
              ('q', null, 'short', null),
              ('p', 'longer', 'long', map('k', 1))
            as t(prompt, chosen, rejected, other)""").coalesce(1);
    }

    private static Dataset<Row> numbered(SparkSession spark, int rows) {
        return spark.range(rows)
                .selectExpr(
                        "concat('prompt ', id) as prompt",
                        "repeat('x', 1 + cast(id as int)) as chosen",
                        "if(id % 4 = 0, repeat('y', 3 + cast(id as int)), 'y') as rejected");
    }

    @OnEachSpark
    @Test
    void aStoreMakesAllActionsButTheFirstReadings(SparkSession spark) throws IOException {
        int computed = model.computed().size();

        assertThat(computed).isPositive();
        assertThat(transformed.count()).isEqualTo(6);
        assertThat(transformed.where("prefscore.agrees").count()).isEqualTo(2);
        scorer().transform(pairs(spark).orderBy("chosen").repartition(3)).collectAsList();

        assertThat(model.computed()).hasSize(computed).doesNotHaveDuplicates();
    }

    @Test
    void otherRowsOrAnotherModelAreScored(SparkSession spark) throws IOException {
        int computed = model.computed().size();
        int contents = folders("store/transformed/*").size();
        int runs = folders("store/transformed/*/*").size();
        LengthModel other = another("other");

        scorer().transform(pairs(spark).unionByName(pairs(spark).limit(1)));
        scorer().setModelSource(other).transform(pairs(spark));

        assertThat(model.computed()).as("the store has these texts").hasSize(computed);
        assertThat(other.computed()).isNotEmpty();
        assertThat(folders("store/transformed/*")).hasSize(contents + 1);
        assertThat(folders("store/transformed/*/*")).hasSize(runs + 2);
    }

    @Test
    void rowsAreThoseOfTheLazyTransformer(SparkSession spark) {
        String[] columns = {
            "prompt",
            "chosen",
            "rejected",
            "map_keys(other)",
            "prefscore.rewards",
            "prefscore.margin",
            "prefscore.agrees",
            "prefscore.flags"
        };
        List<String> lazy = texts(new RewardScorer()
                .setModelSource(another("lazy"))
                .transform(pairs(spark))
                .selectExpr(columns));
        List<String> kept = texts(transformed.selectExpr(columns));

        assertThat(kept).hasSize(6);
        // the model refused both texts of the one that is too long, which the job sets aside without rewards
        assertThat(kept.stream().filter(row -> !row.contains("too-long")).toList())
                .containsExactlyInAnyOrderElementsOf(
                        lazy.stream().filter(row -> !row.contains("too-long")).toList());
        assertThat(kept.stream().filter(row -> row.contains("too-long")).toList())
                .singleElement()
                .asString()
                .contains("null,null,null");
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).toList();
    }

    @Test
    void theColumnHasTheNameThatWasAskedFor(SparkSession spark) {
        Dataset<Row> scored = scorer().setOutputCol("opinion").transform(pairs(spark));

        assertThat(scored.columns()).containsExactly("prompt", "chosen", "rejected", "other", "opinion");
        assertThat(scored.schema().catalogString())
                .isEqualTo(scorer().setOutputCol("opinion")
                        .transformSchema(pairs(spark).schema())
                        .catalogString());
    }

    @Test
    void rowsThatDifferAtEachReadingAreRefused(SparkSession spark) {
        UDF0<String> clock = () -> "at " + System.nanoTime();
        Dataset<Row> changing = pairs(spark)
                .withColumn(
                        "rejected",
                        functions
                                .udf(clock, DataTypes.StringType)
                                .asNondeterministic()
                                .apply());

        List<Path> runs = folders("store/transformed/*/*");
        assertPlain(() -> scorer().score(changing), "others at each reading");
        assertThat(folders("store/transformed/*/*")).isEqualTo(runs);
    }

    @OnEachSpark
    @Test
    void metricsAndTrialsOfFiltersAreMadeOnce() throws IOException {
        ScoredData scored = numberedRun;

        Row accuracy = scored.metrics()
                .where("slice = 'overall' and statistic = 'accuracy'")
                .first();
        assertThat(accuracy.<Double>getAs("value")).isEqualTo(0.75);
        List<FileTime> written = times(scored.folder());
        scored.metrics().collectAsList();
        assertThat(times(scored.folder())).isEqualTo(written);

        JobOutput trial = scored.tryFilter("margin { at-least = 0.5 }");
        assertThat(trial.table("steps").first().<Long>getAs("left")).isEqualTo(30);
        assertThat(trial.names()).doesNotContain("data");
        assertThat(scored.tryFilter("margin { at-least = 0.5 }").folder()).isEqualTo(trial.folder());
        JobOutput other = scored.tryFilter("top-share { share = 0.5 }");
        assertThat(other.folder()).isNotEqualTo(trial.folder());
        assertThat(other.table("steps").first().getList(10)).isEqualTo(List.of("20 of 40"));

        JobOutput kept = scored.filter(folder.resolve("kept").toString(), "margin { at-least = 0.5 }");
        assertThat(kept.table("data").count()).isEqualTo(30);
        assertThat(kept.table("data").columns()).containsExactly("prompt", "chosen", "rejected");
    }

    @Test
    void tablesBecomeViews(SparkSession spark) {
        pairsRun.createViews("my_");

        assertThat(spark.sql("select count(*) from my_scores").first().getLong(0))
                .isEqualTo(4);
        assertThat(spark.sql("select count(*) from my_set_aside").first().getLong(0))
                .isEqualTo(2);
        assertThat(spark.sql("select * from my_comparisons").count()).isEqualTo(4);
    }

    @OnEachSpark
    @Test
    void theSqlFunctionScoresEachRowWhereItStands(SparkSession spark) throws IOException {
        LengthModel called = another("called");
        new RewardScorer().setModelSource(called).register(spark, "reward");

        List<Row> rewards = spark.sql("""
            select prompt, response, reward(prompt, response) as reward
            from values ('p', 'long'), ('p', 'longer'), (null, 'x'), ('p', null), ('p', 'TOOLONG') as t(prompt, response)
            where reward(prompt, 'never looked at') > 0""").collectAsList();

        assertThat(rewards).hasSize(4);
        float shorter = rewards.get(0).getFloat(2);
        assertThat(rewards.get(1).getFloat(2)).isEqualTo(shorter + 2);
        assertThat(rewards.get(2).isNullAt(2)).isTrue();
        assertThat(rewards.get(3).isNullAt(2)).isTrue();
        assertThat(called.computed()).hasSize(4 + 3);
    }

    @Test
    void furtherRowsAreRenderedAndScoredAsTheRunDid(SparkSession spark) {
        String checkpoint = GoldenModels.folder("worldpm-tiny").toString();
        ScoredData run = RewardScorer.of(checkpoint)
                .setSettings("encode.system-prompt=Be brief.", "model.cache-limit=1 GiB", "model.parameters=7")
                .setStore(folder.resolve("store").toString())
                .score(numbered(spark, 3));

        RewardScorer again = run.scorer();

        assertThat(again.render(numbered(spark, 1)).select("text").first().getString(0))
                .contains("Be brief.", "prompt 0");
        Map<String, Double> kept = rewards(run.scores());
        Map<String, Double> scoredAgain = rewards(again.transform(numbered(spark, 3)));
        assertThat(scoredAgain).hasSize(6).containsOnlyKeys(kept.keySet());
        // what is packed together differs
        scoredAgain.forEach(
                (response, reward) -> assertThat(reward).as(response).isCloseTo(kept.get(response), within(1e-5)));
    }

    private static Map<String, Double> rewards(Dataset<Row> scored) {
        Map<String, Double> rewards = new HashMap<>();
        for (Row row : scored.select("prompt", "prefscore.rewards").collectAsList()) {
            List<Float> each = row.getList(1);
            for (int response = 0; response < each.size(); response++) {
                rewards.put(row.getString(0) + ", " + response, (double) each.get(response));
            }
        }
        return rewards;
    }

    @Test
    void whatNobodyReadsGoesWithTheStoresUpkeep(SparkSession spark) throws IOException {
        Path store = folder.resolve("another store");
        Path scored = Path.of(pairsRun.folder()).getParent();
        Path old = copied(scored, store.resolve("transformed/old"));
        Path read = copied(scored, store.resolve("transformed/read"));
        try (Stream<Path> files = Files.walk(old)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
            }
        }

        List<String> removed =
                new StoreKeeper(spark, store.toString(), ProgressListener.SILENT).expire(Duration.ofDays(30));

        assertThat(removed).containsExactly("transformed/old");
        assertThat(old).doesNotExist();
        assertThat(read).exists();
    }

    private static Path copied(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }

    @Test
    void whatTheUserCanMendIsOneSentence(SparkSession spark) {
        String nowhere = folder.resolve("nowhere").toString();
        Dataset<Row> odd = spark.sql("select 1 as one, 2 as two");

        assertPlain(() -> new RewardScorer().transform(pairs(spark)), "no model; call setModelPath");
        assertPlain(() -> RewardScorer.of(nowhere).transform(pairs(spark)), nowhere);
        assertPlain(() -> RewardScorer.of(nowhere).register(spark, "reward"), nowhere);
        assertPlain(() -> new RewardScorer().setModelSource(model).score(pairs(spark)), "setStore");
        assertPlain(() -> new RewardScorer().setModelSource(model).transform(odd), "one");
        assertPlain(() -> scorer().transform(odd), "one");
        assertPlain(
                () -> scorer().score(pairs(spark).selectExpr("*", "interval '1' month as month", "null as nothing")),
                "cannot be kept as Parquet");
        assertPlain(() -> scorer().setDevice("tpu").transform(pairs(spark)), "tpu");
        assertPlain(() -> scorer().setOutputCol("chosen").transform(pairs(spark)), "'chosen' already");
        assertPlain(() -> ScoredData.open(spark, nowhere), "holds no finished scoring run");
        assertPlain(() -> JobOutput.open(spark, nowhere), "holds no finished output");
        assertPlain(() -> JobOutput.open(spark, " "), "no folder given");
        assertPlain(() -> ScoredData.open(spark, " "), "no folder given");
        ScoredData scored = numberedRun;
        assertPlain(() -> scored.report().table("nothing"), "holds no table nothing; it holds ");
        assertPlain(() -> scored.tryFilter("margin { at-least = much }"), "at-least");
        assertPlain(() -> scored.tryFilter("where { is = \"no_such_column > 1\" }"), "no_such_column");
    }

    private static void assertPlain(ThrowingCallable work, String part) {
        assertThatThrownBy(work)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(part)
                .hasNoCause()
                .satisfies(failure -> {
                    assertThat(failure.getStackTrace()).isEmpty();
                    // a mapping to complete may follow
                    assertThat(failure.getMessage().lines().takeWhile(line -> !line.equals("input.columns {")))
                            .hasSizeLessThan(4);
                });
    }

    private static List<Path> folders(String glob) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isDirectory)
                    .filter(path -> folder.getFileSystem()
                            .getPathMatcher("glob:" + folder + "/" + glob)
                            .matches(path))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<FileTime> times(String run) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(run))) {
            List<FileTime> times = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                times.add(Files.getLastModifiedTime(file));
            }
            return times;
        }
    }
}
