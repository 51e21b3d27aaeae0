package io.prefscore.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.InputSettings;
import io.prefscore.config.ModelSize;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.RunRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The output of a finished scoring run.
 *
 * @param folder as the user named it
 * @param fingerprint of the model that scored
 * @param model what people call that model: the last part of its path, or its kind where it has no path
 * @param isGiven whether the rewards were computed elsewhere and stood in the data
 * @param size what the record says of the model's size and training; earlier versions recorded nothing of it
 * @param schema the preference schema that the rows were read as
 * @param input what was scored and how it was read
 * @param declaration how its columns were read; nothing is mapped where the record of an early version does not say
 * @param notRead columns that nothing was read from
 * @param rowsRead rows of its input
 * @param rowsSetAside those of them that could not be used
 * @param flagged those of them that are odd, by the label of what is odd about them; empty for runs that did not count
 * @param codeVersion of the prefscore that scored
 */
public record ScoredRun(
        String folder,
        String fingerprint,
        String model,
        boolean isGiven,
        ModelSize size,
        String schema,
        InputSettings input,
        ColumnMapping declaration,
        List<String> notRead,
        long rowsRead,
        long rowsSetAside,
        Map<String, Long> flagged,
        String codeVersion) {

    /** As versions wrote and read turns that did not record it. */
    private static final ColumnMapping.Writing EARLY =
            new ColumnMapping.Writing(ColumnMapping.Writing.BY_ROW, ColumnMapping.Repeats.OFF);

    /**
     * Reads the record of a run.
     *
     * @throws UserError of kind INPUT where there is none, or none of ours
     */
    public static ScoredRun read(String folder, Configuration hadoop) {
        return read(folder, hadoop, record -> of(folder, record));
    }

    /** Whether a finished run is the one of this {@link RunRecord#name}; of one of early versions nobody knows. */
    public static boolean isOf(String folder, String name, Configuration hadoop) {
        return read(
                folder,
                hadoop,
                record -> record.has("identity")
                        && record.get("identity").getAsString().equals(name));
    }

    /**
     * The settings by which a run scored, whatever it scored: how rows are read, how they become tokens, and the model.
     *
     * @return JSON, as {@link SettingsReader#recorded} takes it
     * @throws UserError of kind INPUT where there is no record, or none of ours
     */
    public static String scoring(String folder, Configuration hadoop) {
        return read(folder, hadoop, record -> {
            ScoredRun run = of(folder, record);
            JsonObject settings = record.getAsJsonObject("settings");
            JsonObject input = settings.getAsJsonObject("input");
            JsonObject reading = new JsonObject();
            boolean byName = !run.input().columns().isGiven() && PreferenceSchemas.isPublished(run.schema());
            JsonObject summary = record.getAsJsonObject("summary");
            boolean asSet = byName || !summary.has("declaration");
            reading.add("columns", asSet ? input.get("columns") : summary.get("declaration"));
            reading.add("rating-weights", input.get("rating-weights"));
            if (byName) {
                reading.addProperty("schema", run.schema());
            }
            JsonObject scoring = new JsonObject();
            scoring.add("input", reading);
            scoring.add("encode", settings.get("encode"));
            scoring.add("model", scoringModel(settings.getAsJsonObject("model")));
            return scoring.toString();
        });
    }

    /** Without what no score depends on and a record has in another form than settings: a host's cache, the model's size. */
    private static JsonObject scoringModel(JsonObject recorded) {
        JsonObject model = recorded.deepCopy();
        model.remove("cache");
        model.remove("size");
        return model;
    }

    private static <T> T read(String folder, Configuration hadoop, Function<JsonObject, T> use) {
        try {
            Path path = new Path(folder, RunRecord.FILE);
            try (InputStream stream = path.getFileSystem(hadoop).open(path)) {
                String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                return use.apply(JsonParser.parseString(text).getAsJsonObject());
            }
        } catch (FileNotFoundException missing) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    folder + ": holds no finished scoring run (" + RunRecord.FILE
                            + " is missing); name the output of jobs/prefscore score, or finish that run first",
                    missing);
        } catch (JsonParseException | IllegalStateException | NullPointerException foreign) {
            throw new UserError(
                    UserError.Kind.INPUT, folder + "/" + RunRecord.FILE + ": is no record of a scoring run", foreign);
        } catch (IOException | IllegalArgumentException failure) {
            throw new UserError(
                    UserError.Kind.INPUT, folder + ": cannot be read: " + UserError.reason(failure), failure);
        }
    }

    /** Whether a folder holds a finished run. */
    public static boolean isFinished(String folder, Configuration hadoop) {
        try {
            Path record = new Path(folder, RunRecord.FILE);
            return record.getFileSystem(hadoop).exists(record);
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.INPUT, folder + ": cannot be read: " + UserError.reason(failure), failure);
        }
    }

    private static ScoredRun of(String folder, JsonObject record) {
        JsonObject summary = record.getAsJsonObject("summary");
        JsonObject rows = summary.getAsJsonObject("rows");
        JsonObject settings = record.getAsJsonObject("settings");
        return new ScoredRun(
                folder,
                record.get("model-fingerprint").getAsString(),
                model(settings.getAsJsonObject("model")),
                isGiven(settings.getAsJsonObject("model")),
                size(record.getAsJsonObject("model-size")),
                summary.get("schema").getAsString(),
                input(folder, settings.getAsJsonObject("input")),
                declaration(folder, summary),
                notRead(summary),
                rows.get("read").getAsLong(),
                rows.get("read").getAsLong() - rows.get("scored").getAsLong(),
                flagged(rows),
                record.get("code-version").getAsString());
    }

    private static Map<String, Long> flagged(JsonObject rows) {
        Map<String, Long> flagged = new TreeMap<>();
        if (rows.has("flagged")) {
            rows.getAsJsonObject("flagged")
                    .entrySet()
                    .forEach(flag -> flagged.put(flag.getKey(), flag.getValue().getAsLong()));
        }
        return Map.copyOf(flagged);
    }

    private static boolean isGiven(JsonObject model) {
        JsonElement kind = model.get("kind");
        return kind != null && kind.getAsString().equals("column");
    }

    private static String model(JsonObject model) {
        JsonElement path = model.get("path");
        if (isGiven(model)) {
            return path.getAsString();
        }
        String name = path.isJsonNull() ? "" : new Path("/" + path.getAsString()).getName();
        return name.isEmpty() ? model.get("kind").getAsString() : name;
    }

    private static ModelSize size(@Nullable JsonObject size) {
        return size == null
                ? ModelSize.UNKNOWN
                : new ModelSize(
                        number(size.get("parameters")),
                        number(size.get("training-data")),
                        number(size.get("training-compute")));
    }

    private static double number(@Nullable JsonElement number) {
        return number == null || number.isJsonNull() ? Double.NaN : number.getAsDouble();
    }

    private static List<String> notRead(JsonObject summary) {
        List<String> names = new ArrayList<>();
        if (summary.has("not-read")) {
            summary.getAsJsonArray("not-read")
                    .forEach(column ->
                            names.add(column.getAsJsonObject().get("name").getAsString()));
        }
        return List.copyOf(names);
    }

    private static ColumnMapping declaration(String folder, JsonObject summary) {
        if (!summary.has("declaration")) {
            return ColumnMapping.NONE;
        }
        JsonObject input = new JsonObject();
        input.add("columns", summary.get("declaration"));
        return input(folder, input).columns();
    }

    private static InputSettings input(String folder, JsonObject input) {
        JsonObject settings = new JsonObject();
        settings.add("input", input);
        return new SettingsReader()
                .recorded(folder + "/" + RunRecord.FILE, settings.toString())
                .read(SettingsUse.TRANSFORM)
                .input();
    }

    /** Where its rewards come from: its folder, or the column of the data that carries them. */
    public String origin() {
        return isGiven ? data() + ", column " + model : folder;
    }

    /** What was scored, as it tells this data from other data: equal for two runs over the same. */
    public String data() {
        return input.table().orElseGet(() -> String.join(", ", input.paths()));
    }

    /**
     * Makes sure that another run scored the same rows, as far as their source and number tell.
     *
     * @param purpose why they must be the same, such as {@code models vote on the same data}
     * @throws UserError of kind INPUT where it did not
     */
    public void requireSameData(ScoredRun other, String purpose) {
        if (rowsRead != other.rowsRead || !data().equals(other.data())) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    folder + ": scored " + data() + " (" + rowsRead + " rows), but " + other.folder + " scored "
                            + other.data() + " (" + other.rowsRead + " rows); " + purpose
                            + ", so score that with both");
        }
    }

    /** The same in a word or two. */
    String dataLabel() {
        List<String> paths = input.paths();
        return input.table().orElseGet(() -> paths.isEmpty() ? folder : new Path(paths.get(0)).getName());
    }

    /** Folder of the table of scored rows. */
    public String scores() {
        return folder + "/scores";
    }

    /** Folder of the table of rows that could not be scored. */
    public String setAside() {
        return folder + "/set-aside";
    }

    /** How the table of scored rows is read: as the run read its input. */
    public InputSettings scoredInput() {
        ColumnMapping columns =
                declaration.isGiven() ? declaration : input.columns().withWriting(EARLY);
        return new InputSettings(
                List.of(scores()),
                Optional.empty(),
                InputSettings.Format.PARQUET,
                columns.isGiven() ? Optional.empty() : Optional.of(schema),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                input.sampleSeed(),
                columns,
                List.of(InputSettings.ALL),
                input.ratingWeights(),
                input.maxSetAside(),
                input.maxFlagged());
    }

    /** Folder of the report that a run ends with. */
    public static String reportOf(String run) {
        return run + "/report";
    }

    /** Folder of the table of comparisons. */
    public String comparisons() {
        return folder + "/comparisons";
    }
}
