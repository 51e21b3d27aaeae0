package io.prefscore.config;

import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.Resampling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which key stands for which component, in both directions. */
final class SettingsMapping {

    private static final String TEXTS = "include-texts";

    private SettingsMapping() {}

    static Settings settings(SettingsValues values) {
        return new Settings(
                values.group(SettingsMapping::input),
                values.group(SettingsMapping::encode),
                values.group(SettingsMapping::model),
                values.group(SettingsMapping::store),
                values.group(SettingsMapping::scoring),
                values.group(SettingsMapping::report),
                values.group(SettingsMapping::scaling),
                values.group(SettingsMapping::filter),
                values.group(SettingsMapping::nightly),
                values.textOrEmpty("output.path"),
                values.choice("output.overwrite", Settings.Overwrite.class));
    }

    /** What is off for everything is off for one thing, too. */
    private static ReportSettings.Texts texts(SettingsValues values, String key) {
        ReportSettings.Texts own = values.choice(key, ReportSettings.Texts.class);
        return values.choice(TEXTS, ReportSettings.Texts.class) == ReportSettings.Texts.OFF
                ? ReportSettings.Texts.OFF
                : own;
    }

    private static InputSettings input(SettingsValues values) {
        return new InputSettings(
                values.texts("input.paths"),
                values.text("input.table"),
                values.choice("input.format", InputSettings.Format.class),
                values.text("input.schema"),
                values.longInteger("input.limit"),
                values.fraction("input.sample"),
                values.requiredLong("input.sample-seed"),
                columns(values),
                values.texts("input.ignore"),
                values.numbers("input.rating-weights"),
                values.share("input.max-set-aside"),
                values.shares("input.max-flagged"),
                values.choice(TEXTS, ReportSettings.Texts.class));
    }

    static ColumnMapping columns(SettingsValues values) {
        String group = ColumnMapping.GROUP;
        return new ColumnMapping(
                values.texts(group + "id"),
                new ColumnMapping.Prompt(
                        values.texts(group + "prompt"),
                        values.textOrEmpty(group + "prompt-separator"),
                        values.text(group + "system"),
                        values.text(group + "history")),
                new ColumnMapping.Answers(
                        values.texts(group + "responses"),
                        values.texts(group + "chosen"),
                        values.texts(group + "rejected"),
                        values.text(group + "conversation"),
                        values.text(group + "tree"),
                        values.integer(group + "exactly"),
                        values.texts(group + "written-by")),
                new ColumnMapping.Judgement(
                        values.text(group + "label"),
                        values.words(group + "label-values"),
                        values.wordsWithTags(group + "tie-values"),
                        values.fraction(group + "label-threshold"),
                        values.texts(group + "label-flags"),
                        values.text(group + "strength"),
                        values.fraction(group + "strength-limit"),
                        values.texts(group + "ratings"),
                        values.texts(group + "ranks"),
                        values.choice(group + "best-first", ColumnMapping.Switch.class),
                        values.namedTexts(group + "rating-attributes"),
                        values.texts(group + "pair-tags"),
                        values.text(group + "turn")),
                new ColumnMapping.Writing(
                        values.text(group + "marks").orElse(ColumnMapping.Writing.AUTO),
                        values.choice(group + "repeats-prompt", ColumnMapping.Repeats.class)),
                values.texts(group + "slices"),
                values.choice(group + "rows", ColumnMapping.Rows.class),
                values.text(group + "group-by"));
    }

    private static EncodeSettings encode(SettingsValues values) {
        return new EncodeSettings(
                values.text("encode.system-prompt"),
                values.date("encode.date"),
                values.integer("encode.max-tokens"),
                values.choice("encode.on-too-long", EncodeSettings.OnTooLong.class));
    }

    private static ModelSettings model(SettingsValues values) {
        return new ModelSettings(
                values.textOrEmpty("model.path"),
                values.choice("model.kind", ModelSettings.Kind.class),
                values.choice("model.device", ModelSettings.DeviceKind.class),
                values.choice("model.dtype", ModelSettings.Dtype.class),
                values.choice("model.pooling", ModelSettings.Pooling.class),
                values.requiredInteger("model.max-tokens-per-batch"),
                values.requiredInteger("model.batches-per-sweep"),
                values.choice("model.prefix-sharing", ModelSettings.Sharing.class),
                values.integer("model.threads"),
                new CacheSettings(values.text("model.cache"), values.bytes("model.cache-limit")),
                new ModelSize(
                        orUnknown(values.fraction("model.parameters")),
                        orUnknown(values.fraction("model.training-data")),
                        orUnknown(values.fraction("model.training-compute"))));
    }

    private static StoreSettings store(SettingsValues values) {
        return new StoreSettings(values.text("store.path"), values.choice("store.use", StoreSettings.Use.class));
    }

    private static ScoringSettings scoring(SettingsValues values) {
        return new ScoringSettings(
                values.longInteger("scoring.wave-characters"), values.integer("scoring.tasks-per-wave"));
    }

    private static ReportSettings report(SettingsValues values) {
        return new ReportSettings(
                values.choice("report.use", ReportSettings.Use.class),
                values.texts("report.scores"),
                values.texts("report.rewards-columns"),
                values.texts("report.slices"),
                texts(values, "report.include-texts"),
                values.requiredInteger("report.examples"),
                values.share("report.confidence-level"),
                values.requiredInteger("report.replicates"),
                values.requiredLong("report.seed"));
    }

    private static ScalingSettings scaling(SettingsValues values) {
        return new ScalingSettings(
                values.texts("scaling.runs"),
                values.text("scaling.points"),
                new PointColumns(
                        values.text("scaling.columns.n"),
                        values.text("scaling.columns.d"),
                        values.text("scaling.columns.c"),
                        values.text("scaling.columns.loss"),
                        values.text("scaling.columns.loss-se"),
                        values.text("scaling.columns.accuracy"),
                        values.text("scaling.columns.accuracy-se"),
                        values.text("scaling.columns.slice"),
                        values.text("scaling.columns.name"),
                        values.text("scaling.columns.kl"),
                        values.text("scaling.columns.best-of-n"),
                        values.text("scaling.columns.reward"),
                        values.text("scaling.columns.reward-se")),
                values.sizedRuns("scaling.models"),
                dataUnit(values),
                values.choice("scaling.from-compute", ScalingSettings.FromCompute.class),
                values.share("scaling.confidence-level"),
                values.requiredInteger("scaling.replicates"),
                values.requiredLong("scaling.seed"),
                values.fraction("scaling.huber-delta"),
                values.choice("scaling.resampling", Resampling.class),
                values.texts("scaling.predict"),
                values.texts("scaling.targets"),
                values.texts("scaling.budgets"));
    }

    /** One of tokens has one token. */
    private static DataUnit dataUnit(SettingsValues values) {
        String name = values.textOrEmpty("scaling.data-unit").strip();
        double tokens = orUnknown(values.fraction("scaling.tokens-per-unit"));
        return new DataUnit(name, Double.isNaN(tokens) && name.equalsIgnoreCase("tokens") ? 1 : tokens);
    }

    private static FilterSettings filter(SettingsValues values) {
        return new FilterSettings(
                values.texts("filter.scores"),
                values.policies("filter.policies"),
                values.texts("filter.slices"),
                values.choice("filter.shape", FilterSettings.Shape.class),
                values.choice("filter.format", FilterSettings.Format.class),
                values.integer("filter.files"),
                values.longInteger("filter.rows-per-file"),
                values.share("filter.validation"),
                values.choice("filter.write", FilterSettings.Writing.class),
                values.requiredInteger("filter.examples"),
                texts(values, "filter.include-texts"),
                values.requiredLong("filter.seed"));
    }

    private static NightlySettings nightly(SettingsValues values) {
        return new NightlySettings(
                values.text("nightly.root"),
                values.timeZone("nightly.time-zone"),
                values.text("nightly.since"),
                values.choice("nightly.missing", NightlySettings.Missing.class),
                values.keep("nightly.keep"),
                new DriftSettings(
                        values.requiredLong("nightly.drift.min-count"),
                        limits(values, "nightly.drift.accuracy"),
                        limits(values, "nightly.drift.margin"),
                        limits(values, "nightly.drift.set-aside"),
                        limits(values, "nightly.drift.rewards")));
    }

    private static DriftSettings.Limits limits(SettingsValues values, String key) {
        return new DriftSettings.Limits(values.share(key + ".warn"), values.share(key + ".fail"));
    }

    /** Texts, numbers, lists of texts, maps of numbers, or null for what is not set, in the order of the defaults file. */
    static Map<String, @Nullable Object> values(Settings settings) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        InputSettings input = settings.input();
        values.put(TEXTS, SettingsValues.label(input.texts()));
        values.put("input.paths", input.paths());
        values.put("input.table", orNull(input.table()));
        values.put("input.format", SettingsValues.label(input.format()));
        values.put("input.schema", orNull(input.schema()));
        values.put("input.limit", orNull(input.limit()));
        values.put("input.sample", orNull(input.sample()));
        values.put("input.sample-seed", input.sampleSeed());
        Map<String, @Nullable Object> columns = input.columns().keys();
        Map<String, @Nullable Object> all = new LinkedHashMap<>(columns);
        ColumnMapping.NONE.further().forEach(all::putIfAbsent);
        all.forEach((key, value) -> values.put(ColumnMapping.GROUP + key, "".equals(value) ? null : value));
        values.put("input.ignore", input.ignore());
        values.put("input.rating-weights", new TreeMap<>(input.ratingWeights()));
        values.put("input.max-set-aside", SettingsValues.percent(input.maxSetAside()));
        Map<String, String> flagged = new TreeMap<>();
        input.maxFlagged().forEach((flag, share) -> flagged.put(flag, SettingsValues.percent(share)));
        values.put("input.max-flagged", flagged);
        EncodeSettings encode = settings.encode();
        values.put("encode.system-prompt", orNull(encode.systemPrompt()));
        values.put("encode.date", encode.date().toString());
        values.put("encode.max-tokens", orNull(encode.maxTokens()));
        values.put("encode.on-too-long", SettingsValues.label(encode.onTooLong()));
        ModelSettings model = settings.model();
        values.put("model.path", orNull(model.path()));
        values.put("model.kind", SettingsValues.label(model.kind()));
        values.put("model.device", SettingsValues.label(model.device()));
        values.put("model.dtype", SettingsValues.label(model.dtype()));
        values.put("model.pooling", SettingsValues.label(model.pooling()));
        values.put("model.max-tokens-per-batch", model.maxTokensPerBatch());
        values.put("model.batches-per-sweep", model.batchesPerSweep());
        values.put("model.prefix-sharing", SettingsValues.label(model.prefixSharing()));
        values.put("model.threads", orNull(model.threads()));
        values.put("model.cache", orNull(model.cache().folder()));
        values.put("model.cache-limit", orNull(model.cache().limitBytes()));
        values.put("model.parameters", orNull(model.size().parameters()));
        values.put("model.training-data", orNull(model.size().trainingData()));
        values.put("model.training-compute", orNull(model.size().trainingCompute()));
        values.put("store.path", orNull(settings.store().path()));
        values.put("store.use", SettingsValues.label(settings.store().use()));
        values.put("scoring.wave-characters", orNull(settings.scoring().waveCharacters()));
        values.put("scoring.tasks-per-wave", orNull(settings.scoring().tasksPerWave()));
        ReportSettings report = settings.report();
        values.put("report.use", SettingsValues.label(report.use()));
        values.put("report.scores", report.scores());
        values.put("report.rewards-columns", report.rewardsColumns());
        values.put("report.slices", report.slices());
        values.put("report.include-texts", SettingsValues.label(report.texts()));
        values.put("report.examples", report.examples());
        values.put("report.confidence-level", SettingsValues.percent(report.confidenceLevel()));
        values.put("report.replicates", report.replicates());
        values.put("report.seed", report.seed());
        putScaling(values, settings.scaling());
        putFilter(values, settings.filter());
        NightlySettings nightly = settings.nightly();
        values.put("nightly.root", orNull(nightly.root()));
        values.put("nightly.time-zone", nightly.timeZone().getId());
        values.put("nightly.since", orNull(nightly.since()));
        values.put("nightly.missing", SettingsValues.label(nightly.missing()));
        values.put("nightly.keep", orNull(nightly.keep().map(NightlySettings.Keep::toString)));
        DriftSettings drift = nightly.drift();
        values.put("nightly.drift.min-count", drift.minCount());
        putLimits(values, "nightly.drift.accuracy", drift.accuracy());
        putLimits(values, "nightly.drift.margin", drift.margin());
        putLimits(values, "nightly.drift.set-aside", drift.setAside());
        putLimits(values, "nightly.drift.rewards", drift.rewards());
        values.put("output.path", orNull(settings.output()));
        values.put("output.overwrite", SettingsValues.label(settings.overwrite()));
        return values;
    }

    private static void putScaling(Map<String, @Nullable Object> values, ScalingSettings scaling) {
        values.put("scaling.runs", scaling.runs());
        values.put("scaling.points", orNull(scaling.points()));
        PointColumns columns = scaling.columns();
        values.put("scaling.columns.n", orNull(columns.parameters()));
        values.put("scaling.columns.d", orNull(columns.data()));
        values.put("scaling.columns.c", orNull(columns.compute()));
        values.put("scaling.columns.loss", orNull(columns.loss()));
        values.put("scaling.columns.loss-se", orNull(columns.lossError()));
        values.put("scaling.columns.accuracy", orNull(columns.accuracy()));
        values.put("scaling.columns.accuracy-se", orNull(columns.accuracyError()));
        values.put("scaling.columns.slice", orNull(columns.slice()));
        values.put("scaling.columns.name", orNull(columns.name()));
        values.put("scaling.columns.kl", orNull(columns.divergence()));
        values.put("scaling.columns.best-of-n", orNull(columns.bestOf()));
        values.put("scaling.columns.reward", orNull(columns.reward()));
        values.put("scaling.columns.reward-se", orNull(columns.rewardError()));
        values.put(
                "scaling.models",
                scaling.models().stream().map(SettingsMapping::sizedRun).toList());
        values.put(
                "scaling.data-unit",
                scaling.dataUnit().name().isEmpty() ? null : scaling.dataUnit().name());
        values.put("scaling.tokens-per-unit", orNull(scaling.dataUnit().tokens()));
        values.put("scaling.from-compute", SettingsValues.label(scaling.fromCompute()));
        values.put("scaling.confidence-level", SettingsValues.percent(scaling.confidenceLevel()));
        values.put("scaling.replicates", scaling.replicates());
        values.put("scaling.seed", scaling.seed());
        values.put("scaling.huber-delta", orNull(scaling.huberDelta()));
        values.put("scaling.resampling", SettingsValues.label(scaling.resampling()));
        values.put("scaling.predict", scaling.predict());
        values.put("scaling.targets", scaling.targets());
        values.put("scaling.budgets", scaling.budgets());
    }

    private static void putFilter(Map<String, @Nullable Object> values, FilterSettings filter) {
        values.put("filter.scores", filter.scores());
        values.put(
                "filter.policies",
                filter.policies().stream().map(PolicyReader::write).toList());
        values.put("filter.slices", filter.slices());
        values.put("filter.shape", SettingsValues.label(filter.shape()));
        values.put("filter.format", SettingsValues.label(filter.format()));
        values.put("filter.files", orNull(filter.files()));
        values.put("filter.rows-per-file", orNull(filter.rowsPerFile()));
        values.put("filter.validation", SettingsValues.percent(filter.validation()));
        values.put("filter.write", SettingsValues.label(filter.writing()));
        values.put("filter.examples", filter.examples());
        values.put("filter.include-texts", SettingsValues.label(filter.texts()));
        values.put("filter.seed", filter.seed());
    }

    private static Map<String, @Nullable Object> sizedRun(ScalingSettings.SizedRun sized) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("run", sized.run());
        values.put("parameters", orNull(sized.size().parameters()));
        values.put("data", orNull(sized.size().trainingData()));
        values.put("compute", orNull(sized.size().trainingCompute()));
        return values;
    }

    private static void putLimits(Map<String, @Nullable Object> values, String key, DriftSettings.Limits limits) {
        values.put(key + ".warn", limits.warn());
        values.put(key + ".fail", limits.fail());
    }

    private static @Nullable Object orNull(Optional<String> value) {
        return value.orElse(null);
    }

    private static double orUnknown(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private static @Nullable Object orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable Object orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Object orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static @Nullable Object orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** An empty path means that the use needs none. */
    private static @Nullable Object orNull(String path) {
        return path.isEmpty() ? null : path;
    }
}
