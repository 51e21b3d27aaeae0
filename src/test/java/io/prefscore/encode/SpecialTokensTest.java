package io.prefscore.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.GoldenModels;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spellings of special and added tokens against what transformers 4.57 makes of them, which
 * {@code src/test/python/make_special_tokens.py} wrote down.
 */
class SpecialTokensTest {

    private static final JsonObject REFERENCE = reference();

    @TempDir
    private Path folder;

    /** A case of the reference; shown by its name. */
    record Case(JsonObject json) {

        boolean has(String key) {
            return json.has(key);
        }

        @Override
        public String toString() {
            return json.get("name").getAsString();
        }
    }

    static Stream<Case> tokenized() {
        return cases().filter(one -> one.has("ids"));
    }

    static Stream<Case> cases() {
        return REFERENCE.getAsJsonArray("cases").asList().stream().map(one -> new Case(one.getAsJsonObject()));
    }

    @ParameterizedTest
    @MethodSource("tokenized")
    void tokenizesAsTheReferenceOrSaysWhyNot(Case one) throws IOException, ConversationRefused {
        layOut(one);
        if (one.toString().equals("a listed one with another id")) {
            assertThatThrownBy(() -> TextTokenizer.read(folder, 4096).close())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "added token '<tool>' has id 570 in tokenizer_config.json or added_tokens.json"
                                    + " and 565 by tokenizer.json; give it the id");
            return;
        }
        List<List<Integer>> ids = new ArrayList<>();
        try (TextTokenizer tokenizer = TextTokenizer.read(folder, 4096)) {
            for (JsonElement text : REFERENCE.getAsJsonArray("texts")) {
                ids.add(IntStream.of(tokenizer.encode(text.getAsString()))
                        .boxed()
                        .toList());
            }
        }
        assertThat(ids)
                .isEqualTo(one.json().getAsJsonArray("ids").asList().stream()
                        .map(row -> row.getAsJsonArray().asList().stream()
                                .map(JsonElement::getAsInt)
                                .toList())
                        .toList());
        Map<String, String> names = new TreeMap<>();
        one.json().getAsJsonObject("names").asMap().forEach((name, text) -> names.put(name, text.getAsString()));
        assertThat(TokenizerFiles.specialTokens(folder).names()).isEqualTo(names);
    }

    /** What changes no id changes no fingerprint. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null and empty",
                "the list as it is",
                "special alone differs",
                "the map beside a list",
                "added_tokens.json beside a list",
                "no class, of Qwen3",
                "no class, of Gemma2",
                "Gemma's own tokens",
                "a prefix space in both"
            })
    void changesNothingWhereTheFilesAgree(String name) throws IOException {
        layOut(cases().filter(one -> one.toString().equals(name)).findFirst().orElseThrow());

        assertThat(TokenizerFiles.read(folder).changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'tokenizer_class': 'PreTrainedTokenizerFast', 'add_prefix_space': true} |",
                "{'tokenizer_class': 'LlamaTokenizer'} |",
                "{'tokenizer_class': 'LlamaTokenizerFast', 'add_prefix_space': true} | add_prefix_space, for which",
                "{'tokenizer_class': 'CodeLlamaTokenizerFast'} | tokenizer_class CodeLlamaTokenizer is not known"
            },
            quoteCharacter = '"')
    void warnsOfWhatTheFilesDoNotShow(String config, @Nullable String warning) throws IOException {
        layOut(cases().findFirst().orElseThrow());
        Files.writeString(folder.resolve("tokenizer_config.json"), config.replace('\'', '"'));

        String warnings = String.join("\n", TokenizerFiles.read(folder).warnings(Integer.MAX_VALUE));

        assertThat(warnings).isEqualTo(warning == null ? "" : warnings).contains(warning == null ? "" : warning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"1\": 2}", "{\"one\": {\"content\": \"a\"}}", "{\"1\": {}}", "[]"})
    void saysThatATokenIsNone(String list) throws IOException {
        layOut(cases().findFirst().orElseThrow());
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"added_tokens_decoder\": " + list + "}");

        assertThatThrownBy(() -> TokenizerFiles.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a token in tokenizer.json, tokenizer_config.json, ");
    }

    private void layOut(Case one) throws IOException {
        String base = one.json().get("base").getAsString();
        JsonObject tokenizer = JsonParser.parseString(
                        Files.readString(GoldenModels.folder(base).resolve("tokenizer.json")))
                .getAsJsonObject();
        JsonObject files = one.json().getAsJsonObject("files");
        JsonObject changed = files.has("tokenizer") ? files.getAsJsonObject("tokenizer") : new JsonObject();
        changed.asMap().forEach(tokenizer::add);
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"qwen3\"}");
        for (Map.Entry<String, JsonElement> file : files.asMap().entrySet()) {
            if (!file.getKey().equals("tokenizer") && !file.getValue().isJsonNull()) {
                String name = file.getKey().equals("config_json") ? "config" : file.getKey();
                Files.writeString(
                        folder.resolve(name + ".json"), file.getValue().toString());
            }
        }
    }

    private static JsonObject reference() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(SpecialTokensTest.class.getResourceAsStream("/special-tokens.json")),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
