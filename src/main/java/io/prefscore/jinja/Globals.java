package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that every template can call. */
final class Globals {

    /** Name of the function that tells the date. */
    static final String STRFTIME_NOW = "strftime_now";

    static final Function DICT = Globals::dict;

    private static final Map<String, Object> GLOBALS = Map.of(
            "range",
            (Function) Globals::range,
            "dict",
            DICT,
            "namespace",
            (Function) Globals::namespace,
            "cycler",
            (Function) Globals::cycler,
            "joiner",
            (Function) Globals::joiner,
            "lipsum",
            (Function) Globals::lipsum,
            "raise_exception",
            (Function) Globals::raise,
            STRFTIME_NOW,
            (Function) Globals::strftime);

    private Globals() {}

    static @Nullable Object find(String name) {
        return GLOBALS.get(name);
    }

    private static Object range(Rendering rendering, Arguments arguments) {
        Arguments.Bound bound = arguments.bindPositional("range", 1, 3);
        if (!bound.has(1)) {
            return RangeValue.of(BigInteger.ZERO, bound.whole(0), BigInteger.ONE);
        }
        return RangeValue.of(bound.whole(0), bound.whole(1), bound.has(2) ? bound.whole(2) : BigInteger.ONE);
    }

    private static DictValue dict(Rendering rendering, Arguments arguments) {
        if (arguments.positional().size() > 1) {
            throw TemplateError.type("dict expected at most 1 argument, got "
                    + arguments.positional().size());
        }
        DictValue dict = new DictValue();
        for (Object source : arguments.positional()) {
            if (source instanceof DictValue other) {
                other.entries().forEach(entry -> dict.put(entry.key(), entry.value()));
            } else {
                addPairs(rendering, source, dict);
            }
        }
        arguments.named().forEach(dict::put);
        rendering.budget().items(dict.size());
        return dict;
    }

    private static void addPairs(Rendering rendering, Object pairs, DictValue dict) {
        int index = 0;
        for (Iterator<Object> items = rendering.iterate(pairs); items.hasNext(); index++) {
            Object item = items.next();
            if (!Operators.isIterable(item)) {
                throw TemplateError.type(
                        "cannot convert dictionary update sequence element #" + index + " to a sequence");
            }
            List<Object> pair = rendering.list(item);
            if (pair.size() != 2) {
                throw TemplateError.value("dictionary update sequence element #" + index + " has length " + pair.size()
                        + "; 2 is required");
            }
            dict.put(pair.get(0), pair.get(1));
        }
    }

    private static Object namespace(Rendering rendering, Arguments arguments) {
        return new NamespaceValue(dict(rendering, arguments));
    }

    private static Object cycler(Rendering rendering, Arguments arguments) {
        if (!arguments.named().isEmpty()) {
            throw TemplateError.type("cycler() got an unexpected keyword argument");
        }
        if (arguments.positional().isEmpty()) {
            throw new TemplateError(TemplateError.Kind.RUNTIME, "at least one item has to be provided");
        }
        return new Cycler(arguments.positional());
    }

    private static Object joiner(Rendering rendering, Arguments arguments) {
        return new Joiner(arguments.bind("joiner", 0, "sep").value(0, ", "));
    }

    private static Object lipsum(Rendering rendering, Arguments arguments) {
        throw TemplateError.unsupported("lipsum draws at random, so its text cannot be reproduced");
    }

    private static Object raise(Rendering rendering, Arguments arguments) {
        Object message = arguments.bind("raise_exception", 1, "message").value(0);
        throw new TemplateError(TemplateError.Kind.RAISED, Printer.str(message));
    }

    private static Object strftime(Rendering rendering, Arguments arguments) {
        String format = arguments.bind(STRFTIME_NOW, 1, "format").text(0, "strftime() argument 1");
        return rendering.text(DateText.format(rendering.date(), format));
    }

    /** Jinja's {@code cycler}: gives its items in turn. */
    static final class Cycler {

        private final List<Object> items;
        private int position;

        private Cycler(List<Object> items) {
            this.items = List.copyOf(items);
        }

        @Nullable
        Object attribute(String name) {
            return switch (name) {
                case "items" -> new TupleValue(items);
                case "pos" -> BigInteger.valueOf(position);
                case "current" -> items.get(position);
                case "reset" ->
                    (Function) (rendering, arguments) -> {
                        arguments.bind("reset", 0);
                        position = 0;
                        return None.NONE;
                    };
                case "next" ->
                    (Function) (rendering, arguments) -> {
                        arguments.bind("next", 0);
                        Object item = items.get(position);
                        position = (position + 1) % items.size();
                        return item;
                    };
                default -> null;
            };
        }
    }

    /** Jinja's {@code joiner}: nothing at its first call, a separator at each later one. */
    static final class Joiner implements Function {

        private final Object separator;
        private boolean used;

        private Joiner(Object separator) {
            this.separator = separator;
        }

        @Nullable
        Object attribute(String name) {
            return switch (name) {
                case "sep" -> separator;
                case "used" -> used;
                default -> null;
            };
        }

        @Override
        public Object call(Rendering rendering, Arguments arguments) {
            arguments.bind("joiner", 0);
            if (used) {
                return separator;
            }
            used = true;
            return "";
        }
    }
}
