package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code text.format(…)}: replacement fields and the small language of their format specifications. */
final class StringFormat {

    private static final Pattern SPECIFICATION = Pattern.compile(
            "(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<z>z)?(?<alternate>#)?(?<zero>0)?(?<width>\\d+)?"
                    + "(?<group>[,_])?(?:\\.(?<precision>\\d+))?(?<type>.)?",
            Pattern.DOTALL);
    private static final int MAX_NESTING = 2;

    private final Rendering rendering;
    private final Arguments arguments;
    private int automatic;
    private boolean manual;

    private StringFormat(Rendering rendering, Arguments arguments) {
        this.rendering = rendering;
        this.arguments = arguments;
    }

    static String format(Rendering rendering, String text, Arguments arguments) {
        return new StringFormat(rendering, arguments).expand(text, MAX_NESTING);
    }

    static String formatMap(Rendering rendering, String text, Object mapping) {
        if (!(mapping instanceof DictValue dict)) {
            throw TemplateError.type("format_map() wants a dict here, not " + Types.name(mapping));
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (DictValue.Entry entry : dict.entries()) {
            named.put(Printer.str(entry.key()), entry.value());
        }
        return format(rendering, text, new Arguments(List.of(), named));
    }

    private String expand(String text, int nesting) {
        if (nesting < 0) {
            throw TemplateError.value("Max string recursion exceeded");
        }
        Output out = new Output(rendering.budget());
        int position = 0;
        while (position < text.length()) {
            char current = text.charAt(position);
            if (current != '{' && current != '}') {
                int end = position;
                while (end < text.length() && text.charAt(end) != '{' && text.charAt(end) != '}') {
                    end++;
                }
                out.append(text.substring(position, end));
                position = end;
            } else if (position + 1 < text.length() && text.charAt(position + 1) == current) {
                out.append(Character.toString(current));
                position += 2;
            } else if (current == '}') {
                throw TemplateError.value("Single '}' encountered in format string");
            } else {
                int end = fieldEnd(text, position + 1);
                out.append(field(text.substring(position + 1, end), nesting));
                position = end + 1;
            }
        }
        return out.text();
    }

    private static int fieldEnd(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char current = text.charAt(i);
            depth += current == '{' ? 1 : current == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw TemplateError.value(
                from == text.length()
                        ? "Single '{' encountered in format string"
                        : "expected '}' before end of string");
    }

    private String field(String field, int nesting) {
        int nameEnd = 0;
        int brackets = 0;
        while (nameEnd < field.length()) {
            char current = field.charAt(nameEnd);
            brackets += current == '[' ? 1 : current == ']' ? -1 : 0;
            if (brackets <= 0 && (current == ':' || current == '!')) {
                break;
            }
            nameEnd++;
        }
        Object value = lookUp(field.substring(0, nameEnd));
        String rest = field.substring(nameEnd);
        if (rest.startsWith("!")) {
            if (rest.length() < 2 || (rest.length() > 2 && rest.charAt(2) != ':')) {
                throw TemplateError.value("expected ':' after conversion specifier");
            }
            value = switch (rest.charAt(1)) {
                case 's' -> Printer.str(value);
                case 'r' -> Printer.repr(value);
                case 'a' -> throw TemplateError.unsupported("the conversion !a is not supported");
                default -> throw TemplateError.value("Unknown conversion specifier " + rest.charAt(1));
            };
            rest = rest.substring(2);
        }
        String specification = rest.isEmpty() ? "" : expand(rest.substring(1), nesting - 1);
        return formatted(value, specification);
    }

    private Object lookUp(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        Object value = end == 0 && !name.isEmpty() ? named("") : argument(name.substring(0, end));
        int position = end;
        while (position < name.length()) {
            int start = position + 1;
            if (name.charAt(position) == '.') {
                position = start;
                while (position < name.length() && name.charAt(position) != '.' && name.charAt(position) != '[') {
                    position++;
                }
                value = Attributes.attribute(value, part(name, start, position));
            } else {
                position = name.indexOf(']', start);
                if (position < 0) {
                    throw TemplateError.value("Missing ']' in format string");
                }
                String key = part(name, start, position);
                position++;
                value = Attributes.item(value, key.matches("[0-9]+") ? new BigInteger(key) : key);
            }
        }
        return value;
    }

    private static String part(String name, int start, int end) {
        if (start == end) {
            throw TemplateError.value("Empty attribute in format string");
        }
        return name.substring(start, end);
    }

    private Object argument(String name) {
        if (name.isEmpty()) {
            if (manual) {
                throw TemplateError.value("cannot switch from manual field specification to automatic field numbering");
            }
            return positional(automatic++);
        }
        if (name.matches("[0-9]+")) {
            if (automatic > 0) {
                throw TemplateError.value("cannot switch from automatic field numbering to manual field specification");
            }
            manual = true;
            return positional(Numbers.clamp(new BigInteger(name)));
        }
        return named(name);
    }

    private Object named(String name) {
        Object value = arguments.named().get(name);
        if (value == null) {
            throw new TemplateError(TemplateError.Kind.KEY, Text.quote(name));
        }
        return value;
    }

    private Object positional(int index) {
        if (index >= arguments.positional().size()) {
            throw new TemplateError(
                    TemplateError.Kind.INDEX, "Replacement index " + index + " out of range for positional args tuple");
        }
        return arguments.positional().get(index);
    }

    // ---- format specifications

    private String formatted(Object value, String specification) {
        if (specification.isEmpty()) {
            return Printer.str(value);
        }
        Matcher matcher = SPECIFICATION.matcher(specification);
        if (!matcher.matches()) {
            throw TemplateError.value("Invalid format specifier");
        }
        if (value instanceof MarkupValue || matcher.group("z") != null) {
            throw TemplateError.unsupported("this format specification is not supported");
        }
        String width = matcher.group("width");
        String precision = matcher.group("precision");
        if ((width != null && width.length() > 9) || (precision != null && precision.length() > 9)) {
            throw TemplateError.value("Too many decimal digits in format string");
        }
        rendering.budget().text(width == null ? 0 : Integer.parseInt(width));
        rendering.budget().text(precision == null ? 0 : Integer.parseInt(precision));
        if (value instanceof String text) {
            return text(text, matcher);
        }
        if (value instanceof Boolean && matcher.group("type") == null) {
            return number(Numbers.whole(value), matcher);
        }
        if (Numbers.isNumber(value)) {
            return number(value, matcher);
        }
        throw TemplateError.type("unsupported format string passed to " + Types.name(value) + ".__format__");
    }

    private static String text(String text, Matcher specification) {
        String type = specification.group("type");
        if (type != null && !type.equals("s")) {
            throw TemplateError.value("Unknown format code " + Text.quote(type) + " for object of type 'str'");
        }
        if (specification.group("sign") != null
                || specification.group("alternate") != null
                || specification.group("group") != null
                || "=".equals(specification.group("align"))) {
            throw TemplateError.value("this format specification is not allowed for strings");
        }
        String precision = specification.group("precision");
        String cut = text;
        if (precision != null && Integer.parseInt(precision) < Text.length(text)) {
            cut = text.substring(0, text.offsetByCodePoints(0, Integer.parseInt(precision)));
        }
        return pad("", cut, specification, "<");
    }

    private static String number(Object value, Matcher specification) {
        String type = specification.group("type");
        boolean real = value instanceof Double;
        String kind = type == null ? (real ? "" : "d") : type;
        String digits;
        String prefix = "";
        boolean negative;
        if (kind.equals("c") || kind.equals("n")) {
            throw TemplateError.unsupported("the format type '" + kind + "' is not supported");
        }
        if (!real && "dboxX".contains(kind)) {
            BigInteger whole = Numbers.whole(value);
            negative = whole.signum() < 0;
            if (specification.group("precision") != null) {
                throw TemplateError.value("Precision not allowed in integer format specifier");
            }
            int radix = kind.equals("b") ? 2 : kind.equals("o") ? 8 : kind.equals("d") ? 10 : 16;
            digits = radix == 10 ? Printer.digits(whole.abs()) : whole.abs().toString(radix);
            digits = kind.equals("X") ? Text.upper(digits) : digits;
            prefix = specification.group("alternate") != null && radix != 10 ? "0" + kind : "";
            digits = grouped(digits, specification.group("group"), radix == 10 ? 3 : 4);
        } else if ("eEfFgG%".contains(kind)) {
            double number = Numbers.toDouble(value);
            negative = number < 0 || (number == 0 && 1 / number < 0);
            digits = real(number, kind, specification);
        } else {
            throw TemplateError.value(
                    "Unknown format code " + Text.quote(kind) + " for object of type " + Text.quote(Types.name(value)));
        }
        String sign = specification.group("sign");
        String shownSign = negative ? "-" : sign == null || sign.equals("-") ? "" : sign;
        return pad(shownSign + prefix, digits, specification, ">");
    }

    private static String real(double number, String kind, Matcher specification) {
        String precisionText = specification.group("precision");
        boolean alternate = specification.group("alternate") != null;
        String digits;
        if (kind.isEmpty()) {
            digits = precisionText == null
                    ? Numbers.repr(Math.abs(number))
                    : shortReal(number, Integer.parseInt(precisionText));
        } else {
            int precision = precisionText == null ? 6 : Integer.parseInt(precisionText);
            boolean percent = kind.equals("%");
            digits = NumberFormat.unsigned(
                    percent ? number * 100 : number, percent ? 'f' : kind.charAt(0), precision, alternate);
            digits = percent ? digits + "%" : digits;
        }
        return grouped(digits, specification.group("group"), 3);
    }

    /** The notation without a type: like {@code g}, but a whole number keeps one digit behind the point. */
    private static String shortReal(double number, int precision) {
        String digits = NumberFormat.unsigned(number, 'g', precision, false);
        boolean plain = digits.chars().allMatch(Character::isDigit);
        if (!plain) {
            return digits;
        }
        // the added digit counts as one of the precision's
        return digits.length() < precision
                ? digits + ".0"
                : NumberFormat.unsigned(number, 'e', Math.max(precision - 1, 0), false);
    }

    private static String grouped(String digits, String separator, int size) {
        if (separator == null) {
            return digits;
        }
        int end = 0;
        while (end < digits.length() && Character.digit(digits.charAt(end), 16) >= 0 && digits.charAt(end) != '.') {
            end++;
        }
        StringBuilder grouped = new StringBuilder(digits.substring(0, end));
        for (int i = end - size; i > 0; i -= size) {
            grouped.insert(i, separator);
        }
        return grouped + digits.substring(end);
    }

    private static String pad(String sign, String digits, Matcher specification, String usual) {
        String widthText = specification.group("width");
        int width = widthText == null ? 0 : Integer.parseInt(widthText);
        String align = specification.group("align");
        String fill = specification.group("fill");
        boolean zero = specification.group("zero") != null;
        if (zero && specification.group("group") != null && align == null) {
            throw TemplateError.unsupported("zero padding with digit groups is not supported");
        }
        String padding = fill == null ? (zero ? "0" : " ") : fill;
        String alignment = align == null ? (zero && usual.equals(">") ? "=" : usual) : align;
        int missing = Math.max(width - Text.length(digits) - sign.length(), 0);
        return switch (alignment) {
            case "<" -> sign + digits + padding.repeat(missing);
            case ">" -> padding.repeat(missing) + sign + digits;
            case "=" -> sign + padding.repeat(missing) + digits;
            default -> padding.repeat(missing / 2) + sign + digits + padding.repeat(missing - missing / 2);
        };
    }
}
