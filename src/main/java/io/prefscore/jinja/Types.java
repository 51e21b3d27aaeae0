package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;

/** What Python calls the types of values. */
final class Types {

    private static final Map<Class<?>, String> NAMES = Map.ofEntries(
            Map.entry(String.class, "str"),
            Map.entry(Boolean.class, "bool"),
            Map.entry(BigInteger.class, "int"),
            Map.entry(Double.class, "float"),
            Map.entry(ListValue.class, "list"),
            Map.entry(TupleValue.class, "tuple"),
            Map.entry(DictValue.class, "dict"),
            Map.entry(None.class, "NoneType"),
            Map.entry(RangeValue.class, "range"),
            Map.entry(MarkupValue.class, "Markup"),
            Map.entry(Undefined.class, "Undefined"),
            Map.entry(NamespaceValue.class, "Namespace"),
            Map.entry(MacroValue.class, "Macro"),
            Map.entry(LoopValue.class, "LoopContext"),
            Map.entry(Globals.Cycler.class, "Cycler"),
            Map.entry(Globals.Joiner.class, "Joiner"));

    private Types() {}

    static String name(Object value) {
        if (value instanceof DictView view) {
            return "dict_" + view.part().name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof IteratorValue iterator) {
            return iterator.typeName();
        }
        return NAMES.getOrDefault(value.getClass(), "builtin_function_or_method");
    }

    /** How Jinja's message about a missing attribute names its owner. */
    static String describe(Object value) {
        if (value == None.NONE) {
            return "None";
        }
        String name = name(value);
        String module =
                switch (name) {
                    case "Markup" -> "markupsafe.";
                    case "Namespace", "Cycler", "Joiner" -> "jinja2.utils.";
                    case "Macro", "LoopContext", "Undefined" -> "jinja2.runtime.";
                    default -> "";
                };
        return module + name + " object";
    }
}
