package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.config.SettingsWriter;
import io.prefscore.scoring.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code score}: the main job. */
@Command(
        name = "score",
        description = "Score a preference data set with a reward model and write its tables.",
        sortOptions = false)
final class ScoreCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--input",
            paramLabel = "PATH",
            arity = "1..*",
            description = "Parquet or JSONL files, folders or globs on any file system that Hadoop knows.")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--table", paramLabel = "NAME", description = "A table of Spark's catalog instead of --input.")
    private @Nullable String table;

    @Option(names = "--format", paramLabel = "FORMAT", description = "parquet, jsonl or auto (by the files' names).")
    private @Nullable String format;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Folder to write; must not exist, be empty, or hold this very run unfinished.")
    private @Nullable String output;

    @Option(names = "--limit", paramLabel = "N", description = "Score at most the first N rows.")
    private @Nullable String limit;

    @Option(
            names = "--sample",
            paramLabel = "FRACTION",
            description = "Score this share of the rows, above 0 and at most 1; the same rows every time.")
    private @Nullable String sample;

    private final Jobs jobs;
    private final Terminal terminal;

    ScoreCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        SettingsWriter.lines(settings).forEach(terminal.err()::println);
        RunSummary summary;
        try (TerminalProgress progress =
                new TerminalProgress(terminal.err(), terminal.kind(), terminal.columns(), System::nanoTime)) {
            summary = jobs.score(settings, progress);
        }
        terminal.out().print(Summary.of(summary));
        terminal.out().flush();
        return ExitCode.OK.code();
    }

    private Settings settings() {
        SettingsReader reader = model.reader();
        if (!paths.isEmpty()) {
            reader.flag("--input", "input.paths", paths);
        }
        flag(reader, "--table", "input.table", table);
        flag(reader, "--format", "input.format", format);
        flag(reader, "--output", "output.path", output);
        flag(reader, "--limit", "input.limit", limit);
        flag(reader, "--sample", "input.sample", sample);
        return reader.read(SettingsUse.SCORE);
    }

    private static void flag(SettingsReader reader, String flag, String key, @Nullable String value) {
        if (value != null) {
            reader.flag(flag, key, Objects.requireNonNull(value));
        }
    }
}
