package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call.
 *
 * @param positional in their order
 * @param named by name, in their order
 */
record Arguments(List<Object> positional, Map<String, Object> named) {

    static Arguments of(Object... positional) {
        return new Arguments(Arrays.asList(positional), Map.of());
    }

    /** The arguments in the order of a function's parameters, by Python's rules. */
    Bound bind(String function, int required, String... parameters) {
        if (positional.size() > parameters.length) {
            throw TemplateError.type(function + "() takes at most " + parameters.length + " arguments ("
                    + positional.size() + " given)");
        }
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        for (int i = 0; i < positional.size(); i++) {
            values[i] = positional.get(i);
        }
        List<String> names = Arrays.asList(parameters);
        for (Map.Entry<String, Object> argument : named.entrySet()) {
            int index = names.indexOf(argument.getKey());
            if (index < 0) {
                throw TemplateError.type(
                        function + "() got an unexpected keyword argument " + Text.quote(argument.getKey()));
            }
            if (values[index] != null) {
                throw TemplateError.type(
                        function + "() got multiple values for argument " + Text.quote(argument.getKey()));
            }
            values[index] = argument.getValue();
        }
        for (int i = 0; i < required; i++) {
            if (values[i] == null) {
                throw TemplateError.type(function + "() missing required argument " + Text.quote(parameters[i]));
            }
        }
        return new Bound(values);
    }

    /** The arguments of a function of C's, which takes no names. */
    Bound bindPositional(String function, int required, int most) {
        if (!named.isEmpty()) {
            throw TemplateError.type(function + "() takes no keyword arguments");
        }
        if (positional.size() < required || positional.size() > most) {
            throw TemplateError.type(function + "() takes from " + required + " to " + most + " arguments ("
                    + positional.size() + " given)");
        }
        @Nullable Object[] values = new @Nullable Object[most];
        for (int i = 0; i < positional.size(); i++) {
            values[i] = positional.get(i);
        }
        return new Bound(values);
    }

    /** The same call without its first positional argument. */
    Arguments rest(int skipped) {
        return new Arguments(positional.subList(skipped, positional.size()), named);
    }

    Arguments withNamed(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(named);
        more.put(name, value);
        return new Arguments(positional, more);
    }

    /** Arguments that have found their parameters; one that was not given is absent. */
    static final class Bound {

        private final @Nullable Object[] values;

        private Bound(@Nullable Object[] values) {
            this.values = values;
        }

        boolean has(int index) {
            return values[index] != null;
        }

        /** The argument, or {@code None} where none was given. */
        Object value(int index) {
            return value(index, None.NONE);
        }

        Object value(int index, Object otherwise) {
            Object value = values[index];
            return value == null ? otherwise : value;
        }

        boolean truth(int index) {
            return values[index] != null && Operators.truth(value(index));
        }

        /** A text that must be one. */
        String text(int index, String function) {
            Object value = value(index);
            if (value instanceof MarkupValue markup) {
                return markup.text();
            }
            if (value instanceof String text) {
                return text;
            }
            throw TemplateError.type(function + " must be str, not " + Types.name(value));
        }

        /** An integer in Java's range; a larger one is cut to the range's end. */
        int integer(int index, int otherwise) {
            return values[index] == null ? otherwise : Numbers.clampedIndex(value(index));
        }

        BigInteger whole(int index) {
            return Numbers.index(value(index));
        }
    }
}
