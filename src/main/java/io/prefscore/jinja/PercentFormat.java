package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.List;

/** Python's {@code format % values}. */
final class PercentFormat {

    private final Rendering rendering;
    private final String format;
    private final Object values;
    private final List<Object> items;
    private final Output out;
    private int position;
    private int nextItem;
    private boolean usedMapping;

    private PercentFormat(Rendering rendering, String format, Object values) {
        this.rendering = rendering;
        this.format = format;
        this.values = values;
        this.items = values instanceof TupleValue tuple ? tuple.items() : List.of(values);
        this.out = new Output(rendering.budget());
    }

    static String format(Rendering rendering, String format, Object values) {
        return new PercentFormat(rendering, format, values).run();
    }

    /** One {@code %} directive. */
    private record Directive(String flags, int width, int precision, char conversion) {

        boolean has(char flag) {
            return flags.indexOf(flag) >= 0;
        }
    }

    private String run() {
        while (position < format.length()) {
            int percent = format.indexOf('%', position);
            if (percent < 0) {
                out.append(format.substring(position));
                break;
            }
            out.append(format.substring(position, percent));
            position = percent + 1;
            directive();
        }
        boolean mapping = values instanceof DictValue || values instanceof ListValue || values instanceof Undefined;
        if (!usedMapping && !mapping && nextItem < items.size()) {
            throw TemplateError.type("not all arguments converted during string formatting");
        }
        return out.text();
    }

    private char next() {
        if (position >= format.length()) {
            throw TemplateError.value("incomplete format");
        }
        return format.charAt(position++);
    }

    private void directive() {
        Object mapped = None.NONE;
        boolean isMapped = false;
        char current = next();
        if (current == '(') {
            mapped = mapped();
            isMapped = true;
            usedMapping = true;
            current = next();
        }
        StringBuilder flags = new StringBuilder();
        while ("-+ #0".indexOf(current) >= 0) {
            flags.append(current);
            current = next();
        }
        int width = 0;
        if (current == '*') {
            width = Numbers.clampedIndex(item());
            if (width < 0) {
                flags.append('-');
                width = -width;
            }
            current = next();
        } else {
            while (current >= '0' && current <= '9') {
                width = checked(width * 10L + current - '0');
                current = next();
            }
        }
        int precision = -1;
        if (current == '.') {
            precision = 0;
            current = next();
            if (current == '*') {
                precision = Math.max(Numbers.clampedIndex(item()), 0);
                current = next();
            } else {
                while (current >= '0' && current <= '9') {
                    precision = checked(precision * 10L + current - '0');
                    current = next();
                }
            }
        }
        while (current == 'h' || current == 'l' || current == 'L') {
            current = next();
        }
        rendering.budget().text(Math.max(width, precision));
        if (current == '%') {
            out.append("%");
            return;
        }
        Directive directive = new Directive(flags.toString(), width, precision, current);
        out.append(convert(directive, isMapped ? mapped : item()));
    }

    private int checked(long number) {
        rendering.budget().text(number);
        return Math.toIntExact(number);
    }

    private Object mapped() {
        int depth = 1;
        int start = position;
        while (depth > 0) {
            char current = next();
            depth += current == '(' ? 1 : current == ')' ? -1 : 0;
        }
        String key = format.substring(start, position - 1);
        if (!(values instanceof DictValue dict)) {
            throw TemplateError.type("format requires a mapping");
        }
        Object value = dict.find(key);
        if (value == null) {
            throw new TemplateError(TemplateError.Kind.KEY, Text.quote(key));
        }
        return value;
    }

    private Object item() {
        if (nextItem >= items.size()) {
            throw TemplateError.type("not enough arguments for format string");
        }
        return items.get(nextItem++);
    }

    private static String convert(Directive directive, Object value) {
        switch (directive.conversion()) {
            case 's' -> {
                return text(directive, Printer.str(value));
            }
            case 'r' -> {
                return text(directive, Printer.repr(value));
            }
            case 'a' -> throw TemplateError.unsupported("the format %a is not supported");
            case 'c' -> {
                return character(directive, value);
            }
            case 'd', 'i', 'u', 'x', 'X', 'o' -> {
                return whole(directive, value);
            }
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                return real(directive, value);
            }
            default ->
                throw TemplateError.value(
                        "unsupported format character " + Text.quote(Character.toString(directive.conversion())));
        }
    }

    private static String text(Directive directive, String text) {
        String cut = text;
        if (directive.precision() >= 0 && directive.precision() < Text.length(text)) {
            cut = text.substring(0, text.offsetByCodePoints(0, directive.precision()));
        }
        return pad(directive, "", cut, false);
    }

    private static String character(Directive directive, Object value) {
        if (Numbers.isWhole(value)) {
            int codePoint = Numbers.clampedIndex(value);
            if (!Character.isValidCodePoint(codePoint)) {
                throw new TemplateError(TemplateError.Kind.OVERFLOW, "the number of a character is out of range");
            }
            return pad(directive, "", Character.toString(codePoint), false);
        }
        if (Text.isText(value) && Text.length(Text.of(value)) == 1) {
            return pad(directive, "", Text.of(value), false);
        }
        throw TemplateError.type("the format character wants an int or a char");
    }

    private static String whole(Directive directive, Object value) {
        char conversion = directive.conversion();
        BigInteger number;
        if (Numbers.isWhole(value)) {
            number = Numbers.whole(value);
        } else if (value instanceof Double real && "diu".indexOf(conversion) >= 0) {
            number = Numbers.truncate(real);
        } else {
            throw TemplateError.type(
                    "%" + conversion + " format: " + ("diu".indexOf(conversion) >= 0 ? "a real number" : "an integer")
                            + " is required, not " + Types.name(value));
        }
        String digits =
                switch (conversion) {
                    case 'x' -> number.abs().toString(16);
                    case 'X' -> Text.upper(number.abs().toString(16));
                    case 'o' -> number.abs().toString(8);
                    default -> Printer.digits(number.abs());
                };
        String prefix = directive.has('#')
                ? switch (conversion) {
                    case 'x' -> "0x";
                    case 'X' -> "0X";
                    case 'o' -> "0o";
                    default -> "";
                }
                : "";
        if (digits.length() < directive.precision()) {
            digits = "0".repeat(directive.precision() - digits.length()) + digits;
        }
        return pad(directive, sign(directive, number.signum() < 0) + prefix, digits, true);
    }

    private static String real(Directive directive, Object value) {
        if (!Numbers.isNumber(value)) {
            throw value instanceof Undefined undefined
                    ? undefined.error()
                    : TemplateError.type("must be real number, not " + Types.name(value));
        }
        double number = Numbers.toDouble(value);
        int precision = directive.precision() < 0 ? 6 : directive.precision();
        String digits = NumberFormat.unsigned(number, directive.conversion(), precision, directive.has('#'));
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        return pad(directive, sign(directive, negative), digits, !Double.isNaN(number) && !Double.isInfinite(number));
    }

    private static String sign(Directive directive, boolean negative) {
        if (negative) {
            return "-";
        }
        return directive.has('+') ? "+" : directive.has(' ') ? " " : "";
    }

    private static String pad(Directive directive, String sign, String digits, boolean numeric) {
        int missing = Math.max(directive.width() - Text.length(digits) - sign.length(), 0);
        if (directive.has('-')) {
            return sign + digits + " ".repeat(missing);
        }
        return directive.has('0') && numeric
                ? sign + "0".repeat(missing) + digits
                : " ".repeat(missing) + sign + digits;
    }
}
