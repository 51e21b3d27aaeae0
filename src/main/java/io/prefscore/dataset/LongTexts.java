package io.prefscore.dataset;

import io.prefscore.preference.LeftOut;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shortens lines of JSON in a pass or two over their bytes: of a very long text the beginning stays, and {@link LeftOut} says
 * how much followed. Keys, types and all other values are as they were.
 *
 * @param marks a text in which one of them stands behind its beginning is not shortened
 */
record LongTexts(List<String> marks) implements Serializable {

    private static final long serialVersionUID = 1;

    /** Lines and texts of fewer bytes are left alone: reading them costs little. */
    static final int LEAST_BYTES = 1 << 20;

    /** Bytes of a text that stay at least. */
    private static final int KEPT_BYTES = 256;

    private static final int UNICODE_ESCAPE = 6;

    private static final int ASCII = 128;

    LongTexts {
        marks = marks.stream().map(LongTexts::ascii).toList();
    }

    /** The longest part that is a byte a character. */
    private static String ascii(String mark) {
        return Arrays.stream(mark.split("[^\\p{ASCII}]+"))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /**
     * A part of a text that is left out.
     *
     * @param from where it begins in the line
     * @param end where the text ends
     * @param bytes of UTF-8 that it has at least, without white space around it
     * @param blank where the white space begins that ends it
     * @param blanks how many characters that is
     */
    private record Part(int from, int end, long bytes, int blank, long blanks) {}

    /**
     * A line with parts that can be left out.
     *
     * @param line JSON in UTF-8
     */
    record Shortening(byte[] line, List<Part> parts) {

        /** Characters of white space at the end of the part that has least of it, if it counts. */
        long blanks() {
            return parts.stream()
                    .mapToLong(Part::blanks)
                    .filter(blanks -> blanks >= LEAST_BYTES)
                    .min()
                    .orElse(0);
        }

        /** The line without these parts. */
        String shortened() {
            return without(part -> LeftOut.sign(part.bytes() + part.blanks()));
        }

        /** The line without these parts, but for some of the white space at the end of those that have much of it. */
        String shortened(int blanks) {
            return without(part -> {
                String sign = part.bytes() > 0 ? LeftOut.sign(part.bytes()) : "";
                return part.blanks() < LEAST_BYTES
                        ? sign
                        : sign
                                + new String(
                                        line,
                                        part.blank(),
                                        behind(part.blank(), blanks) - part.blank(),
                                        StandardCharsets.US_ASCII);
            });
        }

        private int behind(int start, int units) {
            int at = start;
            for (int count = 0; count < units; count++) {
                at += unitLength(line, at);
            }
            return at;
        }

        private String without(Function<Part, String> instead) {
            ByteArrayOutputStream shorter = new ByteArrayOutputStream();
            int copied = 0;
            for (Part part : parts) {
                shorter.write(line, copied, part.from() - copied);
                shorter.writeBytes(instead.apply(part).getBytes(StandardCharsets.UTF_8));
                copied = part.end();
            }
            shorter.write(line, copied, line.length - copied);
            return shorter.toString(StandardCharsets.UTF_8);
        }
    }

    /**
     * Finds what can be left out of a line.
     *
     * @param line JSON in UTF-8
     * @return null where that is nothing, or cannot be told
     */
    @Nullable
    Shortening find(byte[] line) {
        if (marks.contains("")) {
            // bytes do not tell whether it stands in a text
            return null;
        }
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < line.length; at++) {
            if (line[at] == '\'') {
                // a quote too for a lenient parser, to which others within are none
                return null;
            }
            if (line[at] == '"') {
                int end = endOfText(line, at + 1);
                if (end - at > LEAST_BYTES) {
                    Part part = isValue(line, end) ? part(line, endOfBeginning(line, at + 1), end) : null;
                    if (part == null) {
                        return null;
                    }
                    parts.add(part);
                }
                at = end;
            }
        }
        return parts.isEmpty() ? null : new Shortening(line, parts);
    }

    /** Where the quote stands that ends a text; the end of the line where none does. */
    private static int endOfText(byte[] line, int start) {
        int at = start;
        while (at < line.length && line[at] != '"') {
            at += line[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, line.length);
    }

    /** Whether a text that ends here is no key. */
    private static boolean isValue(byte[] line, int quote) {
        int at = quote + 1;
        while (at < line.length && line[at] <= ' ') {
            at++;
        }
        return at < line.length && line[at] != ':';
    }

    /** Behind the first few characters of a text. */
    private static int endOfBeginning(byte[] line, int start) {
        int at = start;
        while (at < start + KEPT_BYTES || (line[at] & 0xC0) == 0x80) {
            at += unitLength(line, at);
        }
        return at;
    }

    /** The rest of a text; null where a mark stands in it. */
    private @Nullable Part part(byte[] line, int from, int end) {
        boolean[] begins = begins();
        long units = 0;
        long bytes = 0;
        int blank = from;
        int at = from;
        while (at < end) {
            int unit = line[at];
            int length = 1;
            if (unit == '\\') {
                unit = unit(line, at);
                length = unitLength(line, at);
            }
            if (unit >= 0 && unit < begins.length && begins[unit] && isMark(line, at)) {
                return null;
            }
            at += length;
            if (!isBlank(unit)) {
                units = blank == from ? 0 : units;
                bytes = ++units;
                blank = at;
            } else {
                units++;
            }
        }
        return new Part(from, end, bytes, blank, units - bytes);
    }

    /** The characters with which marks begin. */
    private boolean[] begins() {
        boolean[] begins = new boolean[ASCII];
        marks.forEach(mark -> begins[mark.charAt(0)] = true);
        return begins;
    }

    private static boolean isBlank(int unit) {
        return unit <= ' ' && (unit == ' ' || (unit >= '\t' && unit <= '\r'));
    }

    private boolean isMark(byte[] line, int start) {
        return marks.stream().anyMatch(mark -> {
            int at = start;
            for (int index = 0; index < mark.length(); index++) {
                if (at >= line.length || unit(line, at) != mark.charAt(index)) {
                    return false;
                }
                at += unitLength(line, at);
            }
            return true;
        });
    }

    /** The bytes that an escape takes, or a byte that is none. */
    private static int unitLength(byte[] line, int at) {
        if (line[at] != '\\') {
            return 1;
        }
        return at + 1 < line.length && line[at + 1] == 'u' ? UNICODE_ESCAPE : 2;
    }

    /** What an escape stands for, or a byte that is none; negative for all but ASCII and escapes. */
    private static int unit(byte[] line, int at) {
        int length = unitLength(line, at);
        if (length == 1 || at + length > line.length) {
            return line[at];
        }
        if (length == 2) {
            int escape = "bfnrt".indexOf(line[at + 1]);
            return escape < 0 ? line[at + 1] : "\b\f\n\r\t".charAt(escape);
        }
        int unit = 0;
        for (int index = at + 2; index < at + UNICODE_ESCAPE; index++) {
            unit = unit * 16 + Character.digit(line[index], 16);
        }
        return unit;
    }
}
