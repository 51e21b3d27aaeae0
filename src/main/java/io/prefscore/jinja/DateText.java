package io.prefscore.jinja;

import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** C's {@code strftime} in the C locale, at midnight, with glibc's flags for padding and case. */
final class DateText {

    private final LocalDate date;
    private final StringBuilder out = new StringBuilder();

    private DateText(LocalDate date) {
        this.date = date;
    }

    static String format(LocalDate date, String format) {
        DateText text = new DateText(date);
        text.run(format);
        return text.out.toString();
    }

    private void run(String format) {
        int position = 0;
        while (position < format.length()) {
            char current = format.charAt(position++);
            if (current != '%') {
                out.append(current);
                continue;
            }
            int start = position - 1;
            char flag = ' ';
            while (position < format.length() && "-_0^#".indexOf(format.charAt(position)) >= 0) {
                flag = format.charAt(position++);
            }
            if (position == format.length()) {
                out.append(format, start, position);
                return;
            }
            char directive = format.charAt(position++);
            String field = field(directive, flag);
            out.append(field == null ? format.substring(start, position) : flag == '^' ? Text.upper(field) : field);
        }
    }

    private @Nullable String field(char directive, char flag) {
        return switch (directive) {
            case 'Y' -> Integer.toString(date.getYear());
            case 'y' -> number(Math.floorMod(date.getYear(), 100), 2, '0', flag);
            case 'C' -> number(Math.floorDiv(date.getYear(), 100), 2, '0', flag);
            case 'm' -> number(date.getMonthValue(), 2, '0', flag);
            case 'd' -> number(date.getDayOfMonth(), 2, '0', flag);
            case 'e' -> number(date.getDayOfMonth(), 2, ' ', flag);
            case 'j' -> number(date.getDayOfYear(), 3, '0', flag);
            case 'H', 'M', 'S' -> number(0, 2, '0', flag);
            case 'I' -> number(12, 2, '0', flag);
            case 'k' -> number(0, 2, ' ', flag);
            case 'l' -> number(12, 2, ' ', flag);
            case 'f' -> "000000";
            case 'p' -> flag == '#' ? "am" : "AM";
            case 'P' -> "am";
            case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> date.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'u' -> Integer.toString(date.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(date.getDayOfWeek().getValue() % 7);
            case 'U' -> number((date.getDayOfYear() + 6 - date.getDayOfWeek().getValue() % 7) / 7, 2, '0', flag);
            case 'W' -> number((date.getDayOfYear() + 7 - date.getDayOfWeek().getValue()) / 7, 2, '0', flag);
            case 'V' -> number(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag);
            case 'G' -> Integer.toString(date.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> number(Math.floorMod(date.get(IsoFields.WEEK_BASED_YEAR), 100), 2, '0', flag);
            case 'c' -> format(date, "%a %b %e %H:%M:%S %Y");
            case 'x', 'D' -> format(date, "%m/%d/%y");
            case 'X', 'T' -> "00:00:00";
            case 'R' -> "00:00";
            case 'r' -> "12:00:00 AM";
            case 'F' -> format(date, "%Y-%m-%d");
            case 'Z', 'z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            case 's' -> throw TemplateError.unsupported("the date format %s (seconds since 1970) is not supported");
            default -> null;
        };
    }

    private static String number(int value, int width, char usualPadding, char flag) {
        String digits = Integer.toString(value);
        if (flag == '-') {
            return digits;
        }
        char padding = flag == '_' ? ' ' : flag == '0' ? '0' : usualPadding;
        return Character.toString(padding).repeat(Math.max(width - digits.length(), 0)) + digits;
    }
}
