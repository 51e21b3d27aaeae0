package io.prefscore.config;

import java.util.Optional;

/**
 * Where rewards are kept from one run to the next: group {@code store} of the settings.
 *
 * @param path folder of the store, shared by as many runs and data sets as like; absent: a store of the output's own
 * @param use whether there is one
 */
public record StoreSettings(Optional<String> path, Use use) {

    /** A store inside the output, which is what a run has unless told otherwise. */
    public static final StoreSettings IN_OUTPUT = new StoreSettings(Optional.empty(), Use.ON);

    /** Whether rewards are kept. */
    public enum Use {
        ON,
        /** Nothing is looked up and nothing is left: an unfinished run can still be resumed. */
        OFF
    }
}
