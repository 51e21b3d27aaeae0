package io.prefscore.scoring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names texts by their content: the first 128 bits of the SHA-256 of model fingerprint and text. Among 10¹⁰ texts two share
 * a key with probability 10²⁰ / 2¹²⁹ = 1.5 · 10⁻¹⁹, and the key is half of what a shuffle of short texts carries already.
 *
 * <p>Used by one thread at a time.
 */
final class TextKeys {

    private static final int KEY_BYTES = 16;

    private final MessageDigest digest = PromptKey.sha256();
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

    /** A key as people read it. */
    static String show(byte[] key) {
        return HexFormat.of().formatHex(key);
    }
}
