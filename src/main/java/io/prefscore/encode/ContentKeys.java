package io.prefscore.encode;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names texts by their content: the first 128 bits of a SHA-256. Among 10¹⁰ texts two share a key with probability
 * 10²⁰ / 2¹²⁹ = 1.5 · 10⁻¹⁹, so counting different keys counts different texts.
 *
 * <p>Used by one thread at a time.
 */
public final class ContentKeys {

    private static final int KEY_BYTES = 16;

    private final MessageDigest digest = sha256();

    /** Complains of a lone surrogate, which would else become a question mark. */
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

    /** The key of some bytes. */
    public byte[] of(byte[] bytes) {
        return Arrays.copyOf(digest.digest(bytes), KEY_BYTES);
    }

    /** The key of a text. */
    public byte[] of(String text) throws ConversationRefused {
        add(text);
        return Arrays.copyOf(digest.digest(), KEY_BYTES);
    }

    /** The key of a conversation: equal only where roles, contents and further keys of all turns are. */
    public byte[] of(List<Message> turns) throws ConversationRefused {
        for (Message turn : turns) {
            add(turn.role());
            add(turn.content());
            add(turn.extras().isEmpty() ? "" : turn.extras().toString());
        }
        return Arrays.copyOf(digest.digest(), KEY_BYTES);
    }

    /** The key of what an example asks; of its first response where it asks nothing. */
    public byte[] ofPrompt(Example example) throws ConversationRefused {
        return of(example.prompt().isEmpty() ? example.responses().get(0).messages() : example.prompt());
    }

    /**
     * The key of what an example asks and what is answered: equal whatever its id, its labels, and the order of its
     * responses.
     */
    public byte[] of(Example example) throws ConversationRefused {
        List<byte[]> responses = new ArrayList<>();
        for (Response response : example.responses()) {
            responses.add(of(response.messages()));
        }
        responses.sort(Arrays::compareUnsigned);
        byte[] prompt = of(example.prompt());
        digest.update(prompt);
        responses.forEach(digest::update);
        return Arrays.copyOf(digest.digest(), KEY_BYTES);
    }

    /** The length goes first, so that no two lists of texts give the same bytes. */
    private void add(String text) throws ConversationRefused {
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.remaining()).flip());
            digest.update(bytes);
        } catch (CharacterCodingException loneSurrogate) {
            digest.reset();
            throw new ConversationRefused(Skip.Reason.INVALID_UNICODE, "a text holds a lone surrogate");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
