package io.prefscore.nightly;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.prefscore.dataset.InputFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the record of a finished run tells.
 *
 * @param name last component of its folder
 * @param finished when it ended
 * @param modelFingerprint of the model that scored
 * @param schema the preference schema that its rows were read as
 * @param rowsRead rows of its input
 * @param rowsScored those of them that were scored
 * @param comparisons with labels that prefer one
 * @param accuracy share of these that the model agrees with; empty without such
 * @param meanMargin mean of preferred minus other reward over these; empty without such
 * @param files its input as it was when the run read it
 */
record FinishedRun(
        String name,
        Instant finished,
        String modelFingerprint,
        String schema,
        long rowsRead,
        long rowsScored,
        long comparisons,
        OptionalDouble accuracy,
        OptionalDouble meanMargin,
        List<InputFile> files) {

    /** What a run writes beside its records. */
    static final Set<String> TABLES = Set.of("scores", "comparisons", "set-aside");

    FinishedRun {
        files = List.copyOf(files);
    }

    /** Empty where the object is no record of ours. */
    static Optional<FinishedRun> of(String name, JsonObject record) {
        try {
            JsonObject summary = record.getAsJsonObject("summary");
            JsonObject rows = summary.getAsJsonObject("rows");
            JsonObject judged = summary.getAsJsonObject("judged");
            return Optional.of(new FinishedRun(
                    name,
                    Instant.parse(record.get("finished").getAsString()),
                    record.get("model-fingerprint").getAsString(),
                    summary.get("schema").getAsString(),
                    rows.get("read").getAsLong(),
                    rows.get("scored").getAsLong(),
                    judged.get("comparisons").getAsLong()
                            - judged.get("label-ties").getAsLong(),
                    number(judged.get("accuracy")),
                    number(judged.get("mean-margin")),
                    files(record.getAsJsonArray("input-files"))));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    private static OptionalDouble number(JsonElement value) {
        return value.isJsonNull() ? OptionalDouble.empty() : OptionalDouble.of(value.getAsDouble());
    }

    private static List<InputFile> files(Iterable<JsonElement> array) {
        List<InputFile> files = new ArrayList<>();
        for (JsonElement element : array) {
            JsonObject file = element.getAsJsonObject();
            files.add(new InputFile(
                    file.get("path").getAsString(),
                    file.get("bytes").getAsLong(),
                    Instant.parse(file.get("modified").getAsString())));
        }
        return files;
    }

    /** Whether both were made by the same model out of rows of the same schema. */
    boolean isComparableWith(FinishedRun other) {
        return modelFingerprint.equals(other.modelFingerprint) && schema.equals(other.schema);
    }
}
