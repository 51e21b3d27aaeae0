package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.Locale;

/** What Python calls the types of values. */
final class Types {

    private Types() {}

    static String name(Object value) {
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof BigInteger) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof ListValue) {
            return "list";
        }
        if (value instanceof TupleValue) {
            return "tuple";
        }
        if (value instanceof DictValue) {
            return "dict";
        }
        if (value == None.NONE) {
            return "NoneType";
        }
        return rareName(value);
    }

    private static String rareName(Object value) {
        if (value instanceof RangeValue) {
            return "range";
        }
        if (value instanceof DictView view) {
            return "dict_" + view.part().name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof IteratorValue iterator) {
            return iterator.typeName();
        }
        if (value instanceof MarkupValue) {
            return "Markup";
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        if (value instanceof NamespaceValue) {
            return "Namespace";
        }
        if (value instanceof MacroValue) {
            return "Macro";
        }
        if (value instanceof LoopValue) {
            return "LoopContext";
        }
        if (value instanceof Globals.Cycler) {
            return "Cycler";
        }
        if (value instanceof Globals.Joiner) {
            return "Joiner";
        }
        return "builtin_function_or_method";
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
