package io.prefscore.jinja;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The attributes of Python's numbers. */
final class NumberMethods {

    private NumberMethods() {}

    static @Nullable Object find(Object number, String name) {
        if (number instanceof Double value) {
            return switch (name) {
                case "real" -> number;
                case "imag" -> 0.0;
                case "conjugate" -> constant(name, number);
                case "is_integer" -> constant(name, Math.rint(value) == value && !Double.isInfinite(value));
                case "as_integer_ratio", "hex", "fromhex" -> unsupported(name);
                default -> null;
            };
        }
        BigInteger value = Numbers.whole(number);
        return switch (name) {
            case "real", "numerator" -> value;
            case "imag" -> BigInteger.ZERO;
            case "denominator" -> BigInteger.ONE;
            case "conjugate" -> constant(name, value);
            case "bit_length" -> constant(name, BigInteger.valueOf(value.abs().bitLength()));
            case "bit_count" -> constant(name, BigInteger.valueOf(value.abs().bitCount()));
            case "as_integer_ratio" -> constant(name, TupleValue.of(value, BigInteger.ONE));
            case "from_bytes", "to_bytes" -> unsupported(name);
            default -> null;
        };
    }

    private static Function constant(String name, Object result) {
        return (rendering, arguments) -> {
            arguments.bindPositional(name, 0, 0);
            return result;
        };
    }

    private static Function unsupported(String name) {
        return (rendering, arguments) -> {
            throw TemplateError.unsupported("the method '" + name + "' of numbers is not supported");
        };
    }
}
