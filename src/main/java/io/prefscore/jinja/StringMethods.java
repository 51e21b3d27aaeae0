package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The methods of Python's strings. */
final class StringMethods {

    private interface Method {
        Object apply(Rendering rendering, String text, Arguments arguments);
    }

    private static final Set<String> UNSUPPORTED = Set.of("encode", "maketrans", "translate");

    private static final Map<String, Method> METHODS = Map.ofEntries(
            Map.entry("upper", plain("upper", Text::upper)),
            Map.entry("lower", plain("lower", Text::lower)),
            Map.entry("title", plain("title", Text::title)),
            Map.entry("capitalize", plain("capitalize", Text::capitalize)),
            Map.entry("swapcase", plain("swapcase", Text::swapCase)),
            Map.entry("casefold", plain("casefold", StringMethods::caseFold)),
            Map.entry("isalpha", all("isalpha", Character::isLetter)),
            Map.entry("isalnum", all("isalnum", CharacterKinds::isAlphanumeric)),
            Map.entry("isdecimal", all("isdecimal", Character::isDigit)),
            Map.entry("isdigit", all("isdigit", CharacterKinds::isDigit)),
            Map.entry("isnumeric", all("isnumeric", CharacterKinds::isNumeric)),
            Map.entry("isspace", all("isspace", Text::isSpace)),
            Map.entry("isascii", test("isascii", text -> text.codePoints().allMatch(point -> point < 0x80))),
            Map.entry(
                    "isprintable", test("isprintable", text -> text.codePoints().allMatch(Text::isPrintable))),
            Map.entry("islower", test("islower", Text::isLower)),
            Map.entry("isupper", test("isupper", Text::isUpper)),
            Map.entry("istitle", test("istitle", Text::isTitle)),
            Map.entry("isidentifier", test("isidentifier", StringMethods::isIdentifier)),
            Map.entry("strip", strip("strip", true, true)),
            Map.entry("lstrip", strip("lstrip", true, false)),
            Map.entry("rstrip", strip("rstrip", false, true)),
            Map.entry("removeprefix", (rendering, text, arguments) -> {
                String prefix = arguments.bindPositional("removeprefix", 1, 1).text(0, "removeprefix() argument");
                return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            }),
            Map.entry("removesuffix", (rendering, text, arguments) -> {
                String suffix = arguments.bindPositional("removesuffix", 1, 1).text(0, "removesuffix() argument");
                return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
            }),
            Map.entry("startswith", (rendering, text, arguments) -> affix("startswith", text, arguments, true)),
            Map.entry("endswith", (rendering, text, arguments) -> affix("endswith", text, arguments, false)),
            Map.entry("find", (rendering, text, arguments) -> find("find", text, arguments, false)),
            Map.entry("rfind", (rendering, text, arguments) -> find("rfind", text, arguments, true)),
            Map.entry("index", (rendering, text, arguments) -> found(find("index", text, arguments, false))),
            Map.entry("rindex", (rendering, text, arguments) -> found(find("rindex", text, arguments, true))),
            Map.entry("count", (rendering, text, arguments) -> count(text, arguments)),
            Map.entry("replace", StringMethods::replace),
            Map.entry("split", StringMethods::split),
            Map.entry("rsplit", StringMethods::splitFromEnd),
            Map.entry("splitlines", StringMethods::splitLines),
            Map.entry("partition", (rendering, text, arguments) -> partition("partition", text, arguments, false)),
            Map.entry("rpartition", (rendering, text, arguments) -> partition("rpartition", text, arguments, true)),
            Map.entry("join", StringMethods::join),
            Map.entry("ljust", (rendering, text, arguments) -> pad(rendering, "ljust", text, arguments)),
            Map.entry("rjust", (rendering, text, arguments) -> pad(rendering, "rjust", text, arguments)),
            Map.entry("center", (rendering, text, arguments) -> pad(rendering, "center", text, arguments)),
            Map.entry("zfill", StringMethods::fillWithZeros),
            Map.entry("expandtabs", StringMethods::expandTabs),
            Map.entry("format", (rendering, text, arguments) -> StringFormat.format(rendering, text, arguments)),
            Map.entry("format_map", (rendering, text, arguments) -> {
                Object mapping = arguments.bindPositional("format_map", 1, 1).value(0);
                return StringFormat.formatMap(rendering, text, mapping);
            }));

    private StringMethods() {}

    /** A method bound to its text; null where strings have no such attribute. */
    static @Nullable Object find(Object owner, String name) {
        if (UNSUPPORTED.contains(name)) {
            return (Function) (rendering, arguments) -> {
                throw TemplateError.unsupported("the method '" + name + "' of strings is not supported");
            };
        }
        Method method = METHODS.get(name);
        if (method == null) {
            return null;
        }
        String text = Text.of(owner);
        return (Function) (rendering, arguments) -> {
            rendering.budget().work(1 + text.length() / 64);
            Object result = method.apply(rendering, text, arguments);
            if (result instanceof String created) {
                rendering.budget().text(created.length());
            }
            return owner instanceof MarkupValue ? markup(name, result, arguments) : result;
        };
    }

    /** What a method of a text that was marked as safe gives: its texts are safe too, unless others went into them. */
    private static Object markup(String name, Object result, Arguments arguments) {
        if (!(result instanceof String) && !(result instanceof SequenceValue)) {
            return result;
        }
        if (!arguments.positional().stream().allMatch(Numbers::isNumber)
                || !arguments.named().isEmpty()) {
            throw TemplateError.unsupported(
                    "the method '" + name + "' of a text that was marked as safe HTML is not supported");
        }
        if (result instanceof SequenceValue sequence) {
            List<Object> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(new MarkupValue(Text.of(item))));
            return sequence.with(items);
        }
        return new MarkupValue((String) result);
    }

    // ---- methods without arguments

    private static Method plain(String name, UnaryOperator<String> operation) {
        return (rendering, text, arguments) -> {
            arguments.bindPositional(name, 0, 0);
            return operation.apply(text);
        };
    }

    private static Method test(String name, Predicate<String> test) {
        return (rendering, text, arguments) -> {
            arguments.bindPositional(name, 0, 0);
            return test.test(text);
        };
    }

    private static Method all(String name, IntPredicate test) {
        return test(name, text -> !text.isEmpty() && text.codePoints().allMatch(test));
    }

    private static String caseFold(String text) {
        if (text.codePoints().anyMatch(codePoint -> codePoint >= 0x80)) {
            throw TemplateError.unsupported("casefold of a text beyond ASCII is not supported");
        }
        return Text.lower(text);
    }

    private static boolean isIdentifier(String text) {
        if (text.isEmpty()) {
            return false;
        }
        int first = text.codePointAt(0);
        return (first == '_' || Character.isUnicodeIdentifierStart(first))
                && text.codePoints()
                        .allMatch(codePoint -> codePoint == '_'
                                || (Character.isUnicodeIdentifierPart(codePoint)
                                        && !Character.isIdentifierIgnorable(codePoint)));
    }

    // ---- ends

    private static Method strip(String name, boolean start, boolean end) {
        return (rendering, text, arguments) -> {
            Arguments.Bound bound = arguments.bindPositional(name, 0, 1);
            if (bound.value(0) == None.NONE) {
                String stripped = end ? Text.stripEnd(text) : text;
                return start ? Text.stripStart(stripped) : stripped;
            }
            String characters = bound.text(0, name + " arg");
            String stripped = end ? Text.stripEnd(text, characters) : text;
            return start ? Text.stripStart(stripped, characters) : stripped;
        };
    }

    /**
     * The part of a text that optional start and end arguments choose.
     *
     * @param start its first character's index, counted in characters
     * @param text the part; empty also where {@code valid} is false
     * @param valid whether start does not lie behind the end
     */
    private record Region(int start, String text, boolean valid) {

        static Region of(String text, Arguments.Bound bound) {
            int size = Text.length(text);
            int start = bound.value(1) == None.NONE ? 0 : bound.integer(1, 0);
            int end = bound.value(2) == None.NONE ? size : bound.integer(2, size);
            start = start < 0 ? Math.max(start + size, 0) : start;
            end = end < 0 ? Math.max(end + size, 0) : Math.min(end, size);
            if (start > end) {
                return new Region(start, "", false);
            }
            int from = text.offsetByCodePoints(0, start);
            return new Region(start, text.substring(from, text.offsetByCodePoints(from, end - start)), true);
        }
    }

    private static Object affix(String name, String text, Arguments arguments, boolean atStart) {
        Arguments.Bound bound = arguments.bindPositional(name, 1, 3);
        Region region = Region.of(text, bound);
        Object affixes = bound.value(0);
        List<Object> candidates = affixes instanceof TupleValue tuple ? tuple.items() : List.of(affixes);
        for (Object candidate : candidates) {
            if (!Text.isText(candidate)) {
                throw TemplateError.type(
                        name + " first arg must be str or a tuple of str, not " + Types.name(candidate));
            }
            String affix = Text.of(candidate);
            if (region.valid()
                    && (atStart
                            ? region.text().startsWith(affix)
                            : region.text().endsWith(affix))) {
                return true;
            }
        }
        return false;
    }

    // ---- searching

    private static BigInteger find(String name, String text, Arguments arguments, boolean last) {
        Arguments.Bound bound = arguments.bindPositional(name, 1, 3);
        String wanted = bound.text(0, name + "() argument 1");
        Region region = Region.of(text, bound);
        int at = last ? region.text().lastIndexOf(wanted) : region.text().indexOf(wanted);
        if (!region.valid() || at < 0) {
            return BigInteger.ONE.negate();
        }
        return BigInteger.valueOf((long) region.start() + region.text().codePointCount(0, at));
    }

    private static BigInteger found(BigInteger index) {
        if (index.signum() < 0) {
            throw TemplateError.value("substring not found");
        }
        return index;
    }

    private static Object count(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bindPositional("count", 1, 3);
        String wanted = bound.text(0, "count() argument 1");
        Region region = Region.of(text, bound);
        if (!region.valid()) {
            return BigInteger.ZERO;
        }
        if (wanted.isEmpty()) {
            return BigInteger.valueOf(Text.length(region.text()) + 1L);
        }
        int count = 0;
        for (int at = region.text().indexOf(wanted);
                at >= 0;
                at = region.text().indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return BigInteger.valueOf(count);
    }

    private static Object replace(Rendering rendering, String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bindPositional("replace", 2, 3);
        int count = bound.integer(2, -1);
        return replace(
                rendering, text, bound.text(0, "replace() argument 1"), bound.text(1, "replace() argument 2"), count);
    }

    /** Replaces at most {@code count} occurrences, all where it is negative. */
    static String replace(Rendering rendering, String text, String wanted, String other, int count) {
        int left = count < 0 ? Integer.MAX_VALUE : count;
        Output replaced = new Output(rendering.budget());
        int position = 0;
        if (wanted.isEmpty()) {
            while (left-- > 0) {
                replaced.append(other);
                if (position == text.length()) {
                    return replaced.text();
                }
                int next = text.offsetByCodePoints(position, 1);
                replaced.append(text.substring(position, next));
                position = next;
            }
            replaced.append(text.substring(position));
            return replaced.text();
        }
        for (int at = text.indexOf(wanted); at >= 0 && left > 0; at = text.indexOf(wanted, position)) {
            replaced.append(text.substring(position, at));
            replaced.append(other);
            position = at + wanted.length();
            left--;
        }
        replaced.append(text.substring(position));
        return replaced.text();
    }

    // ---- splitting and joining

    private static Object split(Rendering rendering, String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("split", 0, "sep", "maxsplit");
        int most = bound.integer(1, -1);
        List<Object> parts = new ArrayList<>();
        if (bound.value(0) == None.NONE) {
            splitOnSpace(text, most < 0 ? Integer.MAX_VALUE : most, parts);
        } else {
            String separator = separator(bound);
            int left = most < 0 ? Integer.MAX_VALUE : most;
            int position = 0;
            for (int at = text.indexOf(separator); at >= 0 && left > 0; at = text.indexOf(separator, position)) {
                parts.add(text.substring(position, at));
                position = at + separator.length();
                left--;
            }
            parts.add(text.substring(position));
        }
        rendering.budget().text(text.length());
        rendering.budget().items(parts.size());
        return new ListValue(parts);
    }

    private static String separator(Arguments.Bound bound) {
        String separator = bound.text(0, "sep");
        if (separator.isEmpty()) {
            throw TemplateError.value("empty separator");
        }
        return separator;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Text.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static void splitOnSpace(String text, int most, List<Object> parts) {
        int left = most;
        for (int start = skipSpace(text, 0); start < text.length(); left--) {
            if (left == 0) {
                parts.add(text.substring(start));
                return;
            }
            int end = start;
            while (end < text.length() && !Text.isSpace(text.charAt(end))) {
                end++;
            }
            parts.add(text.substring(start, end));
            start = skipSpace(text, end);
        }
    }

    private static Object splitFromEnd(Rendering rendering, String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("rsplit", 0, "sep", "maxsplit");
        int most = bound.integer(1, -1);
        int left = most < 0 ? Integer.MAX_VALUE : most;
        List<Object> parts = new ArrayList<>();
        if (bound.value(0) == None.NONE) {
            splitOnSpaceFromEnd(text, left, parts);
        } else {
            String separator = separator(bound);
            int end = text.length();
            int at = text.lastIndexOf(separator);
            while (at >= 0 && left > 0) {
                parts.add(text.substring(at + separator.length(), end));
                end = at;
                left--;
                at = end < separator.length() ? -1 : text.lastIndexOf(separator, end - separator.length());
            }
            parts.add(text.substring(0, end));
        }
        Collections.reverse(parts);
        rendering.budget().text(text.length());
        rendering.budget().items(parts.size());
        return new ListValue(parts);
    }

    private static int skipSpaceBack(String text, int from) {
        int at = from;
        while (at > 0 && Text.isSpace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Adds the parts from the last one to the first. */
    private static void splitOnSpaceFromEnd(String text, int most, List<Object> parts) {
        int left = most;
        for (int end = skipSpaceBack(text, text.length()); end > 0; left--) {
            if (left == 0) {
                parts.add(text.substring(0, end));
                return;
            }
            int start = end;
            while (start > 0 && !Text.isSpace(text.charAt(start - 1))) {
                start--;
            }
            parts.add(text.substring(start, end));
            end = skipSpaceBack(text, start);
        }
    }

    private static Object splitLines(Rendering rendering, String text, Arguments arguments) {
        boolean keep = arguments.bind("splitlines", 0, "keepends").truth(0);
        List<Object> lines = new ArrayList<>(keep ? Text.linesWithBreaks(text) : Text.lines(text));
        rendering.budget().text(text.length());
        rendering.budget().items(lines.size());
        return new ListValue(lines);
    }

    private static Object partition(String name, String text, Arguments arguments, boolean last) {
        String separator = separator(arguments.bindPositional(name, 1, 1));
        int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            return last ? TupleValue.of("", "", text) : TupleValue.of(text, "", "");
        }
        return TupleValue.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static Object join(Rendering rendering, String text, Arguments arguments) {
        Object parts = arguments.bindPositional("join", 1, 1).value(0);
        if (!Operators.isIterable(parts)) {
            throw TemplateError.type("can only join an iterable");
        }
        Output joined = new Output(rendering.budget());
        int index = 0;
        for (Iterator<Object> items = rendering.iterate(parts); items.hasNext(); index++) {
            Object item = items.next();
            if (!Text.isText(item)) {
                throw TemplateError.type(
                        "sequence item " + index + ": expected str instance, " + Types.name(item) + " found");
            }
            if (index > 0) {
                joined.append(text);
            }
            joined.append(Text.of(item));
        }
        return joined.text();
    }

    // ---- padding

    private static Object pad(Rendering rendering, String name, String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bindPositional(name, 1, 2);
        String fill = bound.has(1) ? bound.text(1, "The fill character") : " ";
        if (Text.length(fill) != 1) {
            throw TemplateError.type("The fill character must be exactly one character long");
        }
        int width = bound.integer(0, 0);
        rendering.budget().text(Math.max(width, 0));
        int missing = Math.max(width - Text.length(text), 0);
        return switch (name) {
            case "ljust" -> text + fill.repeat(missing);
            case "rjust" -> fill.repeat(missing) + text;
            default -> center(text, width, missing, fill);
        };
    }

    private static String center(String text, int width, int missing, String fill) {
        // where the gap is odd, Python puts the larger half to the left in odd widths
        int before = missing / 2 + (missing & width & 1);
        return fill.repeat(before) + text + fill.repeat(missing - before);
    }

    /** Centres a text in a width. */
    static String center(Rendering rendering, String text, int width) {
        rendering.budget().text(Math.max(width, 0));
        return center(text, width, Math.max(width - Text.length(text), 0), " ");
    }

    private static Object fillWithZeros(Rendering rendering, String text, Arguments arguments) {
        int width = arguments.bindPositional("zfill", 1, 1).integer(0, 0);
        rendering.budget().text(Math.max(width, 0));
        int missing = Math.max(width - Text.length(text), 0);
        boolean signed = text.startsWith("+") || text.startsWith("-");
        String sign = signed ? text.substring(0, 1) : "";
        return sign + "0".repeat(missing) + text.substring(sign.length());
    }

    private static Object expandTabs(Rendering rendering, String text, Arguments arguments) {
        int size = arguments.bind("expandtabs", 0, "tabsize").integer(0, 8);
        Output expanded = new Output(rendering.budget());
        int column = 0;
        for (int codePoint : text.codePoints().toArray()) {
            if (codePoint == '\t') {
                int spaces = size > 0 ? size - column % size : 0;
                rendering.budget().text(spaces);
                expanded.append(" ".repeat(spaces));
                column += spaces;
            } else {
                expanded.append(Character.toString(codePoint));
                column = codePoint == '\n' || codePoint == '\r' ? 0 : column + 1;
            }
        }
        return expanded.text();
    }
}
