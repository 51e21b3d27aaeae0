package io.prefscore.scoring;

import io.prefscore.config.InputSettings;
import io.prefscore.config.ModelSize;
import io.prefscore.config.Settings;
import io.prefscore.dataset.InputTable;
import io.prefscore.model.ModelSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The text of {@code _RUN.json}. */
public final class RunRecord {

    /** Name of the file; a folder without it holds no finished run. */
    public static final String FILE = "_RUN.json";

    /** Raised when a reader of older records would misread a newer one. */
    private static final int FORMAT = 1;

    private RunRecord() {}

    /**
     * What makes a run this run: its input and its model. How it is spread over a cluster is not part of it, so a run may
     * be finished with other resources than it began with.
     */
    public static String identity(Settings settings, ModelSource source) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        identity.put("model-fingerprint", source.fingerprint());
        identity.put("input", rows(settings.input().withoutBudget()));
        return Json.write(identity);
    }

    /** Which rows there are and how they are read: as runs of early versions said it, so that these can be finished. */
    private static Map<String, @Nullable Object> rows(InputSettings input) {
        Map<String, @Nullable Object> rows = Json.components(input);
        rows.remove("max-flagged");
        rows.remove("texts");
        if (input.ignore().isEmpty()) {
            rows.remove("ignore");
        }
        return rows;
    }

    /** A short name of {@link #identity}, which the record has as {@code identity}. */
    public static String name(Settings settings, ModelSource source) {
        return UUID.nameUUIDFromBytes(identity(settings, source).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    static String json(Settings settings, ModelSource source, InputTable input, RunSummary summary, Instant started) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("format", FORMAT);
        record.put("code-version", codeVersion());
        record.put("started", started);
        record.put("finished", Instant.now());
        record.put("identity", name(settings, source));
        record.put("model-fingerprint", source.fingerprint());
        record.put("model-size", size(settings, source));
        record.put("summary", summary);
        record.put("settings", recorded(settings));
        record.put("input-files", input.files());
        return Json.write(record);
    }

    /** By group. Whether texts may be shown is no part of how the input is read. */
    private static Map<String, @Nullable Object> recorded(Settings settings) {
        Map<String, @Nullable Object> recorded = Json.components(settings);
        Map<String, @Nullable Object> input = Json.components(settings.input());
        recorded.put("include-texts", input.remove("texts"));
        recorded.put("input", input);
        return recorded;
    }

    /** As the settings say; where they do not, the parameters as the weights have them. */
    private static ModelSize size(Settings settings, ModelSource source) {
        ModelSize given = settings.model().size();
        long counted = Double.isNaN(given.parameters()) ? source.nonEmbeddingParameters() : 0;
        return given.orElse(new ModelSize(counted > 0 ? counted : Double.NaN, Double.NaN, Double.NaN));
    }

    /** The version of prefscore that runs; {@code development} outside its jar. */
    public static String codeVersion() {
        return Optional.ofNullable(RunRecord.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
