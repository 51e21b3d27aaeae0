package io.prefscore.model;

import io.prefscore.config.EncodeSettings;
import io.prefscore.encode.BoundedRenderer;
import io.prefscore.encode.ChatTemplate;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.encode.TokenizerFiles;
import io.prefscore.preference.UserError;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What every kind of model folder holds besides its weights: tokenizer and chat template, read, described and hashed alike. */
final class FolderTexts {

    private static final List<String> FILES = List.of(
            "config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            "chat_template.json");

    /** Whether they are there changes no fingerprint; what they change in the tokenizer does. */
    private static final List<String> OTHER_FILES = List.of("added_tokens.json", "adapter_config.json");

    private FolderTexts() {}

    /**
     * Reads the template and makes sure of the tokenizer.
     *
     * @throws UserError naming what is missing or cannot be used
     */
    static ChatTemplate read(Path folder, EncodeSettings encode) {
        ChatTemplate template = template(folder, encode);
        TextTokenizer.read(folder, Integer.MAX_VALUE).close();
        return template;
    }

    /** Renders with a template what is not too long for a model that holds so many tokens. */
    static ConversationRenderer renderer(ChatTemplate template, int maxTokens, EncodeSettings encode) {
        return encode.onTooLong() == EncodeSettings.OnTooLong.SET_ASIDE
                ? new BoundedRenderer(template, TextTokenizer.mostBytes(maxTokens))
                : template;
    }

    /** Whether a file of this name says something about texts, or about what kind of folder it is. */
    static boolean isText(String name) {
        return FILES.contains(name) || OTHER_FILES.contains(name);
    }

    /** Those files of a folder that decide a conversation's tokens, or what kind of folder it is. */
    static List<Path> files(Path folder) {
        return Stream.concat(FILES.stream(), OTHER_FILES.stream())
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    /**
     * Adds to a fingerprint what decides a conversation's tokens.
     *
     * @param content SHA-256 of the folder's files by name
     */
    static Fingerprint hash(
            Fingerprint fingerprint,
            Path folder,
            Map<String, String> content,
            EncodeSettings encode,
            ChatTemplate template) {
        List<String> names = FILES.stream().filter(content::containsKey).toList();
        Fingerprint all = fingerprint
                .with("files", String.join(",", names))
                .with("texts", names.stream().map(content::get).toList())
                .with(
                        "system-prompt",
                        encode.systemPrompt().map(prompt -> "=" + prompt).orElse("none"))
                .with("date", template.dependsOnDate() ? encode.date().toString() : "not read")
                .with("on-too-long", encode.onTooLong().label());
        // models whose tokenizer is as tokenizer.json says keep the fingerprint that they always had
        String changes = TokenizerFiles.read(folder).changes();
        return changes.isEmpty() ? all : all.with("tokenizer", changes);
    }

    /** What is put before conversations without a system turn, in words. */
    static String systemTurn(EncodeSettings encode) {
        return encode.systemPrompt()
                .map(prompt -> prompt.isEmpty() ? "an empty turn" : "\"" + prompt + "\"")
                .orElse("none added");
    }

    /** Whether the template reads the date, in words. */
    static String templateDate(EncodeSettings encode, ChatTemplate template) {
        return template.dependsOnDate() ? "depends on the date (" + encode.date() + ")" : "independent of the date";
    }

    private static ChatTemplate template(Path folder, EncodeSettings encode) {
        try {
            return ChatTemplate.read(folder, encode);
        } catch (IllegalArgumentException | UncheckedIOException unusable) {
            String message = String.valueOf(unusable.getMessage());
            // some name the file already; what is wrong inside a template does not
            String where = message.startsWith(folder.toString()) ? "" : folder + ": chat_template cannot be used: ";
            throw new UserError(UserError.Kind.MODEL, where + message, unusable);
        }
    }
}
