package io.prefscore.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write them where models are compared: {@code 1,500,000,000}, {@code 0.6B}, {@code 67.6 %}. */
public final class WrittenNumber {

    private static final Pattern PLAIN =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d+)?|[+-]?infinity|nan");

    private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?");

    private static final Pattern SIZE = Pattern.compile("(.*\\d\\.?)\\s*([kmbt])");

    private WrittenNumber() {}

    /**
     * A number, its thousands parted by commas or not.
     *
     * @throws NumberFormatException where it is none
     */
    public static double plain(String text) {
        String written = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^([+-]?)inf$", "$1infinity");
        if (GROUPED.matcher(written).matches()) {
            return Double.parseDouble(written.replace(",", ""));
        }
        if (!PLAIN.matcher(written).matches()) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(written.replace("infinity", "Infinity").replace("nan", "NaN"));
    }

    /**
     * A size: a number, in thousands, millions, billions or trillions where it ends in k, M, B or T, large or small.
     *
     * @throws NumberFormatException where it is none
     */
    public static double size(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return plain(text);
        }
        int thousands = "kmbt".indexOf(matcher.group(2)) + 1;
        return plain(matcher.group(1)) * Math.pow(1000, thousands);
    }

    /** Whether a share is written in per cent. */
    public static boolean isPerCent(String text) {
        return text.strip().endsWith("%");
    }

    /**
     * A share: a number, or per cent of one where it ends in a per cent sign.
     *
     * @throws NumberFormatException where it is none
     */
    public static double share(String text) {
        String written = text.strip();
        return isPerCent(written) ? plain(written.substring(0, written.length() - 1)) / 100 : plain(written);
    }
}
