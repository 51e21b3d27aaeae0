package io.prefscore.report.page;

import io.prefscore.stats.Estimate;
import io.prefscore.stats.Statistic.Scale;
import java.util.Locale;

/**
 * Numbers as people read them. How many decimals are shown follows from the width of the interval, about two digits of it, so
 * that {@code 82.4 % [81.0, 83.7]} says no more than is known.
 */
public final class Figures {

    static final String DASH = "–";

    /** Numbers and what belongs to them are not torn apart at the end of a line. */
    private static final String TOGETHER = "\u00a0";

    private static final String PERCENT = TOGETHER + "%";

    private static final int MOST_DECIMALS = 5;

    private Figures() {}

    /** {@code 1,200}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A noun with its number: {@code 1 prompt}, {@code 1,200 prompts}. */
    public static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** A share from 0 to 1 in per cent. */
    public static String share(double share) {
        return value(Scale.SHARE, Estimate.of(share));
    }

    /** A share that is a setting, without more digits than it was given: {@code 95 %}. */
    static String level(double level) {
        return bound(100 * level) + PERCENT;
    }

    /** A part of a whole in per cent; never 0 % or 100 % by rounding alone. */
    public static String part(long part, long whole) {
        double percent = 100.0 * part / whole;
        if (part > 0 && percent < 0.1) {
            return "less than 0.1" + PERCENT;
        }
        if (part < whole && percent > 99.9) {
            return "more than 99.9" + PERCENT;
        }
        return share((double) part / whole);
    }

    static String value(Scale scale, Estimate estimate) {
        return number(scale, estimate.value(), decimals(scale, estimate)) + (scale == Scale.SHARE ? PERCENT : "");
    }

    /** {@code [81.0, 83.7]}, or nothing where there is no interval. */
    static String interval(Scale scale, Estimate estimate) {
        if (Double.isNaN(estimate.low()) || Double.isNaN(estimate.high())) {
            return "";
        }
        int decimals = decimals(scale, estimate);
        return "[" + number(scale, estimate.low(), decimals) + "," + TOGETHER + number(scale, estimate.high(), decimals)
                + "]";
    }

    /** {@code 82.4 % [81.0, 83.7]}, or the value alone where there is no interval. */
    public static String withInterval(Scale scale, Estimate estimate) {
        return (value(scale, estimate) + " " + interval(scale, estimate)).strip();
    }

    /** A difference of shares: {@code +2.3 points [1.1, 3.5]}. */
    static String points(Estimate difference) {
        String value = number(Scale.SHARE, difference.value(), decimals(Scale.SHARE, difference));
        return (signed(difference.value(), value) + " points " + interval(Scale.SHARE, difference)).strip();
    }

    /** A difference without its sign: {@code 2.3 points}. */
    static String distance(double difference) {
        return number(Scale.SHARE, Math.abs(difference), 1) + " points";
    }

    /** A difference of anything else, with its sign. */
    static String difference(Scale scale, Estimate difference) {
        return (signed(difference.value(), value(scale, difference)) + " " + interval(scale, difference)).strip();
    }

    /** {@code < 0.001}, {@code 0.032}, {@code 0.41}. */
    static String probability(double p) {
        if (Double.isNaN(p)) {
            return DASH;
        }
        if (p < 0.001) {
            return "< 0.001";
        }
        return fixed(p, p < 0.1 ? 3 : 2);
    }

    /** A number of no known scale, to three digits or so. */
    public static String plain(double value) {
        return value(Scale.NUMBER, Estimate.of(value));
    }

    /** A bound of a bin or the width of one: as short as it is exact to four digits. */
    static String bound(double value) {
        if (Double.isNaN(value)) {
            return DASH;
        }
        String digits = String.format(Locale.ROOT, "%.4g", value);
        return power(digits.indexOf('e') < 0 && digits.indexOf('.') >= 0 ? digits.replaceAll("\\.?0+$", "") : digits);
    }

    private static String signed(double value, String text) {
        return value > 0 ? "+" + text : text;
    }

    private static int decimals(Scale scale, Estimate estimate) {
        int least = scale == Scale.SHARE ? 1 : scale == Scale.REWARD ? 0 : scale == Scale.NATS ? 3 : 2;
        double width = (estimate.high() - estimate.low()) * (scale == Scale.SHARE ? 100 : 1);
        if (width > 0 && Double.isFinite(width)) {
            return between(least, (int) Math.ceil(-Math.log10(width)) + 1);
        }
        if (scale == Scale.SHARE || scale == Scale.NATS) {
            return least;
        }
        double magnitude = Math.abs(estimate.value());
        return magnitude > 0 ? between(least, (int) Math.ceil(-Math.log10(magnitude)) + 2) : least;
    }

    private static int between(int least, int decimals) {
        return Math.max(least, Math.min(decimals, MOST_DECIMALS));
    }

    private static String number(Scale scale, double value, int decimals) {
        if (Double.isNaN(value)) {
            return DASH;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double magnitude = Math.abs(value);
        if (scale != Scale.SHARE
                && (magnitude >= 1e9 || (magnitude > 0 && magnitude < 0.5 * Math.pow(10, -MOST_DECIMALS)))) {
            return power(String.format(Locale.ROOT, "%.2e", value));
        }
        return fixed(scale == Scale.SHARE ? 100 * value : value, decimals);
    }

    private static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        boolean zero = text.chars().noneMatch(character -> character >= '1' && character <= '9');
        return zero ? text.replace("-", "") : minus(text);
    }

    /** A power of ten without the zeros and the sign that it can do without. */
    private static String power(String text) {
        return minus(text.replaceAll("\\.?0*e([+-])0*", "e$1").replace("+", ""));
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }
}
