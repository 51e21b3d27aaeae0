package io.prefscore.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jinja's filters on single values, and the register of all filters. */
final class Filters {

    interface Filter {
        Object apply(Rendering rendering, Object value, Arguments arguments);
    }

    /** Filters that Jinja has and nobody should need to write a prompt; one of them draws at random. */
    private static final Set<String> UNSUPPORTED = Set.of("pprint", "random", "striptags", "urlize", "wordwrap");

    private static final Pattern ATTRIBUTE_BREAK = Pattern.compile("[ \\t\\n\\r\\f\\x0b/>=]");
    private static final int TRUNCATION_LEEWAY = 5;
    private static final Map<String, Filter> FILTERS = filters();

    private Filters() {}

    static @Nullable Filter find(String name) {
        return FILTERS.get(name);
    }

    static boolean existsUnsupported(String name) {
        return UNSUPPORTED.contains(name);
    }

    static boolean exists(String name) {
        return FILTERS.containsKey(name) || UNSUPPORTED.contains(name);
    }

    private static Map<String, Filter> filters() {
        Map<String, Filter> filters = new HashMap<>();
        filters.put("abs", Filters::absolute);
        filters.put(
                "attr",
                (rendering, value, arguments) -> Attributes.attributeOnly(
                        value, arguments.bind("attr", 1, "name").text(0, "attribute name")));
        filters.put("capitalize", (rendering, value, arguments) -> {
            arguments.bind("capitalize", 0);
            return text(rendering, value, Text.capitalize(Printer.str(value)));
        });
        filters.put(
                "center",
                (rendering, value, arguments) -> text(
                        rendering,
                        value,
                        StringMethods.center(
                                rendering,
                                Printer.str(value),
                                arguments.bind("center", 0, "width").integer(0, 80))));
        Filter length = (rendering, value, arguments) -> {
            arguments.bindPositional("len", 0, 0);
            return Operators.length(value);
        };
        filters.put("count", length);
        filters.put("length", length);
        filters.put("d", Filters::otherwise);
        filters.put("default", Filters::otherwise);
        Filter escape = (rendering, value, arguments) -> {
            arguments.bindPositional("escape", 0, 0);
            return new MarkupValue(rendering.text(MarkupValue.escape(value)));
        };
        filters.put("e", escape);
        filters.put("escape", escape);
        filters.put("forceescape", (rendering, value, arguments) -> {
            arguments.bind("forceescape", 0);
            return new MarkupValue(rendering.text(MarkupValue.escape(Printer.str(value))));
        });
        filters.put("filesizeformat", Filters::fileSize);
        filters.put("float", Filters::real);
        filters.put("format", Filters::format);
        filters.put("indent", Filters::indent);
        filters.put("int", Filters::integer);
        filters.put("lower", (rendering, value, arguments) -> {
            arguments.bind("lower", 0);
            return text(rendering, value, Text.lower(Printer.str(value)));
        });
        filters.put("replace", Filters::replace);
        filters.put("round", Filters::round);
        filters.put("safe", (rendering, value, arguments) -> {
            arguments.bind("safe", 0);
            return new MarkupValue(Printer.str(value));
        });
        filters.put("string", (rendering, value, arguments) -> {
            arguments.bindPositional("string", 0, 0);
            return Text.isText(value) ? value : rendering.text(Printer.str(value));
        });
        filters.put("title", Filters::title);
        filters.put("tojson", (rendering, value, arguments) -> Json.write(rendering, value, arguments));
        filters.put("trim", Filters::trim);
        filters.put("truncate", Filters::truncate);
        filters.put("upper", (rendering, value, arguments) -> {
            arguments.bind("upper", 0);
            return text(rendering, value, Text.upper(Printer.str(value)));
        });
        filters.put("urlencode", Filters::urlEncode);
        filters.put("wordcount", Filters::countWords);
        filters.put("xmlattr", Filters::xmlAttributes);
        SequenceFilters.register(filters);
        return filters;
    }

    /** A text made from another one; marked as safe where that one is. */
    private static Object text(Rendering rendering, Object source, String text) {
        rendering.budget().text(text.length());
        return source instanceof MarkupValue ? new MarkupValue(text) : text;
    }

    private static Object absolute(Rendering rendering, Object value, Arguments arguments) {
        arguments.bindPositional("abs", 0, 0);
        if (Numbers.isWhole(value)) {
            return Numbers.whole(value).abs();
        }
        if (value instanceof Double number) {
            return Math.abs(number);
        }
        throw TemplateError.type("bad operand type for abs(): " + Text.quote(Types.name(value)));
    }

    private static Object otherwise(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("default", 0, "default_value", "boolean");
        boolean missing = value instanceof Undefined || (bound.truth(1) && !Operators.truth(value));
        return missing ? bound.value(0, "") : value;
    }

    private static Object fileSize(Rendering rendering, Object value, Arguments arguments) {
        boolean binary = arguments.bind("filesizeformat", 0, "binary").truth(0);
        double bytes = toFloat(value);
        if (bytes == 1) {
            return "1 Byte";
        }
        int base = binary ? 1024 : 1000;
        if (bytes < base) {
            return Numbers.truncate(bytes) + " Bytes";
        }
        String units = "kMGTPEZY";
        double unit = (double) base * base;
        int index = 0;
        while (index < units.length() - 1 && bytes >= unit) {
            unit *= base;
            index++;
        }
        String prefix = units.substring(index, index + 1);
        String name = binary ? Text.upper(prefix) + "iB" : prefix + "B";
        return NumberFormat.unsigned(base * bytes / unit, 'f', 1, false) + " " + name;
    }

    private static double toFloat(Object value) {
        if (Numbers.isNumber(value)) {
            return Numbers.toDouble(value);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!Text.isText(value)) {
            throw TemplateError.type(
                    "float() argument must be a string or a real number, not " + Text.quote(Types.name(value)));
        }
        return Numbers.parseFloat(Text.of(value))
                .orElseThrow(() -> TemplateError.value("could not convert string to float: " + Printer.repr(value)));
    }

    private static boolean isConversion(TemplateError error) {
        return error.kind() == TemplateError.Kind.TYPE || error.kind() == TemplateError.Kind.VALUE;
    }

    private static Object real(Rendering rendering, Object value, Arguments arguments) {
        Object otherwise = arguments.bind("float", 0, "default").value(0, 0.0);
        try {
            return toFloat(value);
        } catch (TemplateError error) {
            if (isConversion(error)) {
                return otherwise;
            }
            throw error;
        }
    }

    private static Object integer(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("int", 0, "default", "base");
        Object otherwise = bound.value(0, BigInteger.ZERO);
        if (Text.isText(value)) {
            int base = bound.integer(1, 10);
            Optional<BigInteger> parsed = base == 0 || (base >= 2 && base <= 36)
                    ? Numbers.parseInteger(Text.of(value), base)
                    : Optional.empty();
            if (parsed.isPresent()) {
                return parsed.get();
            }
        }
        if (Numbers.isWhole(value)) {
            return Numbers.whole(value);
        }
        if (value instanceof Double number && Double.isInfinite(number)) {
            // int() raises an OverflowError here, which the filter does not catch
            return Numbers.truncate(number);
        }
        try {
            return Numbers.truncate(toFloat(value));
        } catch (TemplateError error) {
            if (isConversion(error) || error.kind() == TemplateError.Kind.OVERFLOW) {
                return otherwise;
            }
            throw error;
        }
    }

    private static Object format(Rendering rendering, Object value, Arguments arguments) {
        if (value instanceof MarkupValue) {
            throw TemplateError.unsupported("formatting a text that was marked as safe HTML is not supported");
        }
        if (!arguments.positional().isEmpty() && !arguments.named().isEmpty()) {
            throw new TemplateError(
                    TemplateError.Kind.FILTER_ARGUMENT,
                    "can't handle positional and keyword arguments at the same time");
        }
        if (arguments.named().isEmpty()) {
            return PercentFormat.format(rendering, Printer.str(value), new TupleValue(arguments.positional()));
        }
        DictValue dict = new DictValue();
        arguments.named().forEach(dict::put);
        return PercentFormat.format(rendering, Printer.str(value), dict);
    }

    private static Object indent(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("indent", 0, "width", "first", "blank");
        if (!(value instanceof String text)) {
            if (value instanceof Undefined undefined) {
                throw undefined.error();
            }
            if (value instanceof MarkupValue) {
                throw TemplateError.unsupported("indenting a text that was marked as safe HTML is not supported");
            }
            throw new TemplateError(
                    value instanceof ListValue ? TemplateError.Kind.ATTRIBUTE : TemplateError.Kind.TYPE,
                    "the filter indent wants a text, not " + Types.name(value));
        }
        String indentation = bound.value(0, BigInteger.valueOf(4)) instanceof String given
                ? given
                : spaces(rendering, bound.integer(0, 4));
        boolean blank = bound.truth(2);
        List<String> lines = Text.lines(text + "\n");
        Output indented = new Output(rendering.budget());
        indented.append(bound.truth(1) ? indentation : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (i > 0) {
                indented.append(blank || !line.isEmpty() ? "\n" + indentation : "\n");
            }
            indented.append(line);
        }
        return indented.text();
    }

    private static String spaces(Rendering rendering, int count) {
        rendering.budget().text(Math.max(count, 0));
        return " ".repeat(Math.max(count, 0));
    }

    private static Object replace(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("replace", 2, "old", "new", "count");
        int count = bound.value(2) == None.NONE ? -1 : bound.integer(2, -1);
        return StringMethods.replace(
                rendering, Printer.str(value), Printer.str(bound.value(0)), Printer.str(bound.value(1)), count);
    }

    private static Object round(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("round", 0, "precision", "method");
        int precision = bound.integer(0, 0);
        Object method = bound.value(1, "common");
        if (!List.of("common", "ceil", "floor").contains(method)) {
            throw new TemplateError(TemplateError.Kind.FILTER_ARGUMENT, "method must be common, ceil or floor");
        }
        if (value instanceof Undefined undefined && !method.equals("common")) {
            throw undefined.error();
        }
        if (!Numbers.isNumber(value)) {
            throw TemplateError.type("type " + Types.name(value) + " doesn't define __round__ method");
        }
        if (method.equals("common")) {
            return roundHalfEven(value, precision);
        }
        Object scale = Arithmetic.apply(rendering, Node.Operator.POWER, BigInteger.TEN, BigInteger.valueOf(precision));
        Object scaled = Arithmetic.apply(rendering, Node.Operator.MULTIPLY, value, scale);
        Object whole = scaled;
        if (scaled instanceof Double number) {
            whole = Numbers.truncate(method.equals("ceil") ? Math.ceil(number) : Math.floor(number));
        }
        return Arithmetic.apply(rendering, Node.Operator.DIVIDE, whole, scale);
    }

    /** Python's {@code round} with a given number of digits, which leaves a float a float. */
    private static Object roundHalfEven(Object value, int precision) {
        if (value instanceof Double number) {
            if (Double.isNaN(number) || Double.isInfinite(number) || precision > 400) {
                return number;
            }
            if (precision < -400) {
                return Math.copySign(0.0, number);
            }
            double rounded = new BigDecimal(number)
                    .setScale(precision, RoundingMode.HALF_EVEN)
                    .doubleValue();
            return Math.copySign(rounded, number);
        }
        BigInteger whole = Numbers.whole(value);
        if (precision >= 0) {
            return whole;
        }
        if (precision < -10_000) {
            return BigInteger.ZERO;
        }
        return new BigDecimal(whole).setScale(precision, RoundingMode.HALF_EVEN).toBigInteger();
    }

    private static Object title(Rendering rendering, Object value, Arguments arguments) {
        arguments.bind("title", 0);
        String text = Printer.str(value);
        StringBuilder titled = new StringBuilder();
        int start = 0;
        while (start < text.length()) {
            boolean separates = separatesWords(text.charAt(start));
            int end = start;
            while (end < text.length() && separatesWords(text.charAt(end)) == separates) {
                end++;
            }
            String run = text.substring(start, end);
            int first = run.offsetByCodePoints(0, 1);
            titled.append(Text.upper(run.substring(0, first))).append(Text.lower(run.substring(first)));
            start = end;
        }
        return text(rendering, value, titled.toString());
    }

    private static boolean separatesWords(char unit) {
        return "-({[<".indexOf(unit) >= 0 || Text.isSpace(unit);
    }

    private static Object trim(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("trim", 0, "chars");
        String text = Printer.str(value);
        if (bound.value(0) == None.NONE) {
            return text(rendering, value, Text.strip(text));
        }
        String characters = bound.text(0, "strip arg");
        return text(rendering, value, Text.stripStart(Text.stripEnd(text, characters), characters));
    }

    private static Object truncate(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("truncate", 0, "length", "killwords", "end", "leeway");
        int length = bound.integer(0, 255);
        String end = bound.has(2) ? bound.text(2, "end") : "...";
        int leeway = bound.value(3) == None.NONE ? TRUNCATION_LEEWAY : bound.integer(3, TRUNCATION_LEEWAY);
        if (length < Text.length(end) || leeway < 0) {
            throw new TemplateError(
                    TemplateError.Kind.ASSERTION,
                    leeway < 0
                            ? "expected leeway >= 0, got " + leeway
                            : "expected length >= " + Text.length(end) + ", got " + length);
        }
        if (Operators.length(value).longValue() <= (long) length + leeway) {
            return value;
        }
        if (!(value instanceof String text)) {
            throw value instanceof MarkupValue
                    ? TemplateError.unsupported("truncating a text that was marked as safe HTML is not supported")
                    : new TemplateError(
                            bound.truth(1) ? TemplateError.Kind.TYPE : TemplateError.Kind.ATTRIBUTE,
                            "the filter truncate wants a text, not " + Types.name(value));
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, length - Text.length(end)));
        int space = bound.truth(1) ? -1 : cut.lastIndexOf(' ');
        return rendering.text((space < 0 ? cut : cut.substring(0, space)) + end);
    }

    private static Object countWords(Rendering rendering, Object value, Arguments arguments) {
        arguments.bind("wordcount", 0);
        int words = 0;
        boolean inWord = false;
        for (int codePoint : Printer.str(value).codePoints().toArray()) {
            boolean isWord = codePoint == '_' || CharacterKinds.isAlphanumeric(codePoint);
            words += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }
        return BigInteger.valueOf(words);
    }

    // ---- markup and addresses

    private static Object urlEncode(Rendering rendering, Object value, Arguments arguments) {
        arguments.bind("urlencode", 0);
        if (Text.isText(value) || !Operators.isIterable(value)) {
            return rendering.text(urlQuote(Printer.str(value), "/"));
        }
        Object pairs = value instanceof DictValue dict ? new DictView(dict, DictView.Part.ITEMS) : value;
        List<String> quoted = new ArrayList<>();
        for (Iterator<Object> items = rendering.iterate(pairs); items.hasNext(); ) {
            List<Object> pair = rendering.list(items.next());
            if (pair.size() != 2) {
                throw TemplateError.value("expected pairs of a name and a value");
            }
            quoted.add(urlQuote(Printer.str(pair.get(0)), "").replace("%20", "+") + "="
                    + urlQuote(Printer.str(pair.get(1)), "").replace("%20", "+"));
        }
        return rendering.text(String.join("&", quoted));
    }

    private static String urlQuote(String text, String safe) {
        StringBuilder quoted = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (unit & 0xff);
            boolean plain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || "_.-~".indexOf(character) >= 0);
            if (plain || safe.indexOf(character) >= 0) {
                quoted.append(character);
            } else {
                quoted.append(String.format("%%%02X", unit & 0xff));
            }
        }
        return quoted.toString();
    }

    private static Object xmlAttributes(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("xmlattr", 0, "autospace");
        if (!(value instanceof DictValue dict)) {
            throw value instanceof Undefined undefined
                    ? undefined.error()
                    : new TemplateError(TemplateError.Kind.ATTRIBUTE, Types.name(value) + " has no attribute 'items'");
        }
        List<String> attributes = new ArrayList<>();
        for (DictValue.Entry entry : dict.entries()) {
            if (entry.value() == None.NONE || entry.value() instanceof Undefined) {
                continue;
            }
            if (!Text.isText(entry.key())) {
                throw TemplateError.type("expected string or bytes-like object");
            }
            if (ATTRIBUTE_BREAK.matcher(Text.of(entry.key())).find()) {
                throw TemplateError.value("Invalid character in attribute name: " + Printer.repr(entry.key()));
            }
            attributes.add(MarkupValue.escape(entry.key()) + "=\"" + MarkupValue.escape(entry.value()) + "\"");
        }
        String joined = String.join(" ", attributes);
        boolean space = !bound.has(0) || bound.truth(0);
        return rendering.text(space && !joined.isEmpty() ? " " + joined : joined);
    }
}
