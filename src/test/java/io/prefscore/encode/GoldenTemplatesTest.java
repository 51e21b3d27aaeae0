package io.prefscore.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.config.EncodeSettings;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Templates against what the reference renders: those of the golden models in the test, and published ones, which the
 * project does not contain, in {@link #main}.
 */
final class GoldenTemplatesTest {

    private static final EncodeSettings SETTINGS = new EncodeSettings(
            Optional.empty(), LocalDate.of(2024, 7, 4), OptionalInt.empty(), EncodeSettings.OnTooLong.SET_ASIDE);

    @ParameterizedTest
    @MethodSource("io.prefscore.GoldenModels#folders")
    void rendersAsTheReferenceDoes(Path folder) throws IOException {
        check(folder, ChatTemplate.read(folder, SETTINGS), json(folder.resolve("golden.json")), "rows");
    }

    /**
     * @param arguments a folder with files of {@code {chat_template, bos_token …, cases: [{messages, rendered or error}]}}
     */
    public static void main(String[] arguments) throws IOException {
        for (Path file : files(Path.of(arguments[0]), ".json")) {
            JsonObject published = json(file);
            Map<String, String> tokens = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> entry : published.entrySet()) {
                if (entry.getKey().endsWith("_token") && !entry.getValue().isJsonNull()) {
                    tokens.put(entry.getKey(), entry.getValue().getAsString());
                }
            }
            check(
                    file,
                    ChatTemplate.of(published.get("chat_template").getAsString(), tokens, SETTINGS),
                    published,
                    "cases");
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static void check(Path source, ChatTemplate template, JsonObject golden, String key) {
        List<String> differences = new ArrayList<>();
        int equal = 0;
        for (JsonElement element : golden.getAsJsonArray(key)) {
            JsonObject wanted = element.getAsJsonObject();
            String expected = wanted.has("error")
                    ? "refused: " + wanted.get("error").getAsString()
                    : wanted.get("rendered").getAsString();
            String found = render(template, wanted);
            if (found.equals(expected)) {
                equal++;
            } else {
                differences.add(expected + "\n  but found " + found);
            }
        }
        System.out.println(source.getFileName() + ": " + equal + " equal, " + differences.size() + " different");
        assertThat(differences).as(source.toString()).isEmpty();
        assertThat(equal).isPositive();
    }

    private static String render(ChatTemplate template, JsonObject row) {
        List<Message> messages = new ArrayList<>();
        for (JsonElement element : row.getAsJsonArray("messages")) {
            JsonObject message = element.getAsJsonObject();
            messages.add(new Message(
                    message.get("role").getAsString(), message.get("content").getAsString()));
        }
        try {
            return template.render(messages);
        } catch (ConversationRefused refused) {
            assertThat(refused.skip().reason()).isEqualTo(Skip.Reason.TEMPLATE_REFUSED);
            return "refused: " + refused.skip().detail();
        }
    }
}
