package io.prefscore.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Python's numbers: integers without bounds, floats, and booleans, which are integers too. */
final class Numbers {

    private static final Pattern FLOAT =
            Pattern.compile("[+-]?(?:(?:[0-9](?:_?[0-9])*)(?:\\.(?:[0-9](?:_?[0-9])*)?)?|\\.[0-9](?:_?[0-9])*)"
                    + "(?:[eE][+-]?[0-9](?:_?[0-9])*)?");
    private static final int MAX_DIGITS = 4300;

    private Numbers() {}

    static boolean isWhole(Object value) {
        return value instanceof BigInteger || value instanceof Boolean;
    }

    static boolean isNumber(Object value) {
        return isWhole(value) || value instanceof Double;
    }

    /** An integer or boolean as an integer. */
    static BigInteger whole(Object value) {
        if (value instanceof Boolean bool) {
            return bool ? BigInteger.ONE : BigInteger.ZERO;
        }
        return (BigInteger) value;
    }

    /** A value where Python wants an integer and takes no float. */
    static BigInteger index(Object value) {
        if (!isWhole(value)) {
            throw TemplateError.type(Text.quote(Types.name(value)) + " object cannot be interpreted as an integer");
        }
        return whole(value);
    }

    /** An integer, cut to Java's range. */
    static int clampedIndex(Object value) {
        return clamp(index(value));
    }

    static int clamp(BigInteger value) {
        if (value.bitLength() > 31) {
            return value.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        }
        return value.intValue();
    }

    static double toDouble(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        double converted = whole(value).doubleValue();
        if (Double.isInfinite(converted)) {
            throw new TemplateError(TemplateError.Kind.OVERFLOW, "int too large to convert to float");
        }
        return converted;
    }

    static boolean equal(Object left, Object right) {
        if (isWhole(left) && isWhole(right)) {
            return whole(left).equals(whole(right));
        }
        if (left instanceof Double first && right instanceof Double second) {
            return first.doubleValue() == second.doubleValue();
        }
        double number = left instanceof Double first ? first : (Double) right;
        return !Double.isNaN(number) && compare(left, right) == 0;
    }

    /** The order of two numbers, neither of them not-a-number, exactly. */
    static int compare(Object left, Object right) {
        if (isWhole(left) && isWhole(right)) {
            return whole(left).compareTo(whole(right));
        }
        if (left instanceof Double first && right instanceof Double second) {
            return first < second ? -1 : first > second ? 1 : 0;
        }
        if (left instanceof Double first) {
            return -compareWhole(whole(right), first);
        }
        return compareWhole(whole(left), (Double) right);
    }

    private static int compareWhole(BigInteger whole, double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? -1 : 1;
        }
        return new BigDecimal(whole).compareTo(new BigDecimal(number));
    }

    // ---- texts

    /** The shortest text that reads back as the same float. */
    static String repr(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(number);
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        String text;
        if (exponent < -4 || exponent >= 16) {
            String stripped = Text.stripTrailingZeros(digits);
            String fraction = stripped.length() > 1 ? "." + stripped.substring(1) : "";
            text = stripped.charAt(0) + fraction + exponent(exponent);
        } else {
            text = shortest.abs().stripTrailingZeros().toPlainString();
            text = text.indexOf('.') < 0 ? text + ".0" : text;
        }
        return number < 0 ? "-" + text : text;
    }

    /** {@code e+16}: a sign and at least two digits. */
    static String exponent(int exponent) {
        return (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return rounded;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
    }

    /** Python's {@code float} of a text; empty where it is none. */
    static Optional<Double> parseFloat(String text) {
        String stripped = Text.asciiDigits(Text.strip(text));
        String unsigned = stripped.startsWith("+") || stripped.startsWith("-") ? stripped.substring(1) : stripped;
        double sign = stripped.startsWith("-") ? -1 : 1;
        switch (unsigned.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> {
                return Optional.of(sign * Double.POSITIVE_INFINITY);
            }
            case "nan" -> {
                return Optional.of(Double.NaN);
            }
            default -> {}
        }
        if (stripped.length() > 100_000 || !FLOAT.matcher(stripped).matches()) {
            return Optional.empty();
        }
        return Optional.of(Double.parseDouble(stripped.replace("_", "")));
    }

    /** Python's {@code int} of a text; empty where it is none. */
    static Optional<BigInteger> parseInteger(String text, int base) {
        String digits = Text.asciiDigits(Text.strip(text)).toLowerCase(Locale.ROOT);
        boolean negative = digits.startsWith("-");
        digits = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        int radix = base;
        String prefix = digits.length() > 1 ? digits.substring(0, 2) : "";
        int prefixRadix =
                switch (prefix) {
                    case "0b" -> 2;
                    case "0o" -> 8;
                    case "0x" -> 16;
                    default -> 0;
                };
        if (prefixRadix != 0 && (base == 0 || base == prefixRadix)) {
            radix = prefixRadix;
            digits = digits.substring(2);
            digits = digits.startsWith("_") ? digits.substring(1) : digits;
        } else if (base == 0) {
            radix = 10;
            if (digits.matches("0[0_]*[1-9].*")) {
                return Optional.empty();
            }
        }
        if (!digits.matches("[0-9a-z]+(_[0-9a-z]+)*")) {
            return Optional.empty();
        }
        digits = digits.replace("_", "");
        if (Integer.bitCount(radix) != 1 && digits.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), radix) < 0) {
                return Optional.empty();
            }
        }
        BigInteger value = new BigInteger(digits, radix);
        return Optional.of(negative ? value.negate() : value);
    }

    /** Python's {@code int} of a float: towards zero. */
    static BigInteger truncate(double number) {
        if (Double.isNaN(number)) {
            throw TemplateError.value("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(number)) {
            throw new TemplateError(TemplateError.Kind.OVERFLOW, "cannot convert float infinity to integer");
        }
        return new BigDecimal(number).toBigInteger();
    }
}
