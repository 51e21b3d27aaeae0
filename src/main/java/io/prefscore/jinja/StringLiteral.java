package io.prefscore.jinja;

/** The escapes of a string literal, as Python reads them after every character beyond ASCII was escaped itself. */
final class StringLiteral {

    private final String text;
    private final int line;
    private final StringBuilder out = new StringBuilder();
    private int position;

    private StringLiteral(String text, int line) {
        this.text = text;
        this.line = line;
    }

    static String unescape(String literal, int line) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringLiteral reader = new StringLiteral(ascii(literal), line);
        reader.run();
        return reader.out.toString();
    }

    private static String ascii(String literal) {
        StringBuilder ascii = new StringBuilder();
        literal.codePoints().forEach(codePoint -> {
            if (codePoint < 0x80) {
                ascii.append((char) codePoint);
            } else if (codePoint < 0x100) {
                ascii.append(String.format("\\x%02x", codePoint));
            } else if (codePoint < 0x10000) {
                ascii.append(String.format("\\u%04x", codePoint));
            } else {
                ascii.append(String.format("\\U%08x", codePoint));
            }
        });
        return ascii.toString();
    }

    private void run() {
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next != '\\') {
                out.append(next);
            } else if (position == text.length()) {
                throw new TemplateSyntaxError(line, "a string ends in a backslash");
            } else {
                escape(text.charAt(position++));
            }
        }
    }

    private void escape(char kind) {
        switch (kind) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(kind);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            case 'N' -> named();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(kind - '0');
            default -> out.append('\\').append(kind);
        }
    }

    private void hexadecimal(int digits) {
        int end = position + digits;
        if (end > text.length() || !text.substring(position, end).matches("[0-9a-fA-F]+")) {
            throw new TemplateSyntaxError(line, "a string has a broken hexadecimal escape");
        }
        long codePoint = Long.parseLong(text.substring(position, end), 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            throw new TemplateSyntaxError(line, "a string has an escape beyond the last character");
        }
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            // Python keeps the two halves of a pair apart, and no tokenizer encodes them
            throw new TemplateSyntaxError(line, "a string names half of a character (a surrogate)");
        }
        out.appendCodePoint((int) codePoint);
        position = end;
    }

    private void named() {
        int end = text.indexOf('}', position);
        if (position >= text.length() || text.charAt(position) != '{' || end < 0) {
            throw new TemplateSyntaxError(line, "a string has a broken \\N escape");
        }
        try {
            out.appendCodePoint(Character.codePointOf(text.substring(position + 1, end)));
        } catch (IllegalArgumentException unknown) {
            throw new TemplateSyntaxError(line, "a string names an unknown character in \\N");
        }
        position = end + 1;
    }

    private void octal(int first) {
        int value = first;
        for (int i = 0; i < 2 && position < text.length(); i++) {
            int digit = text.charAt(position) - '0';
            if (digit < 0 || digit > 7) {
                break;
            }
            value = value * 8 + digit;
            position++;
        }
        out.append((char) value);
    }
}
