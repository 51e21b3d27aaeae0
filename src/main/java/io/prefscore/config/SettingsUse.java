package io.prefscore.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What settings are read for: which of those without a default must have been given. */
public enum SettingsUse {
    /** A scoring run: a model, an input and an output. */
    SCORE,
    /** A scoring run every night: a model, an input in files and a folder for all the runs. */
    NIGHTLY,
    /** A self-check of a model: a model alone. */
    CHECK,
    /** A look at a data set: an input, and a model only where its tokens are wanted. */
    INSPECT,
    /** A report: scored runs, or an input with rewards in it, and an output. */
    REPORT,
    /** Scaling curves: scored runs, or a file of points, and an output. */
    SCALING,
    /** A filter: scored runs and an output. */
    FILTER,
    /** Rows and a model that the caller has at hand: nothing. */
    TRANSFORM;

    private static final Need MODEL =
            new Need(List.of("model.path"), "must name the checkpoint folder; give --model DIR");
    private static final Need COLUMN = new Need(
            List.of("model.path"),
            "must name the column of rewards where model.kind is column; give --rewards-column NAME");
    private static final Need INPUT = new Need(
            List.of("input.paths", "input.table"), "must say what to score; give --input PATH or --table NAME");
    private static final Need FILES = new Need(
            List.of("input.paths"),
            "must name the files to score, with a date such as {yyyy-MM-dd} in it or without; give --input PATH");
    private static final Need DATA = new Need(
            List.of("input.paths", "input.table"), "must say what to look at; give --input PATH or --table NAME");
    private static final Need RUNS = new Need(
            List.of("report.scores", "report.rewards-columns"),
            "must say what to report on; give --scores DIR, the output of a scoring run, or --input PATH with"
                    + " --rewards-column NAME");
    private static final Need POINTS = new Need(
            List.of("scaling.runs", "scaling.points", "report.rewards-columns"),
            "must say what to draw curves through; give --runs DIR, outputs of scoring runs, --input PATH with a"
                    + " --rewards-column NAME for each model, or --points FILE, a table of measured models");
    private static final Need SCORED = new Need(
            List.of("filter.scores", "report.rewards-columns"),
            "must say what to filter; give --scores DIR, the output of a scoring run, or --input PATH with"
                    + " --rewards-column NAME");
    private static final Need EFFECT = new Need(
            List.of(
                    "filter.policies",
                    "filter.shape",
                    "filter.format",
                    "filter.files",
                    "filter.rows-per-file",
                    "filter.validation"),
            "must say what to do, else all rows are kept as they are; give --policy POLICY, such as"
                    + " \"margin { at-least = 0.5 }\", or one of --shape, --format, --files, --rows-per-file and --validation");
    private static final Need OUTPUT =
            new Need(List.of("output.path"), "must name the folder to write; give --output DIR");

    private static final Need ROOT =
            new Need(List.of("nightly.root"), "must name the folder for the runs of all nights; give --root DIR");

    /** One of these keys must be set, else the message says what to do. */
    record Need(List<String> anyOf, String message) {}

    /** What was scored or measured already, where a use goes by that instead of data: key and flag that name it. */
    record Measured(String key, String flag) {}

    /** Whether data that carries rewards can stand for scored runs. */
    boolean takesRewards() {
        return this == REPORT || this == SCALING || this == FILTER;
    }

    /** What the settings name of that kind; empty where they name none. */
    Optional<Measured> measured(Settings settings) {
        return switch (this) {
            case REPORT -> measured(settings.report().scores(), "report.scores", "--scores");
            case SCALING ->
                settings.scaling().points().isPresent()
                        ? Optional.of(new Measured("scaling.points", "--points"))
                        : measured(settings.scaling().runs(), "scaling.runs", "--runs");
            case FILTER -> measured(settings.filter().scores(), "filter.scores", "--scores");
            case SCORE, NIGHTLY, CHECK, INSPECT, TRANSFORM -> Optional.empty();
        };
    }

    private static Optional<Measured> measured(List<String> runs, String key, String flag) {
        return runs.isEmpty() ? Optional.empty() : Optional.of(new Measured(key, flag));
    }

    List<Need> needs(ModelSettings.Kind kind) {
        return switch (this) {
            case SCORE -> with(kind, INPUT, OUTPUT);
            case NIGHTLY -> with(kind, FILES, ROOT);
            case CHECK -> with(kind);
            case INSPECT -> List.of(DATA);
            case REPORT -> List.of(RUNS, OUTPUT);
            case SCALING -> List.of(POINTS, OUTPUT);
            case FILTER -> List.of(SCORED, EFFECT, OUTPUT);
            case TRANSFORM -> List.of();
        };
    }

    private static List<Need> with(ModelSettings.Kind kind, Need... others) {
        Stream<Need> model =
                switch (kind) {
                    case CHECKPOINT, TORCHSCRIPT -> Stream.of(MODEL);
                    case COLUMN -> Stream.of(COLUMN);
                    case LENGTH, CONSTANT -> Stream.empty();
                };
        return Stream.concat(model, Stream.of(others)).toList();
    }

    /** Paths and patterns that are read, in none of which {@code output.path} may lie; a night looks at the files that it finds. */
    List<String> read(Settings settings) {
        List<String> input = settings.input().paths();
        return switch (this) {
            case SCORE -> input;
            case REPORT -> orInput(settings.report().scores(), settings);
            case SCALING -> orInput(settings.scaling().runs(), settings);
            case FILTER -> orInput(settings.filter().scores(), settings);
            case NIGHTLY, CHECK, INSPECT, TRANSFORM -> List.of();
        };
    }

    private static List<String> orInput(List<String> runs, Settings settings) {
        return runs.isEmpty() && !settings.report().rewardsColumns().isEmpty()
                ? settings.input().paths()
                : runs;
    }
}
