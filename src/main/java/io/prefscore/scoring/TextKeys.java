package io.prefscore.scoring;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Names texts by their content: the first 128 bits of the SHA-256 of model fingerprint and text. Among 10¹⁰ texts two share
 * a key with probability 10²⁰ / 2¹²⁹ = 1.5 · 10⁻¹⁹, and the key is half of what a shuffle of short texts carries already.
 *
 * <p>Used by one thread at a time.
 */
final class TextKeys {

    private static final int KEY_BYTES = 16;

    private final MessageDigest digest = sha256();
    private final byte[] fingerprint;

    TextKeys(String fingerprint) {
        this.fingerprint = fingerprint.getBytes(StandardCharsets.US_ASCII);
    }

    /** The key of a rendered text. */
    byte[] key(String text) {
        digest.update(fingerprint);
        digest.update((byte) 0);
        return Arrays.copyOf(digest.digest(text.getBytes(StandardCharsets.UTF_8)), KEY_BYTES);
    }

    /**
     * Equal for examples with equal prompts: texts of one group meet in one task, and statistics take them for one cluster.
     * Of 10⁹ prompts two share a group with probability 0.03. Conversations without a prompt are each their own.
     */
    long group(Example example) {
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

    /** A key as people read it. */
    static String show(byte[] key) {
        return HexFormat.of().formatHex(key);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
