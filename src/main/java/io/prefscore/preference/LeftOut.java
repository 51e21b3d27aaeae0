package io.prefscore.preference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sign in a text for a part of it that is left out, by which the text's length can be told still. It stands between two code
 * points that Unicode keeps out of the interchange of texts.
 */
public final class LeftOut {

    private static final char BEGIN = '\uFDD0';

    private static final Pattern SIGN = Pattern.compile("\uFDD0\\[(\\d{1,18}) bytes left out]\uFDD1");

    private LeftOut() {}

    /** The sign for a part. */
    public static String sign(long bytes) {
        return "\uFDD0[" + bytes + " bytes left out]\uFDD1";
    }

    /** Whether a sign stands in a text. */
    public static boolean isIn(String text) {
        return text.indexOf(BEGIN) >= 0 && SIGN.matcher(text).find();
    }

    /** By how many bytes of UTF-8 a text is longer than what is there of it. */
    public static long bytes(String text) {
        Matcher sign = SIGN.matcher(text);
        long bytes = 0;
        while (sign.find()) {
            // its first and last character take three bytes each
            bytes += Long.parseLong(sign.group(1)) - sign.group().length() - 4;
        }
        return bytes;
    }
}
