package io.prefscore.dataset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds texts that are no valid UTF-8. Spark holds texts as bytes and lets any pass; only from 4.0 on has it a function that
 * tells, so we have one of our own.
 */
public final class InvalidText {

    private static final UDF1<byte[], Boolean> TEST = bytes -> bytes != null && !isValid(bytes);

    private static final UDF1<byte[], String> WHERE = InvalidText::where;

    /** Characters at a time, so that a long text takes no more memory than a short one. */
    private static final int MOST_DECODED = 1 << 13;

    private InvalidText() {}

    /**
     * Whether a text is invalid: holds bytes that no character has, or half of a surrogate pair.
     *
     * @param text a column of strings
     * @return true or false, false where there is no text
     */
    public static Column in(Column text) {
        return functions.udf(TEST, DataTypes.BooleanType).apply(text.cast("binary"));
    }

    /** Where an invalid text goes wrong, in words. */
    static Column where(Column text) {
        return functions.udf(WHERE, DataTypes.StringType).apply(text.cast("binary"));
    }

    private static String where(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        StandardCharsets.UTF_8.newDecoder().decode(rest, CharBuffer.allocate(bytes.length), true);
        return rest.hasRemaining()
                ? String.format(
                        Locale.ROOT,
                        "not UTF-8: byte 0x%02X at position %d of the line, which is a character in other encodings, such as"
                                + " Latin-1; save the file as UTF-8",
                        rest.get(rest.position()),
                        rest.position() + 1)
                : "half of a surrogate pair";
    }

    static boolean isValid(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        CharBuffer characters = CharBuffer.allocate(Math.min(bytes.length, MOST_DECODED));
        while (true) {
            CoderResult result = decoder.decode(rest, characters.clear(), true);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
        }
    }
}
