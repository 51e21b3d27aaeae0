package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Flags of a command that stand for settings. */
final class Flags {

    private Flags() {}

    /**
     * Has a reader see a flag if it was given; it wins over what the reader saw before.
     *
     * @param flag as the user writes it
     * @param key the setting it stands for
     * @param value null where the flag was not given
     */
    static void add(SettingsReader reader, String flag, String key, @Nullable String value) {
        if (value != null) {
            reader.flag(flag, key, Objects.requireNonNull(value));
        }
    }

    /**
     * The same for a flag that may be given several times.
     *
     * @param values empty where the flag was not given
     */
    static void add(SettingsReader reader, String flag, String key, List<String> values) {
        if (!values.isEmpty()) {
            reader.flag(flag, key, values);
        }
    }
}
