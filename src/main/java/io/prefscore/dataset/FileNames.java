package io.prefscore.dataset;

import io.prefscore.config.InputSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the names of files tell: how they are written, and whether they are data at all. */
final class FileNames {

    /** A format, what messages call it, and the endings that tell it. */
    private record Known(InputSettings.Format format, String label, List<String> endings) {}

    /** In the order in which messages name them. */
    private static final List<Known> KNOWN = List.of(
            new Known(InputSettings.Format.PARQUET, "Parquet", List.of(".parquet", ".parq")),
            new Known(InputSettings.Format.JSONL, "JSON", List.of(".jsonl", ".ndjson", ".json")),
            new Known(InputSettings.Format.CSV, "CSV", List.of(".csv", ".tsv")));

    private static final List<String> PACKED = List.of(".gz", ".bz2", ".zst", ".zstd");

    /** What the makers of data sets put beside the data: descriptions of columns, splits and versions. */
    private static final Set<String> DESCRIPTIONS = Set.of(
            "dataset_infos.json",
            "dataset_info.json",
            "dataset_dict.json",
            "dataset-metadata.json",
            "state.json",
            "croissant.json");

    private FileNames() {}

    /** The format that the name tells. */
    static Optional<InputSettings.Format> format(String name) {
        String plain = unpacked(name);
        for (Known known : KNOWN) {
            // Parquet packs its pages itself; a packed Parquet file is one that nobody can read.
            boolean tells = known.endings.stream().anyMatch(plain::endsWith);
            if (tells && (known.format != InputSettings.Format.PARQUET || plain.length() == name.length())) {
                return Optional.of(known.format);
            }
        }
        return Optional.empty();
    }

    /** {@code JSON} for {@link InputSettings.Format#JSONL}. */
    static String label(InputSettings.Format format) {
        for (Known known : KNOWN) {
            if (known.format == format) {
                return known.label;
            }
        }
        return format.label();
    }

    /** All endings that are known, for messages. */
    static String endings() {
        List<String> all = new ArrayList<>();
        for (Known known : KNOWN) {
            all.addAll(known.endings);
        }
        return String.join(", ", all) + " (all but Parquet also packed as " + String.join(", ", PACKED) + ")";
    }

    /** Whether the name promises one JSON object a line, which saves a look into the file. */
    static boolean isLines(String name) {
        String plain = unpacked(name);
        return plain.endsWith(".jsonl") || plain.endsWith(".ndjson");
    }

    /** Whether the name promises tabs between cells. */
    static boolean isTabbed(String name) {
        return unpacked(name).endsWith(".tsv");
    }

    /** Whether the file only describes the data beside it. */
    static boolean isDescription(String name) {
        return DESCRIPTIONS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a listing passes over the name; {@code _column=value} is a folder of a partitioned table. */
    static boolean isHidden(String name) {
        boolean partition = name.startsWith("_") && name.contains("=");
        return name.startsWith(".") || (name.startsWith("_") && !partition);
    }

    /** The name in small letters without the ending of a packing. */
    private static String unpacked(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String packing : PACKED) {
            if (lower.endsWith(packing)) {
                return lower.substring(0, lower.length() - packing.length());
            }
        }
        return lower;
    }
}
