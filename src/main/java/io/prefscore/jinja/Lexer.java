package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens, with the whitespace rules that transformers sets: the newline after a block or comment
 * goes, and so does the blank space before one that stands first in its line.
 */
final class Lexer {

    private static final Pattern NEWLINE = Pattern.compile("\r\n|\r|\n");
    private static final Pattern FLOAT = Pattern.compile(
            "(?<!\\.)(?:[0-9]+_)*[0-9]+(?:(?:\\.(?:[0-9]+_)*[0-9]+)?[eE][+\\-]?(?:[0-9]+_)*[0-9]+|\\.(?:[0-9]+_)*[0-9]+)");
    private static final Pattern INTEGER = Pattern.compile(
            "0b(?:_?[0-1])+|0o(?:_?[0-7])+|0x(?:_?[0-9a-f])+|[1-9](?:_?[0-9])*|0(?:_?0)*", Pattern.CASE_INSENSITIVE);
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        String lines = NEWLINE.matcher(source).replaceAll("\n");
        Lexer lexer = new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (position < source.length()) {
            int tag = nextTag(position);
            if (tag < 0) {
                emitData(source.substring(position));
                break;
            }
            char kind = source.charAt(tag + 1);
            int afterSign = tag + 2;
            char sign = sign(afterSign);
            int rawEnd = kind == '%' ? rawBegin(tag) : -1;
            String data = source.substring(position, tag);
            String kept = strip(data, sign, kind != '{' || rawEnd >= 0);
            emitData(kept);
            line += countNewlines(data, kept.length());
            if (rawEnd >= 0) {
                moveTo(tag, rawEnd);
                raw();
                continue;
            }
            position = afterSign + (sign == ' ' ? 0 : 1);
            lineStarting = false;
            switch (kind) {
                case '#' -> comment();
                case '%' -> code(Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END);
                default -> code(Token.Kind.VARIABLE_BEGIN, Token.Kind.VARIABLE_END);
            }
        }
        tokens.add(new Token(line, Token.Kind.END, "", None.NONE));
    }

    private int nextTag(int from) {
        for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** The whitespace sign at a position: {@code -}, {@code +}, or a space for none. */
    private char sign(int at) {
        if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
            return source.charAt(at);
        }
        return ' ';
    }

    private String strip(String data, char sign, boolean stripsLine) {
        if (sign == '-') {
            return Text.stripEnd(data);
        }
        if (sign == '+' || !stripsLine) {
            return data;
        }
        int lineStart = data.lastIndexOf('\n') + 1;
        if (lineStart == 0 && !lineStarting) {
            return data;
        }
        return Text.strip(data.substring(lineStart)).isEmpty() ? data.substring(0, lineStart) : data;
    }

    private void emitData(String data) {
        if (!data.isEmpty()) {
            tokens.add(new Token(line, Token.Kind.DATA, data, None.NONE));
            line += countNewlines(data, 0);
        }
    }

    private static int countNewlines(String text, int from) {
        int count = 0;
        for (int i = text.indexOf('\n', from); i >= 0; i = text.indexOf('\n', i + 1)) {
            count++;
        }
        return count;
    }

    /** Moves on, counting lines; {@code from} is where the text that is passed over begins. */
    private void moveTo(int from, int to) {
        line += countNewlines(source.substring(from, to), 0);
        position = to;
        lineStarting = to > 0 && source.charAt(to - 1) == '\n';
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < source.length() && Text.isSpace(source.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the tag {@code raw} that begins at a position ends, or -1 where another tag begins there. */
    private int rawBegin(int tag) {
        int at = tag + 2;
        at = skipSpace(sign(at) == ' ' ? at : at + 1);
        if (!source.startsWith("raw", at)) {
            return -1;
        }
        at = skipSpace(at + 3);
        if (source.startsWith("-%}", at)) {
            return skipSpace(at + 3);
        }
        return source.startsWith("%}", at) ? at + 2 : -1;
    }

    private void raw() {
        int start = position;
        for (int tag = source.indexOf("{%", start); tag >= 0; tag = source.indexOf("{%", tag + 1)) {
            int at = tag + 2;
            char sign = sign(at);
            at = skipSpace(sign == ' ' ? at : at + 1);
            if (!source.startsWith("endraw", at)) {
                continue;
            }
            int end = tagEnd(skipSpace(at + 6), "%}");
            if (end < 0) {
                continue;
            }
            String data = source.substring(start, tag);
            String kept = strip(data, sign, true);
            emitData(kept);
            line += countNewlines(data, kept.length());
            moveTo(tag, end);
            return;
        }
        throw new TemplateSyntaxError(line, "a raw block is not closed");
    }

    /** Where the end of a block or comment at a position ends with the whitespace that goes with it, or -1. */
    private int tagEnd(int at, String close) {
        if (source.startsWith("+" + close, at)) {
            return at + 1 + close.length();
        }
        if (source.startsWith("-" + close, at)) {
            return skipSpace(at + 1 + close.length());
        }
        if (!source.startsWith(close, at)) {
            return -1;
        }
        int end = at + close.length();
        return end < source.length() && source.charAt(end) == '\n' ? end + 1 : end;
    }

    private void comment() {
        for (int at = position; at < source.length(); at++) {
            int end = tagEnd(at, "#}");
            if (end >= 0) {
                moveTo(position, end);
                return;
            }
        }
        throw new TemplateSyntaxError(line, "a comment is not closed");
    }

    private void code(Token.Kind begin, Token.Kind end) {
        tokens.add(new Token(line, begin, "", None.NONE));
        Deque<Character> open = new ArrayDeque<>();
        while (position < source.length()) {
            if (open.isEmpty()) {
                int close = end == Token.Kind.BLOCK_END ? tagEnd(position, "%}") : variableEnd();
                if (close >= 0) {
                    tokens.add(new Token(line, end, "", None.NONE));
                    moveTo(position, close);
                    return;
                }
            }
            int space = skipSpace(position);
            if (space > position) {
                moveTo(position, space);
            } else if (!number() && !name() && !string()) {
                operator(open);
            }
        }
        throw new TemplateSyntaxError(line, "a tag is not closed");
    }

    private int variableEnd() {
        if (source.startsWith("-}}", position)) {
            return skipSpace(position + 3);
        }
        return source.startsWith("}}", position) ? position + 2 : -1;
    }

    private boolean number() {
        char first = source.charAt(position);
        if (first < '0' || first > '9') {
            return false;
        }
        Matcher matcher = FLOAT.matcher(source).useTransparentBounds(true).region(position, source.length());
        if (matcher.lookingAt()) {
            String digits = matcher.group();
            double value = Double.parseDouble(digits.replace("_", ""));
            tokens.add(new Token(line, Token.Kind.FLOAT, digits, value));
            position = matcher.end();
            return true;
        }
        matcher = INTEGER.matcher(source).region(position, source.length());
        if (!matcher.lookingAt()) {
            throw new TemplateSyntaxError(line, "a number cannot be read");
        }
        String digits = matcher.group();
        tokens.add(new Token(line, Token.Kind.INTEGER, digits, integer(digits)));
        position = matcher.end();
        return true;
    }

    private static BigInteger integer(String digits) {
        String plain = digits.replace("_", "").toLowerCase(Locale.ROOT);
        if (plain.startsWith("0b")) {
            return new BigInteger(plain.substring(2), 2);
        }
        if (plain.startsWith("0o")) {
            return new BigInteger(plain.substring(2), 8);
        }
        if (plain.startsWith("0x")) {
            return new BigInteger(plain.substring(2), 16);
        }
        return new BigInteger(plain);
    }

    private boolean name() {
        int end = position;
        while (end < source.length()) {
            int codePoint = source.codePointAt(end);
            if ((codePoint != '_' && !Character.isUnicodeIdentifierPart(codePoint))
                    || Character.isIdentifierIgnorable(codePoint)) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        if (end == position) {
            return false;
        }
        int first = source.codePointAt(position);
        if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
            throw new TemplateSyntaxError(line, "a name begins with a character that cannot begin one");
        }
        tokens.add(new Token(line, Token.Kind.NAME, source.substring(position, end), None.NONE));
        position = end;
        return true;
    }

    private boolean string() {
        char quote = source.charAt(position);
        if (quote != '\'' && quote != '"') {
            return false;
        }
        int end = position + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new TemplateSyntaxError(line, "a string is not closed");
        }
        String literal = source.substring(position + 1, end);
        tokens.add(new Token(line, Token.Kind.STRING, StringLiteral.unescape(literal, line), None.NONE));
        moveTo(position, end + 1);
        return true;
    }

    private void operator(Deque<Character> open) {
        for (String operator : OPERATORS) {
            if (!source.startsWith(operator, position)) {
                continue;
            }
            char first = operator.charAt(0);
            switch (first) {
                case '{' -> open.push('}');
                case '(' -> open.push(')');
                case '[' -> open.push(']');
                case '}', ')', ']' -> {
                    if (open.isEmpty() || open.pop() != first) {
                        throw new TemplateSyntaxError(line, "unexpected '" + operator + "'");
                    }
                }
                default -> {}
            }
            tokens.add(new Token(line, Token.Kind.OPERATOR, operator, None.NONE));
            position += operator.length();
            return;
        }
        int codePoint = source.codePointAt(position);
        throw new TemplateSyntaxError(line, "unexpected character " + Text.quote(Character.toString(codePoint)));
    }
}
