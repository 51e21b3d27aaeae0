package io.prefscore.scoring;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Names prompts by their content: texts of one prompt meet in one task, and statistics take them for one cluster. Of 10⁹
 * prompts two share a key with probability 0.03. Used by one thread at a time.
 */
public final class PromptKey {

    private final MessageDigest digest = sha256();

    /** Equal for examples with equal prompts; conversations without a prompt are each their own. */
    public long of(Example example) {
        List<Message> together =
                example.prompt().isEmpty() ? example.responses().get(0).messages() : example.prompt();
        for (Message turn : together) {
            digest.update(turn.role().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(turn.content().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
