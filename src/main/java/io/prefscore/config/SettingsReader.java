package io.prefscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.prefscore.config.InvalidSettings.Problem;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads settings from layers: the built-in defaults, then files, then single assignments, then a command's flags. A later
 * layer wins, key by key. Nothing is complained of before {@link #read}, which reports all problems at once.
 *
 * <p>The defaults are parsed from this package's own resource, so no {@code reference.conf} of Spark's class path and no
 * system property can change a setting.
 */
public final class SettingsReader {

    private static final String DEFAULTS = "defaults.conf";

    private static final List<String> PATHS = List.of(
            "input.paths",
            "model.path",
            "store.path",
            "report.scores",
            "scaling.runs",
            "scaling.points",
            "scaling.models",
            "filter.scores",
            "filter.policies",
            "output.path");

    /** As {@code s3a://KEY:SECRET@bucket}, which clients of S3 once took. */
    private static final Pattern KEYS = Pattern.compile("(?i)s3[an]?://[^/]*:[^/]*@");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_-]+");

    private static final Config BUILT_IN = parseDefaults();

    private final Config defaults = BUILT_IN;
    private final List<Config> layers = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean everyLayerRead = true;
    private boolean torchscriptAllowed;

    /**
     * Adds a settings file, HOCON or JSON by its name.
     *
     * @param file as the user named it; problems are reported with this name
     */
    public SettingsReader file(Path file) {
        if (!Files.exists(file)) {
            skip(new Problem("--conf " + file, "", "there is no such file; name an existing settings file"));
        } else if (Files.isDirectory(file)) {
            skip(new Problem("--conf " + file, "", "this is a folder; name a settings file in it"));
        } else {
            parse(file).ifPresent(layers::add);
        }
        return this;
    }

    /**
     * Adds settings that a run left in its record.
     *
     * @param where the record's file, for messages
     * @param json an object with an object for each group
     */
    public SettingsReader recorded(String where, String json) {
        layers.add(ConfigFactory.parseString(
                json, ConfigParseOptions.defaults().setOriginDescription(where).setSyntax(ConfigSyntax.JSON)));
        return this;
    }

    /**
     * Adds one assignment, as {@code --set} takes it. The value stands as it is, so a path or a prompt needs no quoting
     * beyond the shell's; {@code null} unsets, a value in double quotes is a JSON string, and where the setting is a list,
     * a value in brackets is a JSON list.
     *
     * @param assignment {@code key=value}; the value may be empty and may contain further equals signs
     */
    public SettingsReader set(String assignment) {
        int equals = assignment.indexOf('=');
        String key = equals < 0 ? "" : assignment.substring(0, equals).strip();
        if (key.isEmpty() || Arrays.asList(key.split("\\.", -1)).contains("")) {
            skip(new Problem("--set " + assignment, "", "must be key=value, such as encode.max-tokens=2048"));
            return this;
        }
        String where = "--set " + key;
        literal(where, key, assignment.substring(equals + 1)).ifPresent(value -> layers.add(layer(key, value)));
        return this;
    }

    /**
     * Adds what a flag of a command says.
     *
     * @param flag as the user writes it, such as {@code --limit}
     * @param key the setting it stands for
     * @param value a string, a number or a list of strings
     */
    public SettingsReader flag(String flag, String key, Object value) {
        layers.add(layer(key, ConfigValueFactory.fromAnyRef(value, flag)));
        return this;
    }

    /**
     * Adds what a flag says of {@code filter.policies}: these and no others.
     *
     * @param flag as the user writes it
     * @param policies each as settings have it, {@code margin { at-least = 0.5 }}, or its name where it needs no keys
     */
    public SettingsReader policies(String flag, List<String> policies) {
        List<ConfigValue> parsed = new ArrayList<>();
        for (String text : policies) {
            policy(flag, text).ifPresent(parsed::add);
        }
        if (parsed.size() == policies.size()) {
            layers.add(layer("filter.policies", ConfigValueFactory.fromIterable(parsed, flag)));
        }
        return this;
    }

    /** Takes the model as TorchScript; without this, settings that ask for it are refused, since it runs as code. */
    public SettingsReader allowTorchscript() {
        torchscriptAllowed = true;
        return flag("--allow-torchscript", "model.kind", "torchscript");
    }

    /**
     * Resolves all layers.
     *
     * @param use which settings must have been given; those that the use does not need may be empty in the result
     * @throws InvalidSettings with everything that is wrong in any layer
     */
    public Settings read(SettingsUse use) {
        Optional<Config> merged = merge();
        if (merged.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        Map<String, ConfigValue> given = SettingsValues.leaves(merged.get().root());
        refuseKeys(given);
        SettingsValues values = new SettingsValues(given, SettingsValues.leaves(defaults.root()), problems);
        values.reportUnknown(known());
        Settings settings = SettingsMapping.settings(values);
        if (everyLayerRead) {
            // else what is missing may stand in the layer that could not be read
            requireGiven(use, settings, values);
        }
        refuseUnread(use, settings, given, values);
        refuseOverlap(use, settings, values);
        requireConsent(settings, values);
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return settings;
    }

    /**
     * Reads a declaration of columns as {@code input.columns} has it.
     *
     * @param columns the keys of that group
     */
    public static ColumnMapping columns(Config columns) {
        Map<String, ConfigValue> standard = SettingsValues.leaves(BUILT_IN.root());
        Config whole = columns.atPath(ColumnMapping.GROUP.substring(0, ColumnMapping.GROUP.length() - 1));
        List<Problem> problems = new ArrayList<>();
        SettingsValues values = new SettingsValues(
                SettingsValues.leaves(whole.withFallback(BUILT_IN).root()), standard, problems);
        values.reportUnknown(standard.keySet());
        ColumnMapping mapping = SettingsMapping.columns(values);
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return mapping;
    }

    /** All keys that exist, such as {@code encode.max-tokens}. */
    static Set<String> known() {
        return SettingsValues.leaves(BUILT_IN.root()).keySet();
    }

    /** What all is where nothing is set. */
    static Settings defaults() {
        return new SettingsReader().read(SettingsUse.TRANSFORM);
    }

    private void requireGiven(SettingsUse use, Settings settings, SettingsValues values) {
        for (SettingsUse.Need need : use.needs(settings.model().kind())) {
            if (need.anyOf().stream().noneMatch(values::isGiven)) {
                String where = need.anyOf().stream()
                        .map(values::whereBlank)
                        .filter(place -> !place.isEmpty())
                        .findFirst()
                        .orElse("");
                problems.add(new Problem(where, String.join(" or ", need.anyOf()), need.message()));
            }
        }
    }

    /** What works on scored runs reads no other data: what the command line says of some would be dropped without a word. */
    private void refuseUnread(
            SettingsUse use, Settings settings, Map<String, ConfigValue> given, SettingsValues values) {
        use.measured(settings).ifPresent(measured -> refuseUnread(measured, given));
        boolean nowhere =
                settings.input().paths().isEmpty() && settings.input().table().isEmpty();
        if (use.takesRewards() && nowhere && !settings.report().rewardsColumns().isEmpty()) {
            problems.add(new Problem(
                    values.where("report.rewards-columns"),
                    "input.paths or input.table",
                    "must say which data carries the rewards; give --input PATH or --table NAME"));
        }
    }

    private void refuseUnread(SettingsUse.Measured measured, Map<String, ConfigValue> given) {
        given.forEach((key, value) -> {
            String where = SettingsValues.where(value.origin());
            if (key.startsWith("input.") && where.startsWith("--")) {
                problems.add(new Problem(
                        where,
                        key,
                        "is not read beside " + measured.key()
                                + ", for scored runs hold their data; leave it out, or give"
                                + " --rewards-column instead of " + measured.flag()));
            }
            if (key.equals("report.rewards-columns")
                    && where.startsWith("--")
                    && !measured.key().equals("report.scores")) {
                problems.add(new Problem(
                        where,
                        key,
                        "must not be set together with " + measured.key()
                                + "; give scored runs, or data with columns of rewards"));
            }
        });
    }

    /** What lies in the input is input, to the next run if not to this one. A run's own report has its place in the run. */
    private void refuseOverlap(SettingsUse use, Settings settings, SettingsValues values) {
        String written = settings.output();
        for (String read : use.read(settings)) {
            boolean isOwnReport = settings.report().scores().contains(read) && PathOverlap.isReport(read, written);
            if (!written.isBlank() && !read.isBlank() && !isOwnReport && PathOverlap.holds(read, written)) {
                problems.add(new Problem(
                        values.where("output.path"),
                        "output.path",
                        "must not lie in what is read, for it would be read with it; " + written + " lies in " + read
                                + ", so name a folder outside of it"));
            }
        }
    }

    private void requireConsent(Settings settings, SettingsValues values) {
        if (settings.model().kind() == ModelSettings.Kind.TORCHSCRIPT && !torchscriptAllowed) {
            problems.add(new Problem(
                    values.where("model.kind"),
                    "model.kind",
                    "is torchscript, whose file runs as code; give --allow-torchscript if you trust it"));
        }
    }

    /** Comes before all other complaints, since these show what they found. */
    private static void refuseKeys(Map<String, ConfigValue> values) {
        List<Problem> shameful = new ArrayList<>();
        for (String key : PATHS) {
            ConfigValue value = values.get(key);
            if (value != null
                    && KEYS.matcher(value.render(ConfigRenderOptions.concise())).find()) {
                shameful.add(new Problem(
                        SettingsValues.where(value.origin()),
                        key,
                        "must not hold keys, since paths are shown and stored; give them in the environment"
                                + " (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or to Spark (spark.hadoop.fs.s3a.access.key,"
                                + " spark.hadoop.fs.s3a.secret.key)"));
            }
        }
        if (!shameful.isEmpty()) {
            throw new InvalidSettings(shameful);
        }
    }

    /** Empty, with a problem noted, where a {@code ${NAME}} stands for nothing. */
    private Optional<Config> merge() {
        Config merged = defaults;
        for (Config layer : layers) {
            merged = layer.withFallback(merged);
        }
        try {
            return Optional.of(merged.resolve());
        } catch (ConfigException unresolved) {
            problems.add(problem(unresolved, "a settings file"));
            return Optional.empty();
        }
    }

    private Optional<Config> parse(Path file) {
        try {
            return Optional.of(ConfigFactory.parseFile(
                    file.toFile(),
                    ConfigParseOptions.defaults()
                            .setAllowMissing(false)
                            .setOriginDescription(file.toString())
                            .prependIncluder(new StrictIncluder())));
        } catch (ConfigException unreadable) {
            skip(problem(unreadable, file.toString()));
            return Optional.empty();
        }
    }

    private Optional<ConfigValue> literal(String where, String key, String text) {
        if (text.equals("null")) {
            return Optional.of(ConfigValueFactory.fromAnyRef(null, where));
        }
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        if (!quoted && !(isList(key) && text.startsWith("["))) {
            return Optional.of(ConfigValueFactory.fromAnyRef(text, where));
        }
        try {
            Object value = ConfigFactory.parseString("value = " + text)
                    .root()
                    .unwrapped()
                    .get("value");
            return Optional.of(ConfigValueFactory.fromAnyRef(value, where));
        } catch (ConfigException malformed) {
            skip(new Problem(where, "", "must be a JSON string or list; found " + text));
            return Optional.empty();
        }
    }

    private Optional<ConfigValue> policy(String flag, String text) {
        String settings = NAME.matcher(text.strip()).matches() ? text + " {}" : text;
        try {
            return Optional.of(
                    ConfigFactory.parseString(settings).root().withOrigin(ConfigOriginFactory.newSimple(flag)));
        } catch (ConfigException malformed) {
            skip(new Problem(flag, "", "must be a policy such as margin { at-least = 0.5 }; found " + text));
            return Optional.empty();
        }
    }

    private void skip(Problem unreadableLayer) {
        everyLayerRead = false;
        problems.add(unreadableLayer);
    }

    private boolean isList(String key) {
        ConfigValue value = SettingsValues.leaves(defaults.root()).get(key);
        return value != null && value.valueType() == ConfigValueType.LIST;
    }

    private static Config layer(String key, ConfigValue value) {
        ConfigObject object = ConfigFactory.empty().root();
        String[] words = key.split("\\.", -1);
        ConfigValue nested = value;
        for (int depth = words.length - 1; depth >= 0; depth--) {
            nested = object.withValue(words[depth], nested);
        }
        return ((ConfigObject) nested).toConfig();
    }

    private static Problem problem(ConfigException exception, String fallback) {
        String message = Objects.requireNonNullElse(exception.getMessage(), exception.toString());
        if (exception.origin() == null) {
            return new Problem(fallback, "", message);
        }
        // the library writes "origin: message"; the origin is said once, in our own form
        String prefix = exception.origin().description() + ": ";
        String text = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        return new Problem(SettingsValues.where(exception.origin()), "", text);
    }

    private static Config parseDefaults() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(SettingsReader.class.getResourceAsStream(DEFAULTS), DEFAULTS),
                StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(
                    reader, ConfigParseOptions.defaults().setOriginDescription("built-in defaults"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
