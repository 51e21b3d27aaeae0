package io.prefscore.config;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * An end of a band: a value, or the quantile below which a share of the values lies, which settings write with a per cent
 * sign.
 *
 * @param value in the units of what is bounded, or a share between 0 and 1
 */
public record Bound(double value, Kind kind) {

    /** How the number is meant. */
    public enum Kind {
        VALUE,
        QUANTILE
    }

    public Bound {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("must be a number or a share such as 10 %; found " + value);
        }
        if (kind == Kind.QUANTILE && (value < 0 || value > 1)) {
            throw new IllegalArgumentException("must lie between 0 % and 100 %; found " + value * 100 + " %");
        }
    }

    /** {@code 0.5} or {@code 10 %}. */
    static Bound parse(String text) {
        String stripped = text.strip();
        return stripped.endsWith("%")
                ? new Bound(
                        new BigDecimal(stripped.substring(0, stripped.length() - 1)
                                        .strip())
                                .movePointLeft(2)
                                .doubleValue(),
                        Kind.QUANTILE)
                : new Bound(new BigDecimal(stripped).doubleValue(), Kind.VALUE);
    }

    @Override
    public String toString() {
        return kind == Kind.QUANTILE ? SettingsValues.percent(value) : String.format(Locale.ROOT, "%s", value);
    }
}
