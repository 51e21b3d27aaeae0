package io.prefscore.model;

import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over named parts: files by their content, settings by their text. */
final class Fingerprint {

    private static final int BUFFER_BYTES = 1 << 20;

    private final MessageDigest digest = sha256();

    /** Adds a setting. Length and name go in first, so that no two lists of parts read alike. */
    Fingerprint with(String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update((name + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    /** Adds files by their hashes. */
    Fingerprint with(String name, List<String> hashes) {
        return with(name, String.join("\n", hashes));
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of one file's bytes. */
    static String of(Path file) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UserError(UserError.Kind.MODEL, file + ": cannot be read: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
