package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The filter {@code tojson} as transformers defines it: Python's {@code json.dumps}, without HTML escapes. */
final class Json {

    private final Rendering rendering;
    private final Output out;
    private final boolean ascii;
    private final boolean sorted;
    private final @Nullable String indentation;
    private final String itemSeparator;
    private final String keySeparator;

    private Json(Rendering rendering, Arguments.Bound options) {
        this.rendering = rendering;
        this.out = new Output(rendering.budget());
        this.ascii = options.truth(0);
        this.indentation = indentation(options.value(1));
        this.sorted = options.truth(3);
        if (options.value(2) == None.NONE) {
            this.itemSeparator = indentation == null ? ", " : ",";
            this.keySeparator = ": ";
        } else {
            List<Object> separators = rendering.list(options.value(2));
            if (separators.size() != 2) {
                throw TemplateError.value("expected two separators, found " + separators.size());
            }
            if (!Text.isText(separators.get(0)) || !Text.isText(separators.get(1))) {
                throw TemplateError.type("the separators of tojson must be texts");
            }
            this.itemSeparator = Text.of(separators.get(0));
            this.keySeparator = Text.of(separators.get(1));
        }
    }

    static String write(Rendering rendering, Object value, Arguments arguments) {
        Json json =
                new Json(rendering, arguments.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys"));
        json.write(value, 0);
        return json.out.text();
    }

    private @Nullable String indentation(Object option) {
        if (option == None.NONE) {
            return null;
        }
        if (Text.isText(option)) {
            return Text.of(option);
        }
        int width = Math.max(Numbers.clampedIndex(option), 0);
        rendering.budget().text(width);
        return " ".repeat(width);
    }

    private void newline(int depth) {
        if (indentation != null) {
            out.append("\n");
            for (int i = 0; i < depth; i++) {
                out.append(indentation);
            }
        }
    }

    private void write(Object value, int depth) {
        rendering.budget().step();
        if (Text.isText(value)) {
            quote(Text.of(value));
        } else if (value instanceof SequenceValue sequence) {
            writeList(sequence.items(), depth);
        } else if (value instanceof DictValue dict) {
            writeDict(dict, depth);
        } else {
            out.append(scalar(value));
        }
    }

    private static String scalar(Object value) {
        if (value == None.NONE) {
            return "null";
        }
        if (value instanceof Boolean bool) {
            return bool ? "true" : "false";
        }
        if (value instanceof BigInteger number) {
            return Printer.digits(number);
        }
        if (value instanceof Double number) {
            if (Double.isNaN(number)) {
                return "NaN";
            }
            return Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Numbers.repr(number);
        }
        throw TemplateError.type("Object of type " + Types.name(value) + " is not JSON serializable");
    }

    private void writeList(List<Object> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append("[");
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : itemSeparator);
            newline(depth + 1);
            write(items.get(i), depth + 1);
        }
        newline(depth);
        out.append("]");
    }

    private void writeDict(DictValue dict, int depth) {
        if (dict.size() == 0) {
            out.append("{}");
            return;
        }
        out.append("{");
        boolean first = true;
        for (DictValue.Entry entry : sorted ? sortedEntries(dict) : dict.entries()) {
            out.append(first ? "" : itemSeparator);
            first = false;
            newline(depth + 1);
            quote(key(entry.key()));
            out.append(keySeparator);
            write(entry.value(), depth + 1);
        }
        newline(depth);
        out.append("}");
    }

    private Collection<DictValue.Entry> sortedEntries(DictValue dict) {
        List<Object> entries = new ArrayList<>(dict.entries());
        List<Object> keys = new ArrayList<>();
        dict.entries().forEach(entry -> keys.add(entry.key()));
        List<DictValue.Entry> sortedEntries = new ArrayList<>();
        Operators.sorted(rendering, entries, keys, false).forEach(entry -> sortedEntries.add((DictValue.Entry) entry));
        return sortedEntries;
    }

    private static String key(Object key) {
        if (Text.isText(key)) {
            return Text.of(key);
        }
        if (Numbers.isNumber(key) || key == None.NONE) {
            return scalar(key);
        }
        throw TemplateError.type("keys must be str, int, float, bool or None, not " + Types.name(key));
    }

    private void quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\f' -> quoted.append("\\f");
                case '\b' -> quoted.append("\\b");
                default -> {
                    if (unit < 0x20 || (ascii && unit > 0x7e)) {
                        quoted.append(String.format("\\u%04x", (int) unit));
                    } else {
                        quoted.append(unit);
                    }
                }
            }
        }
        out.append(quoted.append('"').toString());
    }
}
