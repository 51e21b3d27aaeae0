package io.prefscore.scoring;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.InputSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings for tests. */
public final class Runs {

    private Runs() {}

    public static InputSettings input(String... paths) {
        return new InputSettings(
                List.of(paths),
                Optional.empty(),
                InputSettings.Format.AUTO,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                0,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
    }

    static InputSettings limited(InputSettings input, long limit) {
        return new InputSettings(
                input.paths(),
                input.table(),
                input.format(),
                input.schema(),
                OptionalLong.of(limit),
                input.sample(),
                input.sampleSeed(),
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
    }

    static InputSettings sampled(InputSettings input, double share, long seed) {
        return new InputSettings(
                input.paths(),
                input.table(),
                input.format(),
                input.schema(),
                input.limit(),
                OptionalDouble.of(share),
                seed,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
    }

    public static Settings settings(InputSettings input, Path output) {
        return settings(input, output, OptionalInt.empty());
    }

    static Settings settings(InputSettings input, Path output, OptionalInt partitions) {
        return new Settings(
                input,
                new EncodeSettings(
                        Optional.empty(),
                        LocalDate.of(2026, 1, 1),
                        OptionalInt.empty(),
                        EncodeSettings.OnTooLong.SET_ASIDE),
                new ModelSettings(
                        "none",
                        ModelSettings.Kind.CHECKPOINT,
                        ModelSettings.DeviceKind.AUTO,
                        ModelSettings.Dtype.AUTO,
                        ModelSettings.Pooling.AUTO,
                        4096,
                        1,
                        ModelSettings.Sharing.ON,
                        OptionalInt.empty()),
                StoreSettings.IN_OUTPUT,
                new ScoringSettings(OptionalLong.empty(), partitions),
                output.toString());
    }
}
