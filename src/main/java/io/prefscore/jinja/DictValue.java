package io.prefscore.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python dict: keeps the order of insertion, and {@code 1}, {@code 1.0} and {@code True} are one key. */
final class DictValue {

    /** A key as it was first given, and its value. */
    record Entry(Object key, Object value) {}

    private record TupleKey(List<Object> items) {}

    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    /** Sets a value; a key that is there keeps its place and its first spelling. */
    void put(Object key, Object value) {
        Object normal = normal(key);
        Entry old = entries.get(normal);
        entries.put(normal, new Entry(old == null ? key : old.key(), value));
    }

    @Nullable
    Object find(Object key) {
        Entry entry = entries.get(normal(key));
        return entry == null ? null : entry.value();
    }

    boolean contains(Object key) {
        return entries.containsKey(normal(key));
    }

    int size() {
        return entries.size();
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    DictValue copy() {
        DictValue copy = new DictValue();
        copy.entries.putAll(entries);
        return copy;
    }

    /** A stand-in for a key whose Java equality is Python's. */
    static Object normal(Object key) {
        if (key instanceof Boolean bool) {
            return bool ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (key instanceof Double number && Math.rint(number) == number && !Double.isInfinite(number)) {
            return new BigDecimal(number).toBigInteger();
        }
        if (key instanceof MarkupValue markup) {
            return markup.text();
        }
        if (key instanceof Undefined) {
            return Undefined.class;
        }
        if (key instanceof TupleValue tuple) {
            List<Object> items = new ArrayList<>();
            for (Object item : tuple.items()) {
                items.add(normal(item));
            }
            return new TupleKey(items);
        }
        if (key instanceof ListValue || key instanceof DictValue || key instanceof DictView) {
            throw TemplateError.type("unhashable type: " + Text.quote(Types.name(key)));
        }
        return key;
    }
}
