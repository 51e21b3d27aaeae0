package io.prefscore.nightly;

import io.prefscore.preference.UserError;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths with a date in them: {@code {yyyy-MM-dd}}, any pattern of {@link DateTimeFormatter} for a day. */
final class DatedPath {

    /** Letters for years, months and days. Alternatives of a glob, which braces also hold, have a comma between them. */
    private static final Pattern DATE = Pattern.compile("\\{([yuMdD][yuMdD_./=-]*)}");

    private DatedPath() {}

    /**
     * Whether the paths name one partition a day.
     *
     * @throws UserError where some of them do and others do not
     */
    static boolean isIn(List<String> paths) {
        long dated = paths.stream().filter(path -> DATE.matcher(path).find()).count();
        if (dated != 0 && dated != paths.size()) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "input.paths: some hold a date and some do not; put a date such as {yyyy-MM-dd} into all or into none of "
                            + paths);
        }
        return dated != 0;
    }

    /** The paths of a day. */
    static List<String> of(List<String> paths, LocalDate day) {
        return paths.stream()
                .map(path -> DATE.matcher(path)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(DateTimeFormatter.ofPattern(match.group(1), Locale.ROOT)
                                        .format(day))))
                .toList();
    }
}
