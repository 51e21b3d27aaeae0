package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looking things up in values: {@code owner.name} and {@code owner[key]}, inside the sandbox's bounds. */
final class Attributes {

    /** Methods that would change a list or a dict, which the sandbox hides. */
    private static final Set<String> LIST_MUTATORS =
            Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");

    private static final Set<String> DICT_MUTATORS = Set.of("clear", "pop", "popitem", "setdefault", "update");

    /** Names between double underscores that every Python object has; the sandbox hides them. */
    private static final Set<String> OBJECT_NAMES = Set.of(
            "__class__",
            "__delattr__",
            "__dir__",
            "__doc__",
            "__eq__",
            "__format__",
            "__ge__",
            "__getattribute__",
            "__getstate__",
            "__gt__",
            "__hash__",
            "__init__",
            "__init_subclass__",
            "__le__",
            "__lt__",
            "__ne__",
            "__new__",
            "__reduce__",
            "__reduce_ex__",
            "__repr__",
            "__setattr__",
            "__sizeof__",
            "__str__",
            "__subclasshook__");

    private Attributes() {}

    /** {@code owner.name}: an attribute where there is one, else an item. */
    static Object attribute(Object owner, String name) {
        Object attribute = find(owner, name);
        if (attribute != null) {
            return attribute;
        }
        Object item = findItem(owner, name);
        return item == null ? Undefined.element(owner, name) : item;
    }

    /** {@code owner[key]}: an item where there is one, else an attribute. */
    static Object item(Object owner, Object key) {
        Object item = findItem(owner, key);
        if (item != null) {
            return item;
        }
        if (Text.isText(key)) {
            Object attribute = find(owner, Text.of(key));
            return attribute == null ? Undefined.element(owner, Text.of(key)) : attribute;
        }
        return Undefined.element(owner, key);
    }

    /** The attribute alone, as the filter {@code attr} finds it. */
    static Object attributeOnly(Object owner, String name) {
        Object attribute = find(owner, name);
        return attribute == null ? Undefined.element(owner, name) : attribute;
    }

    private static @Nullable Object findItem(Object owner, Object key) {
        if (owner instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (owner instanceof DictValue dict) {
            try {
                return dict.find(key);
            } catch (TemplateError unhashable) {
                return null;
            }
        }
        if (!Numbers.isWhole(key)) {
            return null;
        }
        BigInteger index = Numbers.whole(key);
        if (owner instanceof SequenceValue sequence) {
            List<Object> items = sequence.items();
            return Slices.position(items.size(), index).map(items::get).orElse(null);
        }
        if (Text.isText(owner)) {
            return character(Text.of(owner), index).orElse(null);
        }
        if (owner instanceof RangeValue range) {
            return Slices.position(range.length(), index).map(range::value).orElse(null);
        }
        return null;
    }

    private static Optional<String> character(String text, BigInteger index) {
        return Slices.position(Text.length(text), index)
                .map(position -> Character.toString(text.codePointAt(text.offsetByCodePoints(0, position))));
    }

    /** An attribute, or an undefined value for one that the sandbox hides, or null. */
    private static @Nullable Object find(Object owner, String name) {
        if (owner instanceof Undefined undefined) {
            if (name.startsWith("__") && name.endsWith("__")) {
                return OBJECT_NAMES.contains(name) ? Undefined.unsafe(owner, name) : null;
            }
            throw undefined.error();
        }
        if (owner instanceof NamespaceValue namespace) {
            Object value = namespace.attributes().find(name);
            return value != null && name.startsWith("_") ? Undefined.unsafe(owner, name) : value;
        }
        if (name.startsWith("_")) {
            return OBJECT_NAMES.contains(name) ? Undefined.unsafe(owner, name) : null;
        }
        if (Text.isText(owner)) {
            return StringMethods.find(owner, name);
        }
        if (owner instanceof DictValue dict) {
            return DICT_MUTATORS.contains(name) ? Undefined.unsafe(owner, name) : dictMethod(dict, name);
        }
        if (owner instanceof SequenceValue sequence) {
            return sequenceAttribute(sequence, name);
        }
        if (Numbers.isNumber(owner)) {
            return NumberMethods.find(owner, name);
        }
        return objectAttribute(owner, name);
    }

    private static @Nullable Object objectAttribute(Object owner, String name) {
        if (owner instanceof LoopValue loop) {
            return loop.attribute(name);
        }
        if (owner instanceof Globals.Cycler cycler) {
            return cycler.attribute(name);
        }
        if (owner instanceof Globals.Joiner joiner) {
            return joiner.attribute(name);
        }
        if (owner instanceof RangeValue range) {
            return switch (name) {
                case "start" -> range.start();
                case "stop" -> range.stop();
                case "step" -> range.step();
                default -> null;
            };
        }
        if (owner instanceof MacroValue macro) {
            return macroAttribute(macro.description(), name);
        }
        return null;
    }

    private static @Nullable Object macroAttribute(MacroValue.Description macro, String name) {
        return switch (name) {
            case "name" -> macro.name().<Object>map(text -> text).orElse(None.NONE);
            case "arguments" -> new TupleValue(List.copyOf(macro.parameters()));
            case "caller" -> macro.readsCaller();
            case "catch_kwargs" -> macro.readsNamed();
            case "catch_varargs" -> macro.readsPositional();
            case "explicit_caller" -> macro.parameters().contains("caller");
            default -> null;
        };
    }

    // ---- methods of dicts and lists

    private static @Nullable Object dictMethod(DictValue dict, String name) {
        return switch (name) {
            case "keys" -> view(dict, name, DictView.Part.KEYS);
            case "values" -> view(dict, name, DictView.Part.VALUES);
            case "items" -> view(dict, name, DictView.Part.ITEMS);
            case "get" ->
                (Function) (rendering, arguments) -> {
                    Arguments.Bound bound = arguments.bindPositional("get", 1, 2);
                    Object value = dict.find(bound.value(0));
                    return value == null ? bound.value(1) : value;
                };
            case "copy" ->
                (Function) (rendering, arguments) -> {
                    arguments.bindPositional("copy", 0, 0);
                    rendering.budget().items(dict.size());
                    return dict.copy();
                };
            case "fromkeys" ->
                (Function) (rendering, arguments) -> {
                    throw TemplateError.unsupported("dict.fromkeys is not supported");
                };
            default -> null;
        };
    }

    private static Function view(DictValue dict, String name, DictView.Part part) {
        return (rendering, arguments) -> {
            arguments.bindPositional(name, 0, 0);
            rendering.budget().items(dict.size());
            return new DictView(dict, part);
        };
    }

    private static @Nullable Object sequenceAttribute(SequenceValue sequence, String name) {
        if (sequence instanceof ListValue && LIST_MUTATORS.contains(name)) {
            return Undefined.unsafe(sequence, name);
        }
        if (sequence instanceof TupleValue tuple && tuple.isGroup()) {
            if (name.equals("grouper")) {
                return tuple.items().get(0);
            }
            if (name.equals("list")) {
                return tuple.items().get(1);
            }
        }
        return switch (name) {
            case "index" -> (Function) (rendering, arguments) -> index(rendering, sequence, arguments);
            case "count" ->
                (Function) (rendering, arguments) -> {
                    Object element = arguments.bindPositional("count", 1, 1).value(0);
                    return BigInteger.valueOf(sequence.items().stream()
                            .filter(item -> item == element || Operators.equal(item, element))
                            .count());
                };
            case "copy" ->
                sequence instanceof TupleValue
                        ? null
                        : (Function) (rendering, arguments) -> {
                            arguments.bindPositional("copy", 0, 0);
                            rendering.budget().items(sequence.items().size());
                            return new ListValue(new ArrayList<>(sequence.items()));
                        };
            default -> null;
        };
    }

    private static Object index(Rendering rendering, SequenceValue sequence, Arguments arguments) {
        Arguments.Bound bound = arguments.bindPositional("index", 1, 3);
        List<Object> items = sequence.items();
        int start = bound.integer(1, 0);
        int stop = bound.integer(2, Integer.MAX_VALUE);
        start = start < 0 ? Math.max(start + items.size(), 0) : start;
        stop = stop < 0 ? stop + items.size() : Math.min(stop, items.size());
        Object element = bound.value(0);
        for (int i = start; i < stop; i++) {
            rendering.budget().step();
            if (items.get(i) == element || Operators.equal(items.get(i), element)) {
                return BigInteger.valueOf(i);
            }
        }
        throw TemplateError.value(Printer.repr(element) + " is not in " + Types.name(sequence));
    }
}
