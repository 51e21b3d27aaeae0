package io.prefscore.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.prefscore.GoldenModels;
import io.prefscore.GoldenModels.GoldenRow;
import io.prefscore.LocalSpark;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.encode.ChatTemplate;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.model.TextFacts;
import io.prefscore.preference.Message;
import io.prefscore.scoring.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as the reference counts them, from folders whose weights are not there. */
@ExtendWith(LocalSpark.class)
class ModelMeterTest {

    private static final String LIMITED = "encode.max-tokens=20";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "worldpm-tiny",
                "qwen3-seqcls-tiny",
                "llama-seqcls-tiny",
                "mistral-seqcls-tiny",
                "gemma2-seqcls-tiny"
            })
    void countsTheTokensOfTheReference(String model, SparkSession spark, @TempDir Path folder) throws Exception {
        Path source = GoldenModels.folder(model);
        List<GoldenRow> rows = GoldenModels.rows(source);
        List<String> lines = new ArrayList<>();
        for (GoldenRow row : rows) {
            lines.add(line(row.messages()));
        }
        Path data = Files.write(folder.resolve("golden.jsonl"), lines);
        Settings settings = settings(withoutWeights(source, folder), data, LIMITED);

        Inspection inspection = inspect(spark, settings);

        ChatTemplate template = ChatTemplate.read(source, settings.encode());
        List<Integer> tokens = new ArrayList<>();
        int refused = 0;
        try (TextTokenizer tokenizer = TextTokenizer.read(source, 4096)) {
            for (GoldenRow row : rows) {
                try {
                    tokens.add(tokenizer.encode(template.render(row.messages())).length);
                } catch (ConversationRefused wouldBeSetAside) {
                    refused++;
                }
            }
        }
        assertThat(tokens).isNotEmpty();
        assertThat(inspection.allSetAside()).isEqualTo(refused);
        Inspection.TokenLengths lengths = inspection.lengths().tokens().orElseThrow();
        assertThat(lengths.conversation().count()).isEqualTo(tokens.size());
        assertThat(lengths.conversation().sum())
                .isEqualTo(tokens.stream().mapToInt(count -> count).sum())
                .isEqualTo(lengths.prompt().sum() + lengths.response().sum());
        assertThat(lengths.conversation().max())
                .isEqualTo(tokens.stream().mapToInt(count -> count).max().orElseThrow());
        assertThat(lengths.prompt().sum()).isPositive();
        Inspection.Fit fit = inspection.model().orElseThrow();
        assertThat(fit.maxTokens()).isEqualTo(20);
        assertThat(fit.tooLongTexts())
                .isEqualTo(tokens.stream().filter(count -> count > 20).count())
                .isEqualTo(fit.tooLongRows())
                .isPositive();
        assertThat(inspection.work().tokens().orElseThrow().asked())
                .isEqualTo(lengths.conversation().sum());
    }

    @Test
    void sharesThePromptsTokensAndShowsTheRenderedText(SparkSession spark, @TempDir Path folder) throws Exception {
        Path source = GoldenModels.folder("worldpm-tiny");
        List<Message> prompt = List.of(new Message("user", "What is the capital of France?"));
        List<String> answers = List.of("Paris, of course.", "I do not know.");
        Path data = Files.writeString(
                folder.resolve("pair.jsonl"),
                new Gson()
                        .toJson(Map.of(
                                "prompt",
                                prompt.get(0).content(),
                                "chosen",
                                answers.get(0),
                                "rejected",
                                answers.get(1))));
        Settings settings = settings(withoutWeights(source, folder), data, "encode.max-tokens=null");

        Inspection inspection = inspect(spark, settings);

        ChatTemplate template = ChatTemplate.read(source, settings.encode());
        int asked = 0;
        int shared;
        try (TextTokenizer tokenizer = TextTokenizer.read(source, 4096)) {
            int[] alone = tokenizer.encode(template.render(prompt));
            shared = alone.length;
            for (String answer : answers) {
                int[] whole = tokenizer.encode(template.render(conversation(prompt, answer)));
                shared = Math.min(shared, mismatch(alone, whole));
                asked += whole.length;
            }
        }
        assertThat(shared).isPositive();
        assertThat(inspection.work().tokens()).contains(new Inspection.Amount(asked, asked, asked - shared));
        assertThat(inspection.lengths().tokens().orElseThrow().prompt().sum()).isEqualTo(shared);
        RenderedExample example = inspection.rendered().get(0);
        for (int index = 0; index < 2; index++) {
            assertThat(example.prompt() + example.responses().get(index).text())
                    .isEqualTo(template.render(conversation(prompt, answers.get(index))));
        }
        assertThat(example.prompt()).contains("capital of France");
    }

    private static int mismatch(int[] left, int[] right) {
        int index = Arrays.mismatch(left, right);
        return index < 0 ? left.length : index;
    }

    private static List<Message> conversation(List<Message> prompt, String answer) {
        return Stream.concat(prompt.stream(), Stream.of(new Message("assistant", answer)))
                .toList();
    }

    private static Inspection inspect(SparkSession spark, Settings settings) {
        TextFacts facts = TextFacts.read(settings.model(), settings.encode());
        return InspectJob.run(spark, settings, Optional.of(facts), ProgressListener.SILENT);
    }

    private static Path withoutWeights(Path source, Path folder) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                if (!file.toString().contains("safetensors")) {
                    Files.copy(file, copy.resolve(source.relativize(file)));
                }
            }
        }
        return copy;
    }

    private static Settings settings(Path model, Path data, String assignment) {
        return new SettingsReader()
                .flag("--input", "input.paths", List.of(data.toString()))
                .flag("--model", "model.path", model.toString())
                .set(assignment)
                .read(SettingsUse.INSPECT);
    }

    private static String line(List<Message> messages) {
        List<JsonObject> turns = new ArrayList<>();
        for (Message message : messages) {
            JsonObject turn = new JsonObject();
            turn.addProperty("role", message.role());
            turn.addProperty("content", message.content());
            turns.add(turn);
        }
        return new Gson().toJson(Map.of("messages", turns));
    }
}
