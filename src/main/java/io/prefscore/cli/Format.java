package io.prefscore.cli;

import java.time.Duration;
import java.util.Locale;

/** How numbers are written for people: the same in every locale, so that a log can be read by a script. */
final class Format {

    private static final String BYTE_UNITS = "KMGT";

    private Format() {}

    /** {@code 1,234,567}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 12,345} from a hundred on, {@code 12.3} below: three digits suffice for a speed. */
    static String rate(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.1f", value);
    }

    /** {@code 73.4 %}, of a share between 0 and 1. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Four decimals, for margins and losses. */
    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** {@code 512 bytes}, {@code 1.4 KiB}, {@code 2,314.0 GiB}. */
    static String bytes(long value) {
        if (value < 1024) {
            return value + " bytes";
        }
        int unit = Math.min(BYTE_UNITS.length(), (Long.SIZE - 1 - Long.numberOfLeadingZeros(value)) / 10);
        return String.format(Locale.ROOT, "%,.1f %siB", value / Math.pow(1024, unit), BYTE_UNITS.charAt(unit - 1));
    }

    /** {@code 1:02:03}, hours, minutes and seconds; the fraction of a second is dropped. */
    static String time(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
