package io.prefscore.config;

import java.util.List;

/** What settings are read for: which of those without a default must have been given. */
public enum SettingsUse {
    /** A scoring run: a model, an input and an output. */
    SCORE,
    /** A self-check of a model: a model alone. */
    CHECK,
    /** A look at a data set: an input, and a model only where its tokens are wanted. */
    INSPECT,
    /** Rows and a model that the caller has at hand: nothing. */
    TRANSFORM;

    private static final Need MODEL =
            new Need(List.of("model.path"), "must name the checkpoint folder; give --model DIR");
    private static final Need INPUT = new Need(
            List.of("input.paths", "input.table"), "must say what to score; give --input PATH or --table NAME");
    private static final Need DATA = new Need(
            List.of("input.paths", "input.table"), "must say what to look at; give --input PATH or --table NAME");
    private static final Need OUTPUT =
            new Need(List.of("output.path"), "must name the folder to write; give --output DIR");

    /** One of these keys must be set, else the message says what to do. */
    record Need(List<String> anyOf, String message) {}

    List<Need> needs(ModelSettings.Kind kind) {
        return switch (this) {
            case SCORE -> kind.needsFolder() ? List.of(MODEL, INPUT, OUTPUT) : List.of(INPUT, OUTPUT);
            case CHECK -> kind.needsFolder() ? List.of(MODEL) : List.of();
            case INSPECT -> List.of(DATA);
            case TRANSFORM -> List.of();
        };
    }
}
