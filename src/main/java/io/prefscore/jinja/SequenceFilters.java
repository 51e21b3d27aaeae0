package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Jinja's filters on sequences. Those that are generators in Python do their work when they are walked. */
final class SequenceFilters {

    private SequenceFilters() {}

    static void register(Map<String, Filters.Filter> filters) {
        filters.put("batch", SequenceFilters::batch);
        filters.put("dictsort", SequenceFilters::sortDict);
        filters.put("first", SequenceFilters::first);
        filters.put("groupby", SequenceFilters::groupBy);
        filters.put("items", SequenceFilters::items);
        filters.put("join", SequenceFilters::join);
        filters.put("last", SequenceFilters::last);
        filters.put("list", (rendering, value, arguments) -> {
            arguments.bind("list", 0);
            return new ListValue(rendering.list(value));
        });
        filters.put("map", SequenceFilters::map);
        filters.put("max", (rendering, value, arguments) -> extreme(rendering, "max", value, arguments));
        filters.put("min", (rendering, value, arguments) -> extreme(rendering, "min", value, arguments));
        filters.put("reject", (rendering, value, arguments) -> select(rendering, value, arguments, false, false));
        filters.put("rejectattr", (rendering, value, arguments) -> select(rendering, value, arguments, true, false));
        filters.put("reverse", SequenceFilters::reverse);
        filters.put("select", (rendering, value, arguments) -> select(rendering, value, arguments, false, true));
        filters.put("selectattr", (rendering, value, arguments) -> select(rendering, value, arguments, true, true));
        filters.put("slice", SequenceFilters::slice);
        filters.put("sort", SequenceFilters::sort);
        filters.put("sum", SequenceFilters::sum);
        filters.put("unique", SequenceFilters::unique);
    }

    // ---- attributes named by texts

    /** Looks {@code a.b.0} up in a value; {@code None} is the value itself. */
    private static UnaryOperator<Object> getter(Object attribute, Object otherwise) {
        List<Object> parts = parts(attribute);
        return value -> {
            Object current = value;
            for (Object part : parts) {
                current = Attributes.item(current, part);
                if (otherwise != None.NONE && current instanceof Undefined) {
                    current = otherwise;
                }
            }
            return current;
        };
    }

    private static List<Object> parts(Object attribute) {
        if (attribute == None.NONE) {
            return List.of();
        }
        if (!Text.isText(attribute)) {
            return List.of(attribute);
        }
        List<Object> parts = new ArrayList<>();
        for (String part : Text.of(attribute).split("\\.", -1)) {
            boolean digits = !part.isEmpty() && part.codePoints().allMatch(Character::isDigit);
            parts.add(digits ? new BigInteger(Text.asciiDigits(part)) : part);
        }
        return parts;
    }

    private static Object ignoreCase(Object value) {
        return Text.isText(value) ? Text.lower(Text.of(value)) : value;
    }

    private static UnaryOperator<Object> keyGetter(Object attribute, boolean caseSensitive, Object otherwise) {
        UnaryOperator<Object> getter = getter(attribute, otherwise);
        return caseSensitive ? getter : value -> ignoreCase(getter.apply(value));
    }

    // ---- generators

    private static IteratorValue generate(Iterator<Object> items, UnaryOperator<Object> operation) {
        return IteratorValue.generator(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Object next() {
                return operation.apply(items.next());
            }
        });
    }

    /** Items that are only computed when the first one is asked for. */
    private interface Later {
        Iterator<Object> items();
    }

    private static IteratorValue later(Later later) {
        return IteratorValue.generator(new Iterator<>() {
            private Iterator<Object> items = Collections.emptyIterator();
            private boolean started;

            private void start() {
                if (!started) {
                    started = true;
                    items = later.items();
                }
            }

            @Override
            public boolean hasNext() {
                start();
                return items.hasNext();
            }

            @Override
            public Object next() {
                start();
                return items.next();
            }
        });
    }

    private static Object map(Rendering rendering, Object value, Arguments arguments) {
        return later(() -> {
            if (!Operators.truth(value)) {
                return Collections.emptyIterator();
            }
            UnaryOperator<Object> operation = mapping(rendering, arguments);
            return generate(rendering.iterate(value), operation).items();
        });
    }

    private static UnaryOperator<Object> mapping(Rendering rendering, Arguments arguments) {
        if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
            for (String name : arguments.named().keySet()) {
                if (!name.equals("attribute") && !name.equals("default")) {
                    throw argumentError("Unexpected keyword argument " + Text.quote(name));
                }
            }
            Arguments.Bound bound = arguments.bind("map", 1, "attribute", "default");
            return getter(bound.value(0), bound.value(1));
        }
        if (arguments.positional().isEmpty()) {
            throw argumentError("map requires a filter argument");
        }
        Object name = arguments.positional().get(0);
        Filters.Filter filter = Text.isText(name) ? Filters.find(Text.of(name)) : null;
        if (filter == null) {
            throw new TemplateError(TemplateError.Kind.RUNTIME, "No filter named " + Printer.repr(name) + ".");
        }
        Arguments rest = arguments.rest(1);
        return item -> filter.apply(rendering, item, rest);
    }

    private static TemplateError argumentError(String message) {
        return new TemplateError(TemplateError.Kind.FILTER_ARGUMENT, message);
    }

    private static Object select(
            Rendering rendering, Object value, Arguments arguments, boolean byAttribute, boolean wanted) {
        return later(() -> {
            if (!Operators.truth(value)) {
                return Collections.emptyIterator();
            }
            Predicate<Object> test = selection(rendering, arguments, byAttribute);
            return new Compiler.Selection(rendering.iterate(value), item -> test.test(item) == wanted);
        });
    }

    private static Predicate<Object> selection(Rendering rendering, Arguments arguments, boolean byAttribute) {
        int skipped = byAttribute ? 1 : 0;
        List<Object> positional = arguments.positional();
        if (positional.size() < skipped) {
            throw argumentError("Missing parameter for attribute name");
        }
        UnaryOperator<Object> getter = byAttribute ? getter(positional.get(0), None.NONE) : item -> item;
        if (positional.size() == skipped) {
            return item -> Operators.truth(getter.apply(item));
        }
        Object name = positional.get(skipped);
        Tests.Test test = Text.isText(name) ? Tests.find(Text.of(name)) : null;
        if (test == null) {
            throw new TemplateError(TemplateError.Kind.RUNTIME, "No test named " + Printer.repr(name) + ".");
        }
        Arguments rest = arguments.rest(skipped + 1);
        return item -> test.holds(rendering, getter.apply(item), rest);
    }

    private static Object items(Rendering rendering, Object value, Arguments arguments) {
        arguments.bind("items", 0);
        return later(() -> {
            if (value instanceof Undefined) {
                return Collections.emptyIterator();
            }
            if (value instanceof DictValue dict) {
                return new DictView(dict, DictView.Part.ITEMS).items().iterator();
            }
            throw TemplateError.type("Can only get item pairs from a mapping.");
        });
    }

    private static Object unique(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("unique", 0, "case_sensitive", "attribute");
        UnaryOperator<Object> key = keyGetter(bound.value(1), bound.truth(0), None.NONE);
        return later(() -> {
            Set<Object> seen = new HashSet<>();
            return new Compiler.Selection(
                    rendering.iterate(value), item -> seen.add(DictValue.normal(key.apply(item))));
        });
    }

    private static Object batch(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("batch", 1, "linecount", "fill_with");
        return later(() -> {
            List<Object> batches = new ArrayList<>();
            List<Object> current = new ArrayList<>();
            BigInteger size = Numbers.isWhole(bound.value(0)) ? bound.whole(0) : BigInteger.ONE.negate();
            for (Iterator<Object> items = rendering.iterate(value); items.hasNext(); ) {
                if (BigInteger.valueOf(current.size()).equals(size)) {
                    batches.add(new ListValue(current));
                    current = new ArrayList<>();
                }
                current.add(items.next());
            }
            if (!current.isEmpty()) {
                if (bound.value(1) != None.NONE) {
                    int missing = Numbers.clamp(bound.whole(0)) - current.size();
                    rendering.budget().items(Math.max(missing, 0));
                    current.addAll(Collections.nCopies(Math.max(missing, 0), bound.value(1)));
                }
                batches.add(new ListValue(current));
            }
            return batches.iterator();
        });
    }

    private static Object slice(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("slice", 1, "slices", "fill_with");
        return later(() -> {
            List<Object> items = rendering.list(value);
            int count = Numbers.clamp(bound.whole(0));
            if (count == 0) {
                throw new TemplateError(TemplateError.Kind.ZERO_DIVISION, "integer division or modulo by zero");
            }
            rendering.budget().items(Math.max(count, 0));
            List<Object> slices = new ArrayList<>();
            int position = 0;
            for (int i = 0; i < count; i++) {
                int size = items.size() / count + (i < items.size() % count ? 1 : 0);
                List<Object> slice = new ArrayList<>(items.subList(position, position + size));
                position += size;
                if (bound.value(1) != None.NONE && i >= items.size() % count) {
                    slice.add(bound.value(1));
                }
                slices.add(new ListValue(slice));
            }
            return slices.iterator();
        });
    }

    // ---- filters that work at once

    private static Object first(Rendering rendering, Object value, Arguments arguments) {
        arguments.bind("first", 0);
        Iterator<Object> items = rendering.iterate(value);
        return items.hasNext() ? items.next() : Undefined.because("No first item, sequence was empty.");
    }

    private static Object last(Rendering rendering, Object value, Arguments arguments) {
        arguments.bind("last", 0);
        Iterator<Object> items = reversed(rendering, value);
        return items.hasNext() ? items.next() : Undefined.because("No last item, sequence was empty.");
    }

    /** Python's {@code reversed}, which wants something with a length. */
    private static Iterator<Object> reversed(Rendering rendering, Object value) {
        if (value instanceof IteratorValue || value instanceof LoopValue || !Operators.isIterable(value)) {
            throw TemplateError.type(Text.quote(Types.name(value)) + " object is not reversible");
        }
        List<Object> items = rendering.list(value);
        Collections.reverse(items);
        return items.iterator();
    }

    private static Object reverse(Rendering rendering, Object value, Arguments arguments) {
        arguments.bind("reverse", 0);
        if (Text.isText(value)) {
            StringBuilder reversed = new StringBuilder(Text.of(value)).reverse();
            String text = rendering.text(reversed.toString());
            return value instanceof MarkupValue ? new MarkupValue(text) : text;
        }
        if (!Operators.isIterable(value)) {
            throw argumentError("argument must be iterable");
        }
        if (value instanceof IteratorValue || value instanceof LoopValue) {
            List<Object> items = rendering.list(value);
            Collections.reverse(items);
            return new ListValue(items);
        }
        String type = value instanceof ListValue
                ? "list_reverseiterator"
                : value instanceof DictValue ? "dict_reversekeyiterator" : "reversed";
        return new IteratorValue(type, reversed(rendering, value));
    }

    private static Object join(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("join", 0, "d", "attribute");
        String separator = Printer.str(bound.value(0, ""));
        UnaryOperator<Object> getter = getter(bound.value(1), None.NONE);
        Output joined = new Output(rendering.budget());
        boolean first = true;
        for (Iterator<Object> items = rendering.iterate(value); items.hasNext(); ) {
            Object item = items.next();
            joined.append(first ? "" : separator);
            joined.append(Printer.str(getter.apply(item)));
            first = false;
        }
        return joined.text();
    }

    private static Object extreme(Rendering rendering, String name, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(name, 0, "case_sensitive", "attribute");
        Iterator<Object> items = rendering.iterate(value);
        if (!items.hasNext()) {
            return Undefined.because("No aggregated item, sequence was empty.");
        }
        UnaryOperator<Object> key = keyGetter(bound.value(1), bound.truth(0), None.NONE);
        Object best = items.next();
        Object bestKey = key.apply(best);
        Node.Comparison better = name.equals("max") ? Node.Comparison.GREATER : Node.Comparison.LESS;
        while (items.hasNext()) {
            Object item = items.next();
            Object itemKey = key.apply(item);
            if (Operators.compare(rendering, better, itemKey, bestKey)) {
                best = item;
                bestKey = itemKey;
            }
        }
        return best;
    }

    private static Object sort(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sort", 0, "reverse", "case_sensitive", "attribute");
        Object attribute = bound.value(2);
        List<UnaryOperator<Object>> getters = new ArrayList<>();
        if (Text.isText(attribute)) {
            for (String one : Text.of(attribute).split(",", -1)) {
                getters.add(keyGetter(one, bound.truth(1), None.NONE));
            }
        } else {
            getters.add(keyGetter(attribute, bound.truth(1), None.NONE));
        }
        List<Object> items = rendering.list(value);
        List<Object> keys = new ArrayList<>();
        for (Object item : items) {
            List<Object> parts = new ArrayList<>();
            getters.forEach(getter -> parts.add(getter.apply(item)));
            keys.add(new ListValue(parts));
        }
        return new ListValue(Operators.sorted(rendering, items, keys, bound.truth(0)));
    }

    private static Object sortDict(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("dictsort", 0, "case_sensitive", "by", "reverse");
        Object by = bound.value(1, "key");
        int position = Operators.equal(by, "key") ? 0 : Operators.equal(by, "value") ? 1 : -1;
        if (position < 0) {
            throw argumentError("You can only sort by either \"key\" or \"value\"");
        }
        if (!(value instanceof DictValue dict)) {
            throw value instanceof Undefined undefined
                    ? undefined.error()
                    : new TemplateError(
                            TemplateError.Kind.ATTRIBUTE, Types.name(value) + " object has no attribute 'items'");
        }
        List<Object> pairs = new DictView(dict, DictView.Part.ITEMS).items();
        rendering.budget().items(pairs.size());
        List<Object> keys = new ArrayList<>();
        for (Object pair : pairs) {
            Object key = ((TupleValue) pair).items().get(position);
            keys.add(bound.truth(0) ? key : ignoreCase(key));
        }
        return new ListValue(Operators.sorted(rendering, pairs, keys, bound.truth(2)));
    }

    private static Object groupBy(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("groupby", 1, "attribute", "default", "case_sensitive");
        UnaryOperator<Object> key = keyGetter(bound.value(0), bound.truth(2), bound.value(1));
        UnaryOperator<Object> shown = keyGetter(bound.value(0), true, bound.value(1));
        List<Object> items = rendering.list(value);
        List<Object> keys = new ArrayList<>();
        items.forEach(item -> keys.add(key.apply(item)));
        List<Object> sorted = Operators.sorted(rendering, items, keys, false);
        List<Object> groups = new ArrayList<>();
        int start = 0;
        while (start < sorted.size()) {
            Object groupKey = key.apply(sorted.get(start));
            int end = start + 1;
            while (end < sorted.size() && Operators.equal(groupKey, key.apply(sorted.get(end)))) {
                end++;
            }
            List<Object> members = new ArrayList<>(sorted.subList(start, end));
            groups.add(TupleValue.group(shown.apply(members.get(0)), new ListValue(members)));
            start = end;
        }
        return new ListValue(groups);
    }

    private static Object sum(Rendering rendering, Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sum", 0, "attribute", "start");
        UnaryOperator<Object> getter = getter(bound.value(0), None.NONE);
        Object total = bound.value(1, BigInteger.ZERO);
        Iterator<Object> items = rendering.iterate(value);
        if (Text.isText(total)) {
            throw TemplateError.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        while (items.hasNext()) {
            total = Arithmetic.apply(rendering, Node.Operator.ADD, total, getter.apply(items.next()));
        }
        return total;
    }
}
