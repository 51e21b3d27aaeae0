package io.prefscore.jinja;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floats in C's {@code e}, {@code f} and {@code g} notation. */
final class NumberFormat {

    private NumberFormat() {}

    /**
     * The digits of a number without its sign.
     *
     * @param notation one of {@code eEfFgG}
     * @param precision digits behind the point, or digits in all for {@code g}
     * @param alternate whether {@code g} keeps trailing zeros and whole numbers keep their point
     */
    static String unsigned(double number, char notation, int precision, boolean alternate) {
        boolean capital = Character.isUpperCase(notation);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            String name = Double.isNaN(number) ? "nan" : "inf";
            return capital ? Text.upper(name) : name;
        }
        BigDecimal exact = new BigDecimal(Math.abs(number));
        String digits =
                switch (Character.toLowerCase(notation)) {
                    case 'f' -> fixed(exact, precision, alternate);
                    case 'e' -> scientific(exact, precision, alternate);
                    default -> general(exact, Math.max(precision, 1), alternate);
                };
        return capital ? Text.upper(digits) : digits;
    }

    private static String fixed(BigDecimal number, int precision, boolean alternate) {
        String digits = number.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return alternate && precision == 0 ? digits + "." : digits;
    }

    private static String scientific(BigDecimal number, int precision, boolean alternate) {
        if (number.signum() == 0) {
            return "0" + (precision > 0 ? "." + "0".repeat(precision) : alternate ? "." : "") + Numbers.exponent(0);
        }
        BigDecimal rounded = number.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        StringBuilder digits = new StringBuilder(rounded.unscaledValue().toString());
        int exponent = digits.length() - rounded.scale() - 1;
        while (digits.length() < precision + 1) {
            digits.append('0');
        }
        digits.setLength(precision + 1);
        if (precision > 0 || alternate) {
            digits.insert(1, '.');
        }
        return digits + Numbers.exponent(exponent);
    }

    private static String general(BigDecimal number, int precision, boolean alternate) {
        BigDecimal rounded = number.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= precision) {
            String text = scientific(number, precision - 1, alternate);
            int mark = text.indexOf('e');
            return alternate ? text : trimZeros(text.substring(0, mark)) + text.substring(mark);
        }
        String text = fixed(number, precision - 1 - exponent, alternate);
        return alternate ? text : trimZeros(text);
    }

    private static String trimZeros(String digits) {
        if (digits.indexOf('.') < 0) {
            return digits;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
