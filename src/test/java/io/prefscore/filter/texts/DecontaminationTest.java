package io.prefscore.filter.texts;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
final class DecontaminationTest {

    private static final String QUESTION =
            "A train leaves the station at noon and travels for three hours at sixty miles an hour, how far does it get?";

    private final SparkSession spark;

    @TempDir
    Path folder;

    DecontaminationTest(SparkSession spark) {
        this.spark = spark;
    }

    @Test
    void findsAPlantedRowAndLeavesACleanOne() throws IOException {
        Path pairs =
                write("pairs.jsonl", """
                {"prompt": "%s", "chosen": "180 miles, I should say, without having looked it up anywhere at all today", "rejected": "20"}
                {"prompt": [{"role": "system", "content": "Answer each and every question that you are asked with no more than five words, please."}, {"role": "user", "content": "Name the river that flows through the middle of the largest city of southern Spain."}], "chosen": [{"role": "assistant", "content": "Guadalquivir"}], "rejected": [{"role": "assistant", "content": "Ebro"}]}
                """.formatted(QUESTION).lines().findFirst().orElseThrow());

        try (Decontamination decontamination = against(List.of(), pairs)) {
            assertThat(overlaps(
                            decontamination,
                            "Please help. " + QUESTION.toUpperCase(java.util.Locale.ROOT),
                            "How far does a train get in three hours at sixty miles an hour?",
                            "180 miles, I should say, without having looked it up anywhere at all today",
                            ""))
                    .containsExactly(22.0 / 24, 0.0, 0.0, 0.0);
            assertThat(decontamination.sources())
                    .containsExactly(new EvaluationSets.Source(pairs.toString(), "pair", 1, 0));
        }
    }

    @Test
    void looksForWhatUsersAskAndNotForWhatSystemsAreTold() throws IOException {
        String told = "Answer each and every question that you are asked with no more than five words, please.";
        Path pairs = write("messages.jsonl", """
                {"prompt": [{"role": "system", "content": "%s"}, {"role": "user", "content": "%s"}], "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b"}]}
                """.formatted(told, QUESTION));

        try (Decontamination decontamination = against(List.of(), pairs)) {
            assertThat(overlaps(decontamination, told, QUESTION)).containsExactly(0.0, 1.0);
        }
    }

    @Test
    void readsNamedColumnsWhereASetHasThemAndRecognisesTheOthers() throws IOException {
        Path questions = write("questions.csv", "question,answer\n\"" + QUESTION + "\",180 miles\nwho,\n");
        Path pairs = write("pairs.jsonl", """
                {"prompt": "one two three", "chosen": "a", "rejected": "b"}
                {"prompt": null, "chosen": "a", "rejected": "b"}
                not json
                """);

        try (Decontamination decontamination = against(List.of("question", "answer"), questions, pairs)) {
            assertThat(overlaps(decontamination, QUESTION, "180 miles", "one two three", "180 kilometres"))
                    .containsExactly(1.0, 1.0, 1.0, 0.0);
            assertThat(decontamination.sources())
                    .containsExactly(
                            new EvaluationSets.Source(questions.toString(), "question, answer", 3, 0),
                            new EvaluationSets.Source(pairs.toString(), "pair", 1, 2));
        }
    }

    @Test
    void leavesTheOverlapOfAMissingTextOpen() throws IOException {
        Path pairs = write("pairs.jsonl", "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\"}");

        try (Decontamination decontamination = against(List.of(), pairs)) {
            Row row = spark.sql("select cast(null as string) as text")
                    .select(decontamination.overlap(col("text")))
                    .first();
            assertThat(row.isNullAt(0)).isTrue();
        }
    }

    @Test
    void saysWhichSetIsMissing() {
        Path missing = folder.resolve("missing.jsonl");

        assertThatThrownBy(() -> against(List.of(), missing))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT))
                .hasMessageStartingWith("evaluation set " + missing + ": ")
                .hasMessageContaining("no such file or folder");
    }

    @Test
    void saysWhatWasFoundInASetThatFitsNoSchema() throws IOException {
        Path questions = write("questions.jsonl", "{\"question\": \"who\", \"number\": 3}");

        assertThatThrownBy(() -> against(List.of("prompt"), questions))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT))
                .hasMessageStartingWith("evaluation set " + questions)
                .hasMessageContaining("question (string)")
                .hasMessageEndingWith("name the columns that hold the set's texts");
        assertThatThrownBy(() -> against(List.of("number"), questions))
                .hasMessageContaining("column 'number' must be text; found bigint");
    }

    @Test
    void refusesASetOfWhichNothingCanBeRead() throws IOException {
        Path pairs = write("pairs.jsonl", "{\"prompt\": null, \"chosen\": \"b\", \"rejected\": \"c\"}");

        assertThatThrownBy(() -> against(List.of(), pairs))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds no text that can be read");
    }

    @Test
    void joinsAPromptsTurnsWithoutRolesAndWithoutSystemTurns() {
        Message system = new Message("system", "Be brief.");
        Message question = new Message("user", "Who?");
        Message answer = new Message("assistant", "He.");

        assertThat(PromptText.of(example(system, question, answer, question))).isEqualTo("Who?\nHe.\nWho?");
        assertThat(PromptText.of(example(system))).isEqualTo("Be brief.");
        assertThat(PromptText.of(example())).isEmpty();
    }

    private static Example example(Message... prompt) {
        return new Example("id", List.of(prompt), List.of(Response.of("a")), List.of(), Map.of());
    }

    private Decontamination against(List<String> columns, Path... sets) {
        return Decontamination.against(
                spark,
                new EvaluationSets(
                        List.of(sets).stream().map(Path::toString).toList(), columns, EvaluationSets.DEFAULT_WORDS));
    }

    private List<Double> overlaps(Decontamination decontamination, String... texts) {
        return spark
                .createDataset(List.of(texts), Encoders.STRING())
                .toDF("text")
                .select(decontamination.overlap(col("text")))
                .collectAsList()
                .stream()
                .map(row -> row.getDouble(0))
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
