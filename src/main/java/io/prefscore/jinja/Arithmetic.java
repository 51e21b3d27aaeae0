package io.prefscore.jinja;

import io.prefscore.jinja.Node.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic, on numbers and on what else its operators take. */
final class Arithmetic {

    /** Bits of the largest integer that a template may build. */
    private static final long MAX_BITS = 1_000_000;

    private Arithmetic() {}

    static Object apply(Rendering rendering, Operator operator, Object left, Object right) {
        if (Numbers.isWhole(left) && Numbers.isWhole(right)) {
            return whole(rendering, operator, Numbers.whole(left), Numbers.whole(right));
        }
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            return real(operator, Numbers.toDouble(left), Numbers.toDouble(right));
        }
        if (operator == Operator.REMAINDER && Text.isText(left)) {
            return format(rendering, left, right);
        }
        if (left instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (right instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (operator == Operator.ADD) {
            return add(rendering, left, right);
        }
        if (operator == Operator.MULTIPLY) {
            if (Numbers.isWhole(right)) {
                return repeat(rendering, left, Numbers.whole(right));
            }
            if (Numbers.isWhole(left)) {
                return repeat(rendering, right, Numbers.whole(left));
            }
        }
        throw unsupported(operator, left, right);
    }

    private static TemplateError unsupported(Operator operator, Object left, Object right) {
        return TemplateError.type("unsupported operand type(s) for " + operator.symbol() + ": "
                + Text.quote(Types.name(left)) + " and " + Text.quote(Types.name(right)));
    }

    private static Object format(Rendering rendering, Object format, Object values) {
        if (format instanceof MarkupValue) {
            throw TemplateError.unsupported("formatting a text that was marked as safe HTML is not supported");
        }
        return PercentFormat.format(rendering, (String) format, values);
    }

    private static Object add(Rendering rendering, Object left, Object right) {
        if (left instanceof String first && right instanceof String second) {
            rendering.budget().text((long) first.length() + second.length());
            return first + second;
        }
        if (Text.isText(left) && Text.isText(right)) {
            return new MarkupValue(rendering.text(MarkupValue.escape(left) + MarkupValue.escape(right)));
        }
        if ((left instanceof ListValue && right instanceof ListValue)
                || (left instanceof TupleValue && right instanceof TupleValue)) {
            SequenceValue first = (SequenceValue) left;
            List<Object> items = new ArrayList<>(first.items());
            items.addAll(((SequenceValue) right).items());
            rendering.budget().items(items.size());
            return first.with(items);
        }
        if (left instanceof String) {
            throw TemplateError.type("can only concatenate str (not "
                    + Text.quote(Types.name(right)).replace('\'', '"') + ") to str");
        }
        throw unsupported(Operator.ADD, left, right);
    }

    private static Object repeat(Rendering rendering, Object value, BigInteger count) {
        int times = Math.max(Numbers.clamp(count), 0);
        if (Text.isText(value)) {
            String text = Text.of(value);
            rendering.budget().text((long) text.length() * times);
            String repeated = text.isEmpty() ? "" : text.repeat(times);
            return value instanceof MarkupValue ? new MarkupValue(repeated) : repeated;
        }
        if (value instanceof SequenceValue sequence) {
            List<Object> items = new ArrayList<>();
            rendering.budget().items((long) sequence.items().size() * times);
            for (int i = 0; i < times && !sequence.items().isEmpty(); i++) {
                items.addAll(sequence.items());
            }
            return sequence.with(items);
        }
        throw unsupported(Operator.MULTIPLY, value, count);
    }

    private static TemplateError zeroDivision(String message) {
        return new TemplateError(TemplateError.Kind.ZERO_DIVISION, message);
    }

    private static Object whole(Rendering rendering, Operator operator, BigInteger left, BigInteger right) {
        rendering.budget().work(1 + (left.bitLength() + right.bitLength()) / 64);
        switch (operator) {
            case ADD -> {
                return left.add(right);
            }
            case SUBTRACT -> {
                return left.subtract(right);
            }
            case MULTIPLY -> {
                checkSize(rendering, (long) left.bitLength() + right.bitLength());
                return left.multiply(right);
            }
            case POWER -> {
                return power(rendering, left, right);
            }
            default -> {}
        }
        if (right.signum() == 0) {
            throw zeroDivision(operator == Operator.DIVIDE ? "division by zero" : "integer division or modulo by zero");
        }
        if (operator == Operator.DIVIDE) {
            return divide(left, right);
        }
        BigInteger[] parts = left.divideAndRemainder(right);
        boolean floorDiffers = parts[1].signum() != 0 && parts[1].signum() != right.signum();
        if (operator == Operator.FLOOR_DIVIDE) {
            return floorDiffers ? parts[0].subtract(BigInteger.ONE) : parts[0];
        }
        return floorDiffers ? parts[1].add(right) : parts[1];
    }

    /** The quotient of two integers, rounded once. */
    private static double divide(BigInteger left, BigInteger right) {
        if (left.bitLength() <= 53 && right.bitLength() <= 53) {
            return left.doubleValue() / right.doubleValue();
        }
        // two roundings differ from one only where the first lands on a tie, so the first keeps many digits and
        // marks what it cut off
        MathContext many = new MathContext(60, RoundingMode.DOWN);
        BigDecimal quotient = new BigDecimal(left).divide(new BigDecimal(right), many);
        boolean exact = quotient.multiply(new BigDecimal(right)).compareTo(new BigDecimal(left)) == 0;
        BigDecimal marked = exact
                ? quotient
                : quotient.add(quotient.ulp().scaleByPowerOfTen(-1).multiply(BigDecimal.valueOf(quotient.signum())));
        double result = marked.doubleValue();
        if (Double.isInfinite(result)) {
            throw new TemplateError(TemplateError.Kind.OVERFLOW, "integer division result too large for a float");
        }
        return result;
    }

    private static void checkSize(Rendering rendering, long bits) {
        if (bits > MAX_BITS) {
            throw new LimitExceeded("the template built an integer of more than " + MAX_BITS + " bits");
        }
        rendering.budget().work(bits / 8);
    }

    private static Object power(Rendering rendering, BigInteger base, BigInteger exponent) {
        if (exponent.signum() < 0) {
            if (base.signum() == 0) {
                throw zeroDivision("0.0 cannot be raised to a negative power");
            }
            return realPower(Numbers.toDouble(base), Numbers.toDouble(exponent));
        }
        if (base.abs().compareTo(BigInteger.ONE) <= 0) {
            boolean odd = exponent.testBit(0);
            return exponent.signum() == 0 ? BigInteger.ONE : odd ? base : base.abs();
        }
        checkSize(rendering, (long) base.bitLength() * Numbers.clamp(exponent));
        return base.pow(exponent.intValueExact());
    }

    private static Object real(Operator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> {
                if (right == 0) {
                    throw zeroDivision("float division by zero");
                }
                yield left / right;
            }
            case FLOOR_DIVIDE -> {
                if (right == 0) {
                    throw zeroDivision("float floor division by zero");
                }
                yield floorDivide(left, right);
            }
            case REMAINDER -> {
                if (right == 0) {
                    throw zeroDivision("float modulo");
                }
                yield remainder(left, right);
            }
            case POWER -> realPower(left, right);
            case AND, OR -> throw new IllegalStateException("no arithmetic: " + operator);
        };
    }

    private static double remainder(double left, double right) {
        double rest = left % right;
        if (rest == 0) {
            return Math.copySign(0.0, right);
        }
        return rest < 0 != right < 0 ? rest + right : rest;
    }

    private static double floorDivide(double left, double right) {
        double rest = left % right;
        double quotient = (left - rest) / right;
        if (rest != 0 && rest < 0 != right < 0) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, left / right);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double realPower(double base, double exponent) {
        if (base == 0 && exponent < 0) {
            throw zeroDivision("0.0 cannot be raised to a negative power");
        }
        if (base < 0 && Math.rint(exponent) != exponent && !Double.isInfinite(base)) {
            throw TemplateError.unsupported("the template computes a complex number");
        }
        if (base == 1 || exponent == 0) {
            return 1;
        }
        if (base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        double power = Math.pow(base, exponent);
        if (Double.isInfinite(power) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw new TemplateError(TemplateError.Kind.OVERFLOW, "(34, 'Numerical result out of range')");
        }
        return power;
    }
}
