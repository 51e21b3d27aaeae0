package io.prefscore.jinja;

import io.prefscore.jinja.Node.Comparison;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Jinja's tests, {@code value is name}. */
final class Tests {

    interface Test {
        boolean holds(Rendering rendering, Object value, Arguments arguments);
    }

    private static final Map<String, Test> TESTS = tests();

    private Tests() {}

    static @Nullable Test find(String name) {
        return TESTS.get(name);
    }

    private static Map<String, Test> tests() {
        Map<String, Test> tests = new HashMap<>();
        add(tests, "defined", value -> !(value instanceof Undefined));
        add(tests, "undefined", value -> value instanceof Undefined);
        add(tests, "none", value -> value == None.NONE);
        add(tests, "boolean", value -> value instanceof Boolean);
        add(tests, "true", value -> value instanceof Boolean bool && bool);
        add(tests, "false", value -> value instanceof Boolean bool && !bool);
        add(tests, "integer", value -> value instanceof BigInteger);
        add(tests, "float", value -> value instanceof Double);
        add(tests, "number", Numbers::isNumber);
        add(tests, "string", Text::isText);
        add(tests, "mapping", value -> value instanceof DictValue);
        add(tests, "iterable", Operators::isIterable);
        add(tests, "sequence", Tests::isSequence);
        add(tests, "callable", value -> value instanceof Function || value instanceof Undefined);
        add(tests, "escaped", value -> value instanceof MarkupValue);
        add(tests, "lower", value -> Text.isLower(Printer.str(value)));
        add(tests, "upper", value -> Text.isUpper(Printer.str(value)));
        add(tests, "filter", value -> Text.isText(value) && Filters.exists(Text.of(value)));
        add(tests, "test", value -> Text.isText(value) && find(Text.of(value)) != null);
        tests.put(
                "odd", (rendering, value, arguments) -> hasRemainder(rendering, value, BigInteger.TWO, BigInteger.ONE));
        tests.put(
                "even",
                (rendering, value, arguments) -> hasRemainder(rendering, value, BigInteger.TWO, BigInteger.ZERO));
        tests.put(
                "divisibleby",
                (rendering, value, arguments) -> hasRemainder(
                        rendering,
                        value,
                        arguments.bind("divisibleby", 1, "num").value(0),
                        BigInteger.ZERO));
        tests.put(
                "sameas",
                (rendering, value, arguments) -> Operators.same(
                        value, arguments.bind("sameas", 1, "other").value(0)));
        tests.put(
                "in",
                (rendering, value, arguments) -> Operators.compare(
                        rendering,
                        Comparison.IN,
                        value,
                        arguments.bind("in", 1, "seq").value(0)));
        compare(tests, Comparison.EQUAL, "==", "eq", "equalto");
        compare(tests, Comparison.NOT_EQUAL, "!=", "ne");
        compare(tests, Comparison.GREATER, ">", "gt", "greaterthan");
        compare(tests, Comparison.GREATER_OR_EQUAL, ">=", "ge");
        compare(tests, Comparison.LESS, "<", "lt", "lessthan");
        compare(tests, Comparison.LESS_OR_EQUAL, "<=", "le");
        return tests;
    }

    private static void add(Map<String, Test> tests, String name, Predicate<Object> test) {
        tests.put(name, (rendering, value, arguments) -> {
            arguments.bind(name, 0);
            return test.test(value);
        });
    }

    private static void compare(Map<String, Test> tests, Comparison comparison, String... names) {
        for (String name : names) {
            tests.put(
                    name,
                    (rendering, value, arguments) -> Operators.compare(
                            rendering,
                            comparison,
                            value,
                            arguments.bindPositional(name, 1, 1).value(0)));
        }
    }

    private static boolean isSequence(Object value) {
        return Text.isText(value)
                || value instanceof SequenceValue
                || value instanceof DictValue
                || value instanceof RangeValue
                || value instanceof Undefined;
    }

    private static boolean hasRemainder(Rendering rendering, Object value, Object divisor, BigInteger remainder) {
        return Operators.equal(Arithmetic.apply(rendering, Node.Operator.REMAINDER, value, divisor), remainder);
    }
}
