package io.prefscore.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings that a model takes along to the executors. */
class ShippedSettingsTest {

    static List<Object> settings() {
        return List.of(
                encode(Optional.empty(), OptionalInt.empty()),
                encode(Optional.of(""), OptionalInt.of(512)),
                encode(Optional.of("Be brief."), OptionalInt.empty()),
                model(OptionalInt.empty(), CacheSettings.DEFAULT),
                model(OptionalInt.of(2), new CacheSettings(Optional.of("/cache"), OptionalLong.of(1))));
    }

    private static EncodeSettings encode(Optional<String> systemPrompt, OptionalInt maxTokens) {
        return new EncodeSettings(
                systemPrompt, LocalDate.of(2026, 1, 1), maxTokens, EncodeSettings.OnTooLong.TRUNCATE_START);
    }

    private static ModelSettings model(OptionalInt threads, CacheSettings cache) {
        return new ModelSettings(
                "/models/tiny",
                ModelSettings.Kind.CHECKPOINT,
                ModelSettings.DeviceKind.CPU,
                ModelSettings.Dtype.FLOAT32,
                ModelSettings.Pooling.LAST_TOKEN,
                2048,
                3,
                ModelSettings.Sharing.OFF,
                threads,
                cache,
                new ModelSize(7e9, Double.NaN, 1e21));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void arriveAsTheyLeft(Object settings) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(settings);
        }
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(input.readObject()).isEqualTo(settings);
        }
    }
}
