package io.prefscore.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a run every night does beyond a single run: group {@code nightly} of the settings.
 *
 * @param root folder that holds one run a night under {@code runs}; absent where a use needs none
 * @param timeZone in which a day ends
 * @param since the earliest day (yyyy-mm-dd), or for files the earliest time of modification (also as an instant); absent:
 *     yesterday alone, or all files
 * @param missing what becomes of a night whose input is not there
 * @param keep how many finished runs keep their tables; absent: all
 * @param drift how far a run may be from the last one
 */
public record NightlySettings(
        Optional<String> root,
        ZoneId timeZone,
        Optional<String> since,
        Missing missing,
        Optional<Keep> keep,
        DriftSettings drift) {

    public NightlySettings {
        Requirements requirements = new Requirements();
        requirements.require(
                since.isEmpty() || instant(since.orElseThrow(), timeZone).isPresent(),
                "nightly.since",
                "must be a day as 2026-11-01 or an instant as 2026-11-01T06:00:00Z; found " + since.orElse(""));
        requirements.enforce();
    }

    /** What becomes of a night whose input is not there. */
    public enum Missing {
        /** An error of the input. */
        FAIL,
        /** The night ends well and says so. */
        PASS
    }

    /**
     * How many finished runs keep their tables.
     *
     * @param amount at least 1
     */
    public record Keep(int amount, Unit unit) {

        /** What is counted. */
        public enum Unit {
            RUNS,
            DAYS
        }

        /**
         * Reads {@code 30 runs} or {@code 90 days}.
         *
         * @throws IllegalArgumentException for any other text
         */
        static Keep parse(String text) {
            String[] words = text.strip().split("\\s+", -1);
            if (words.length != 2) {
                throw new IllegalArgumentException(text);
            }
            int amount = Integer.parseInt(words[0]);
            if (amount < 1) {
                throw new IllegalArgumentException(text);
            }
            return switch (words[1]) {
                case "runs" -> new Keep(amount, Unit.RUNS);
                case "days" -> new Keep(amount, Unit.DAYS);
                default -> throw new IllegalArgumentException(text);
            };
        }

        @Override
        public String toString() {
            return amount + " " + SettingsValues.label(unit);
        }
    }

    /** The earliest day, where {@link #since} is one. */
    public Optional<LocalDate> sinceDay() {
        return since.flatMap(NightlySettings::day);
    }

    /** The earliest instant; a day stands for its beginning. */
    public Optional<Instant> sinceInstant() {
        return since.flatMap(text -> instant(text, timeZone));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(String text, ZoneId zone) {
        Optional<LocalDate> day = day(text);
        if (day.isPresent()) {
            return day.map(date -> date.atStartOfDay(zone).toInstant());
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException noInstant) {
            return Optional.empty();
        }
    }
}
