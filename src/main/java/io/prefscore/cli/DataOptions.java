package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which rows of which data, and how their columns are read. */
class DataOptions {

    @Option(
            names = {"-i", "--input"},
            paramLabel = "PATH",
            arity = "1..*",
            description = "Data files, folders or globs on any file system that Hadoop knows.")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--table", paramLabel = "NAME", description = "A table of Spark's catalog instead of --input.")
    private @Nullable String table;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Preference schema to read the rows as; without it, recognised from the columns.")
    private @Nullable String schema;

    @Option(names = "--limit", paramLabel = "N", description = "Take at most the first N rows.")
    private @Nullable String limit;

    @Option(
            names = "--sample",
            paramLabel = "FRACTION",
            description = "Take this share of the rows, above 0 and at most 1; the same rows every time.")
    private @Nullable String sample;

    /** Has a reader see these flags, which win over what it saw before. */
    void addTo(SettingsReader reader) {
        Flags.add(reader, "--input", "input.paths", paths);
        Flags.add(reader, "--table", "input.table", table);
        Flags.add(reader, "--schema", "input.schema", schema);
        Flags.add(reader, "--limit", "input.limit", limit);
        Flags.add(reader, "--sample", "input.sample", sample);
    }
}
