package io.prefscore.config;

import io.prefscore.preference.Flag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is scored: group {@code input} of the settings.
 *
 * @param paths files, folders or globs of any Hadoop file system; empty where a table is named
 * @param table a catalog table instead of paths
 * @param format how the files are written; {@code auto} goes by the files' names
 * @param schema name of the preference schema to read the rows as; absent: recognised from the columns
 * @param limit scores at most this many rows; which ones is settled by the files' order, so the same every time
 * @param sample share of rows to score, in (0, 1], drawn by a hash of the row's identity and the seed
 * @param sampleSeed seed of the sample
 * @param columns how the user's own columns are to be read; empty: as the schema has them
 * @param ignore columns that may stay unread though they look like a part of the conversation; {@link #ALL} for all
 * @param ratingWeights what each attribute of a rated response counts, by its name; empty: as the schema has it
 * @param maxSetAside share of rows, from 0 to 1, that may be set aside for unexpected reasons before the run is stopped
 * @param maxFlagged by the label of a flag: share of rows, from 0 to 1, that may have it before the run is stopped
 * @param texts whether what the rows say may be shown and logged
 */
public record InputSettings(
        List<String> paths,
        Optional<String> table,
        Format format,
        Optional<String> schema,
        OptionalLong limit,
        OptionalDouble sample,
        long sampleSeed,
        ColumnMapping columns,
        List<String> ignore,
        Map<String, Double> ratingWeights,
        double maxSetAside,
        Map<String, Double> maxFlagged,
        ReportSettings.Texts texts) {

    /** Among the columns to ignore: all that are not read. */
    public static final String ALL = "*";

    public InputSettings {
        paths = List.copyOf(paths);
        ignore = List.copyOf(ignore);
        ratingWeights = Map.copyOf(ratingWeights);
        maxFlagged = Map.copyOf(maxFlagged);
        Requirements requirements = new Requirements();
        requirements.require(
                paths.stream().noneMatch(String::isBlank), "input.paths", "must not contain a blank path; remove it");
        requirements.require(
                paths.isEmpty() || table.isEmpty(),
                "input.table",
                "must not be set together with input.paths; found " + table.orElse("") + " and " + paths
                        + "; give one of them");
        requirements.require(
                table.isEmpty() || !table.orElseThrow().isBlank(), "input.table", "must not be blank; name a table");
        requirements.positive("input.limit", limit, "leave it out to score all rows");
        requirements.require(
                sample.isEmpty() || (sample.orElseThrow() > 0 && sample.orElseThrow() <= 1),
                "input.sample",
                "must be a share above 0 and at most 1; found " + sample.orElse(1)
                        + "; 0.01 scores one row in a hundred");
        requirements.require(
                schema.isEmpty() || !columns.isGiven(),
                "input.schema",
                "must not be set together with input.columns; found " + schema.orElse("") + "; give one of them");
        requirements.require(
                maxSetAside >= 0 && maxSetAside <= 1,
                "input.max-set-aside",
                "must lie between 0 % and 100 %; found " + maxSetAside * 100 + " %");
        maxFlagged.forEach((label, share) -> checkFlag(label, share, requirements));
        requirements.enforce();
    }

    /** Whose texts may be shown. */
    public InputSettings(
            List<String> paths,
            Optional<String> table,
            Format format,
            Optional<String> schema,
            OptionalLong limit,
            OptionalDouble sample,
            long sampleSeed,
            ColumnMapping columns,
            List<String> ignore,
            Map<String, Double> ratingWeights,
            double maxSetAside,
            Map<String, Double> maxFlagged) {
        this(
                paths,
                table,
                format,
                schema,
                limit,
                sample,
                sampleSeed,
                columns,
                ignore,
                ratingWeights,
                maxSetAside,
                maxFlagged,
                ReportSettings.Texts.ON);
    }

    /** Whether what the rows say may be shown and logged. */
    public boolean showsTexts() {
        return texts == ReportSettings.Texts.ON;
    }

    private static void checkFlag(String label, double share, Requirements requirements) {
        List<String> known = Flag.OF_DATA.stream().map(Flag::label).sorted().toList();
        String key = "input.max-flagged." + label;
        requirements.require(
                known.contains(label),
                key,
                "is no flag that data has before a model is asked; the nearest is " + NearestKey.to(label, known)
                        + "; there are " + String.join(", ", known));
        requirements.require(
                share >= 0 && share <= 1, key, "must lie between 0 % and 100 %; found " + share * 100 + " %");
    }

    /** The same rows and the same reading of them, whatever share may be set aside. */
    public InputSettings withoutBudget() {
        return new InputSettings(
                paths, table, format, schema, limit, sample, sampleSeed, columns, ignore, ratingWeights, 1, Map.of());
    }

    /** The same reading of other files, folders or globs. */
    public InputSettings withPaths(List<String> others) {
        return new InputSettings(
                others,
                table,
                format,
                schema,
                limit,
                sample,
                sampleSeed,
                columns,
                ignore,
                ratingWeights,
                maxSetAside,
                maxFlagged,
                texts);
    }

    /** The same rows, read otherwise. */
    public InputSettings withColumns(ColumnMapping others) {
        return new InputSettings(
                paths,
                table,
                format,
                Optional.empty(),
                limit,
                sample,
                sampleSeed,
                others,
                ignore,
                ratingWeights,
                maxSetAside,
                maxFlagged,
                texts);
    }

    /** The same rows, with further columns to break results down by. */
    public InputSettings withSlices(List<String> further) {
        return new InputSettings(
                paths,
                table,
                format,
                schema,
                limit,
                sample,
                sampleSeed,
                columns.withSlices(further),
                ignore,
                ratingWeights,
                maxSetAside,
                maxFlagged,
                texts);
    }

    /** How the input files are written. */
    public enum Format {
        /** Told by the files' names. */
        AUTO,
        PARQUET,
        /** JSON: one object a line, or a file that is one list of objects; each file tells which by its first character. */
        JSONL,
        /** Cells with commas between them, or tabs in {@code .tsv} files, under a line of column names. */
        CSV;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
