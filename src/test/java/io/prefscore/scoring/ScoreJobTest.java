package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.InputSettings;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LocalSpark.class)
class ScoreJobTest {

    private static final StructType PAIRS = new StructType()
            .add("number", DataTypes.LongType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType);

    @TempDir
    private Path folder;

    private LengthModel model(String name) {
        return new LengthModel(name, folder.resolve("journal-" + name).toString());
    }

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private Path output() {
        return folder.resolve("out");
    }

    private Dataset<Row> table(SparkSession spark, String name) {
        return spark.read().parquet(output().resolve(name).toString());
    }

    private RunSummary score(SparkSession spark, InputSettings input, LengthModel model) {
        return ScoreJob.run(spark, Runs.settings(input, output()), model, ProgressListener.SILENT);
    }

    private Path lines(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream stream = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static String text(String prompt, String response) throws Exception {
        return LengthModel.render(List.of(new Message("user", prompt), new Message("assistant", response)));
    }

    /** Pairs with few prompts and fewer answers, so that texts repeat; one in eleven cannot be scored. */
    private static List<Row> randomPairs(long seed, int count) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (long number = 0; number < count; number++) {
            String prompt = "prompt " + random.nextInt(10);
            String chosen = "x".repeat(random.nextInt(8)) + " yes";
            String rejected = "y".repeat(random.nextInt(8)) + " no";
            switch (random.nextInt(22)) {
                case 0 -> chosen = null;
                case 1 -> rejected = LengthModel.TOO_LONG + " " + rejected;
                default -> {}
            }
            rows.add(RowFactory.create(number, prompt, chosen, rejected));
        }
        return rows;
    }

    /** What a loop over the rows says should stand in the two tables: rewards by row number, reasons by row number. */
    private record Expected(
            Map<Long, List<Float>> rewards,
            Map<Long, String> reasons,
            Set<String> texts,
            double agreeing,
            double loss) {

        static Expected of(List<Row> rows) throws Exception {
            Map<Long, List<Float>> rewards = new TreeMap<>();
            Map<Long, String> reasons = new TreeMap<>();
            Set<String> texts = new HashSet<>();
            double agreeing = 0;
            double loss = 0;
            for (Row row : rows) {
                if (row.isNullAt(2)) {
                    reasons.put(row.getLong(0), "missing-field");
                    continue;
                }
                String chosen = text(row.getString(1), row.getString(2));
                String rejected = text(row.getString(1), row.getString(3));
                texts.add(chosen);
                texts.add(rejected);
                if (rejected.contains(LengthModel.TOO_LONG)) {
                    reasons.put(row.getLong(0), "too-long");
                    continue;
                }
                rewards.put(row.getLong(0), List.of((float) chosen.length(), (float) rejected.length()));
                agreeing += chosen.length() > rejected.length() ? 1 : 0;
                loss += Math.log(1 + Math.exp(rejected.length() - chosen.length()));
            }
            return new Expected(rewards, reasons, texts, agreeing, loss);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 7"})
    void givesEachRowWhatALoopOverTheRowsGives(long seed, int partitions, SparkSession spark) throws Exception {
        List<Row> rows = randomPairs(seed, 300);
        Expected expected = Expected.of(rows);
        String input = folder.resolve("pairs.parquet").toString();
        spark.createDataFrame(rows, PAIRS).repartition(partitions).write().parquet(input);
        LengthModel model = model("loop");

        RunSummary summary = ScoreJob.run(
                spark,
                Runs.settings(Runs.input(input), output(), OptionalInt.of(partitions)),
                model,
                ProgressListener.SILENT);

        Map<Long, List<Float>> rewards = new TreeMap<>();
        Set<String> ids = new HashSet<>();
        for (Row row : table(spark, "scores").collectAsList()) {
            Row result = row.getStruct(4);
            rewards.put(row.getLong(0), result.getList(1));
            ids.add(result.getString(0));
        }
        assertThat(rewards).isEqualTo(expected.rewards());
        assertThat(ids).hasSize(rewards.size());
        Map<Long, String> reasons = new TreeMap<>();
        table(spark, "set-aside").collectAsList().forEach(row -> reasons.put(row.getLong(0), row.getString(4)));
        assertThat(reasons).isEqualTo(expected.reasons());
        assertThat(model.computed())
                .containsExactlyInAnyOrderElementsOf(expected.texts().stream()
                        .map(text -> "text " + text.replace("\n", "\\n"))
                        .toList());

        assertThat(summary.rows().read()).isEqualTo(300);
        assertThat(summary.rows().scored()).isEqualTo(rewards.size());
        assertThat(summary.work().textsDistinct()).isEqualTo(expected.texts().size());
        assertThat(summary.work().textsComputed()).isEqualTo(expected.texts().size());
        RunSummary.Judged judged = summary.judged();
        assertThat(judged.comparisons()).isEqualTo(rewards.size());
        assertThat(judged.agreeing() + judged.disagreeing() + judged.rewardTies())
                .isEqualTo(rewards.size());
        assertThat(judged.rewardTies()).isPositive();
        assertThat(judged.accuracy().orElseThrow()).isCloseTo(expected.agreeing() / rewards.size(), within(1e-12));
        assertThat(judged.bradleyTerryLoss().orElseThrow()).isCloseTo(expected.loss() / rewards.size(), within(1e-9));
    }

    @OnEachSpark
    @Test
    void setsBadLinesAsideEachWithItsReason(SparkSession spark) throws Exception {
        Path first = lines("a.jsonl.gz", """
            \uFEFF{"prompt": "p", "chosen": "good answer", "rejected": "bad", "id": "one"}
            {"prompt": "p", "chosen": "same", "rejected": "same"}
            {"prompt": "p", "chosen": "same", "rejected": "same"}
            {"prompt": "p", "chosen": "CUTME", "rejected": ""}

            this is no JSON
            {"prompt": "p", "chosen": "half \\ud83d", "rejected": "b"}
            {"prompt": "p", "chosen": "whole \\ud83d\\ude00", "rejected": "b"}
            """);
        Path second = lines("b.jsonl", """
            {"prompt": null, "chosen": "a", "rejected": "b", "more": {"x": [1]}}
            {"prompt": "p", "chosen": "TOOLONG", "rejected": "b"}
            {"prompt": "p", "chosen": "a", "rejected
            """);

        RunSummary summary = score(spark, Runs.input(first.toString(), second.toString()), model("lines"));

        assertThat(summary.rows().setAside())
                .isEqualTo(Map.of(
                        Skip.Reason.UNREADABLE_RECORD, 2L,
                        Skip.Reason.INVALID_UNICODE, 1L,
                        Skip.Reason.MISSING_FIELD, 1L,
                        Skip.Reason.TOO_LONG, 1L));
        assertThat(summary.rows().read()).isEqualTo(10);
        Dataset<Row> setAside = table(spark, "set-aside");
        assertThat(setAside.columns())
                .containsExactly("chosen", "id", "more", "prompt", "rejected", "reason", "detail");
        assertThat(setAside.where("reason = 'unreadable-record'").collectAsList())
                .extracting(row -> row.getString(6))
                .contains("not a JSON object: this is no JSON");
        Dataset<Row> scores = table(spark, "scores");
        assertThat(scores.columns()).containsExactly("chosen", "id", "more", "prompt", "rejected", "prefscore");
        assertThat(scores.where("id = 'one'")
                        .selectExpr("prefscore.example_id", "prefscore.agrees", "get(prefscore.flags, 0)")
                        .first())
                .isEqualTo(RowFactory.create("one", true, null));
        List<Row> ties = scores.where("chosen = 'same'")
                .selectExpr("prefscore.example_id", "prefscore.margin", "prefscore.agrees", "prefscore.flags")
                .orderBy("example_id")
                .collectAsList();
        assertThat(ties).hasSize(2);
        assertThat(ties.get(1).getString(0)).isEqualTo(ties.get(0).getString(0) + "-2");
        assertThat(ties.get(0).getFloat(1)).isZero();
        assertThat(ties.get(0).isNullAt(2)).isTrue();
        assertThat(ties.get(0).<String>getList(3)).containsExactly("identical-responses");
        assertThat(scores.where("chosen = 'CUTME'")
                        .select("prefscore.flags")
                        .first()
                        .<String>getList(0))
                .containsExactly("empty-response", "truncated");
        assertThat(scores.where("chosen like 'whole%'").select("chosen").first().getString(0))
                .isEqualTo("whole \ud83d\ude00");
        assertThat(table(spark, "comparisons").select("example_id").distinct().count())
                .isEqualTo(scores.count());
    }

    @Test
    void leavesTheUsersColumnsAsTheyAre(SparkSession spark) {
        Dataset<Row> odd = spark.sql("""
            select 'p' as prompt, 'long answer' as chosen, 'no' as rejected, X'00ff' as bytes,
              cast(1.50 as decimal(20, 3)) as amount, timestamp'2024-02-29 12:00:00.123456' as time,
              map('k', array(1, null)) as `a.b c`, named_struct('row', 1, 'identity', cast(null as string)) as `row`,
              cast(null as date) as identity, 'mine' as reason, float('nan') as number, id as example_id
            from range(3)""");
        String input = folder.resolve("odd.parquet").toString();
        odd.write().parquet(input);

        score(spark, Runs.input(input), model("odd"));

        Dataset<Row> scores = table(spark, "scores");
        assertThat(scores.drop("prefscore").schema())
                .isEqualTo(spark.read().parquet(input).schema());
        assertThat(scores.drop("prefscore").toJSON().collectAsList())
                .containsExactlyInAnyOrderElementsOf(
                        spark.read().parquet(input).toJSON().collectAsList());
        assertThat(scores.first().getDecimal(4)).isEqualTo(new BigDecimal("1.500"));
        assertThat(scores.first().getTimestamp(5)).isEqualTo(Timestamp.valueOf("2024-02-29 12:00:00.123456"));
        assertThat(table(spark, "set-aside").columns()).endsWith("example_id", "prefscore_reason", "detail");
    }

    @Test
    void scoresAConversationWithoutComparingIt(SparkSession spark) throws Exception {
        Path input = lines("messages.json", """
            {"id": 7, "messages": [{"role": "assistant", "content": "a"}, {"role": "assistant", "content": "b"}]}
            {"id": 8, "messages": []}
            {"id": 9, "messages": [{"role": "stranger", "content": "a"}]}
            """);

        RunSummary summary = score(spark, Runs.input(input.toString()), model("messages"));

        Row result = table(spark, "scores").select("prefscore.*").first();
        assertThat(result.getString(0)).isEqualTo("7");
        assertThat(result.<Float>getList(1)).containsExactly((float) "<assistant> a\n<assistant> b\n".length());
        assertThat(result.isNullAt(3)).isTrue();
        assertThat(result.isNullAt(4)).isTrue();
        assertThat(result.<String>getList(5)).containsExactly("repeated-role");
        assertThat(summary.judged().comparisons()).isZero();
        assertThat(summary.judged().accuracy()).isEmpty();
        assertThat(table(spark, "comparisons").count()).isZero();
        assertThat(summary.rows().setAside())
                .isEqualTo(Map.of(Skip.Reason.EMPTY_CONVERSATION, 1L, Skip.Reason.TEMPLATE_REFUSED, 1L));
    }

    @Test
    void goesOnWithAnUnfinishedOutputAndRefusesOthers(SparkSession spark) throws Exception {
        Path good = lines("good.jsonl", """
            {"prompt": "p", "chosen": "first", "rejected": "second one"}
            {"prompt": "q", "chosen": "third", "rejected": "fourth one"}
            """);
        LengthModel model = model("again");
        InputSettings input = Runs.input(good.toString());
        RunSummary first = score(spark, input, model);
        assertThatThrownBy(() -> score(spark, input, model))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.OUTPUT))
                .hasMessageContaining("holds a finished run");

        // The state that a run leaves that was killed between the last table and its record.
        Files.move(output().resolve("_RUN.json"), output().resolve("_STARTED.json"));
        Files.writeString(output().resolve("_STARTED.json"), RunRecord.identity(Runs.settings(input, output()), model));
        Files.deleteIfExists(output().resolve("._STARTED.json.crc"));
        assertThatThrownBy(() -> score(spark, input, model("other")))
                .hasMessageContaining("unfinished run with other input or another model");
        RunSummary second = score(spark, input, model);

        assertThat(second.work().textsComputed()).isZero();
        assertThat(second.work().textsDistinct()).isEqualTo(4);
        assertThat(model.computed()).hasSize(4);
        assertThat(second.judged()).isEqualTo(first.judged());
        assertThat(table(spark, "scores").count()).isEqualTo(2);

        Path strange = Files.createDirectory(folder.resolve("strange"));
        Files.writeString(strange.resolve("thesis.txt"), "all my work");
        assertThatThrownBy(() -> ScoreJob.run(spark, Runs.settings(input, strange), model, ProgressListener.SILENT))
                .hasMessageContaining("no run of ours");
        assertThat(strange.resolve("thesis.txt")).hasContent("all my work");
    }

    @OnEachSpark
    @Test
    void losesAndDoublesNothingWhenATaskIsTriedAgain(SparkSession spark) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 20; row++) {
            text.append("{\"prompt\": \"p%d\", \"chosen\": \"%s\", \"rejected\": \"b\"}%n"
                    .formatted(row, row == 13 ? LengthModel.FAILS_ONCE : "a"));
        }
        Path input = lines("fails.jsonl", text.toString());
        LengthModel model = model("fails");
        List<ProgressListener.Progress> heard = new ArrayList<>();

        RunSummary summary = ScoreJob.run(
                spark, Runs.settings(Runs.input(input.toString()), output(), OptionalInt.of(2)), model, heard::add);

        assertThat(folder.resolve("journal-fails.failed")).exists();
        assertThat(summary.rows().scored()).isEqualTo(20);
        assertThat(summary.work().textsComputed()).isEqualTo(40);
        assertThat(table(spark, "scores")
                        .selectExpr("prefscore.example_id")
                        .distinct()
                        .count())
                .isEqualTo(20);
        // Every text has as many tokens as words, and half of them are said to be computed in each call.
        assertThat(summary.work().tokensAsked()).isEqualTo(40 * 4);
        assertThat(summary.work().tokensComputed()).isBetween(40L, 80L);
        assertThat(heard)
                .extracting(ProgressListener.Progress::what)
                .contains(Arrays.stream(Stage.values()).map(Stage::label).toArray(String[]::new));
        ProgressListener.Texts last = heard.get(heard.size() - 1).texts();
        assertThat(last.total()).isEqualTo(40);
        assertThat(last.pairs()).isEqualTo(20);
        assertThat(last.stored()).isEqualTo(40);
        assertThat(heard).allMatch(progress -> progress.share() >= 0 && progress.share() <= 1);
    }

    @Test
    void namesTheRowThatTheModelHasNoNumberFor(SparkSession spark) throws Exception {
        Path input = lines("nan.jsonl", """
            {"id": "fine", "prompt": "p", "chosen": "a", "rejected": "b"}
            {"id": "odd", "prompt": "p", "chosen": "NOTANUMBER", "rejected": "b"}
            """);

        assertThatThrownBy(() -> score(spark, Runs.input(input.toString()), model("nan")))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.MODEL))
                .hasMessageStartingWith("odd: the model gave NaN");
        assertThat(output().resolve("_RUN.json")).doesNotExist();
    }

    @Test
    void refusesAnInputThatHasOurColumn(SparkSession spark) throws Exception {
        Path input = lines("taken.jsonl", """
            {"prompt": "p", "chosen": "a", "rejected": "b", "prefscore": 1}
            """);

        assertThatThrownBy(() -> score(spark, Runs.input(input.toString()), model("taken")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has a column 'prefscore' already");
        assertThat(output()).doesNotExist();
    }
}
