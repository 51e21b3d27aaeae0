package io.prefscore.scaling;

import io.prefscore.stats.Estimate;
import java.util.Locale;

/** Numbers as verdicts and answers write them. */
final class Numbers {

    private static final double GROUPED = 1e3;
    private static final double POWERS = 1e6;
    private static final double TINY = 1e-3;

    private Numbers() {}

    /** Three significant digits: {@code 0.214}, {@code 78,529}, {@code 7.2e10}. */
    static String of(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "unknown";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (size >= POWERS || (size > 0 && size < TINY)) {
            return minus(String.format(Locale.ROOT, "%.2e", value)
                    .replace("e+0", "e")
                    .replace("e+", "e"));
        }
        if (size >= GROUPED) {
            return minus(String.format(Locale.ROOT, "%,.0f", value));
        }
        return minus(String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value));
    }

    /** A value with its interval: {@code 0.214 [0.17, 0.26]}. */
    static String of(Estimate estimate) {
        String value = of(estimate.value());
        return Double.isNaN(estimate.low())
                ? value
                : value + " [" + of(estimate.low()) + ", " + of(estimate.high()) + "]";
    }

    /** In per cent: {@code 1.4 %}. */
    static String percent(double share) {
        return minus(String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%,.0f %%", 100 * share));
    }

    /** A difference of shares: {@code 1.4 points}. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%.1f points", 100 * difference);
    }

    /** {@code < 0.001}, {@code = 0.004}. */
    static String probability(double p) {
        return p < TINY ? "< 0.001" : String.format(Locale.ROOT, "= %.3f", p);
    }

    private static String minus(String number) {
        return number.startsWith("-") ? "−" + number.substring(1) : number;
    }
}
