package io.prefscore.scoring;

import io.prefscore.config.Keyed;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON: maps, collections, strings, numbers, booleans, null, and records as objects with their components
 * in kebab case. A duration becomes seconds, an empty optional null, an enum constant its name in kebab case.
 */
public final class Json {

    private static final String INDENT = "  ";

    private Json() {}

    /** The value as JSON, indented as people read it. */
    public static String write(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        write(value, "\n", json);
        return json.append('\n').toString();
    }

    /** The same in ASCII alone, which reads the same whatever encoding it is printed in. */
    public static String ascii(@Nullable Object value) {
        return write(value)
                .chars()
                .mapToObj(
                        unit -> unit < 0x7F ? String.valueOf((char) unit) : String.format(Locale.ROOT, "\\u%04x", unit))
                .collect(Collectors.joining());
    }

    private static void write(@Nullable Object value, String newLine, StringBuilder json) {
        @Nullable Object plain = plain(value);
        if (plain instanceof Map<?, ?> map) {
            writeObject(map, newLine, json);
        } else if (plain instanceof Iterable<?> items) {
            writeArray(items, newLine, json);
        } else if (plain instanceof String text) {
            writeString(text, json);
        } else {
            json.append(plain);
        }
    }

    /** {@code too-long} for {@code TOO_LONG}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null));
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? plain(optional.getAsDouble()) : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof Duration duration) {
            return duration.toNanos() / 1e9;
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return null;
        }
        if (value instanceof Enum<?> constant) {
            return word(constant);
        }
        if (value instanceof Keyed keyed) {
            return keyed.keys();
        }
        if (value instanceof Record fields) {
            return components(fields);
        }
        boolean json = value == null
                || value instanceof Map
                || value instanceof Iterable
                || value instanceof Number
                || value instanceof Boolean;
        return json ? value : String.valueOf(value);
    }

    /** A record's components by their names in kebab case, in their order. */
    public static Map<String, @Nullable Object> components(Record fields) {
        Map<String, @Nullable Object> components = new LinkedHashMap<>();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            try {
                components.put(
                        kebab(component.getName()), component.getAccessor().invoke(fields));
            } catch (ReflectiveOperationException failure) {
                throw new IllegalStateException("cannot read " + component, failure);
            }
        }
        return components;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static void writeObject(Map<?, ?> map, String newLine, StringBuilder json) {
        String separator = "";
        json.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.append(separator).append(newLine).append(INDENT);
            writeString(String.valueOf(plain(entry.getKey())), json);
            json.append(": ");
            write(entry.getValue(), newLine + INDENT, json);
            separator = ",";
        }
        json.append(map.isEmpty() ? "" : newLine).append('}');
    }

    private static void writeArray(Iterable<?> items, String newLine, StringBuilder json) {
        String separator = "";
        json.append('[');
        for (Object item : items) {
            json.append(separator).append(newLine).append(INDENT);
            write(item, newLine + INDENT, json);
            separator = ",";
        }
        json.append(separator.isEmpty() ? "" : newLine).append(']');
    }

    private static void writeString(String text, StringBuilder json) {
        json.append('"')
                .append(text.chars().mapToObj(Json::escaped).collect(Collectors.joining()))
                .append('"');
    }

    private static String escaped(int unit) {
        return switch (unit) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> unit < ' ' ? String.format(Locale.ROOT, "\\u%04x", unit) : String.valueOf((char) unit);
        };
    }
}
