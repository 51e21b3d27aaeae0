package io.prefscore.nightly;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What one call asks for beyond the settings.
 *
 * @param day the only day to score; absent: as the settings say
 * @param accept name of a finished run that failed the drift guard and is to be taken for good from now on
 */
public record NightlyRequest(Optional<LocalDate> day, Optional<String> accept) {

    /** A usual night. */
    public static final NightlyRequest USUAL = new NightlyRequest(Optional.empty(), Optional.empty());
}
