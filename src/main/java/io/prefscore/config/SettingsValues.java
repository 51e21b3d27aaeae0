package io.prefscore.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.prefscore.config.InvalidSettings.Problem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to merged settings. A value of the wrong type is noted as a problem and read as its default, so that the
 * reading goes on and finds the next problem.
 */
final class SettingsValues {

    /** Groups whose keys the user chooses. */
    private static final Set<String> OPEN_GROUPS = Set.of(
            "input.rating-weights",
            "input.max-flagged",
            ColumnMapping.GROUP + "tie-values",
            ColumnMapping.GROUP + "rating-attributes");

    private static final Set<String> SIZED_RUN = Set.of("run", "parameters", "data", "compute");

    private final Map<String, ConfigValue> values;
    private final Map<String, ConfigValue> defaults;
    private final List<Problem> problems;

    /**
     * @param values merged settings as {@link #leaves} gives them
     * @param defaults the built-in ones, likewise
     * @param problems where complaints go
     */
    SettingsValues(Map<String, ConfigValue> values, Map<String, ConfigValue> defaults, List<Problem> problems) {
        this.values = values;
        this.defaults = defaults;
        this.problems = problems;
    }

    /** All values that are not groups, nulls among them, by their full keys in alphabetical order. */
    static Map<String, ConfigValue> leaves(ConfigObject root) {
        Map<String, ConfigValue> leaves = new TreeMap<>();
        collect("", root, leaves);
        return leaves;
    }

    private static void collect(String prefix, ConfigObject group, Map<String, ConfigValue> leaves) {
        group.forEach((word, value) -> {
            String key = prefix + word;
            if (value instanceof ConfigObject inner && !inner.isEmpty()) {
                collect(key + ".", inner, leaves);
            } else {
                leaves.put(key, value);
            }
        });
    }

    void reportUnknown(Set<String> known) {
        values.forEach((key, value) -> {
            if (known.contains(key) || OPEN_GROUPS.stream().anyMatch(group -> key.startsWith(group + "."))) {
                return;
            }
            if (known.stream().anyMatch(other -> other.startsWith(key + "."))) {
                complain(key, value, "must be a group of settings");
                return;
            }
            problems.add(new Problem(
                    where(value.origin()),
                    key,
                    "is no setting; the nearest is " + NearestKey.to(key, known) + "; correct or remove it"));
        });
    }

    /**
     * Whether somebody has set something to go by: no default, not null, not an empty list, not a blank text (an unset shell
     * variable).
     */
    boolean isGiven(String key) {
        ConfigValue value = values.get(key);
        ConfigValue standard = defaults.get(key);
        return value != null
                && (standard == null || !value.origin().equals(standard.origin()))
                && value.valueType() != ConfigValueType.NULL
                && !value.unwrapped().equals(List.of())
                && !value.unwrapped().toString().isBlank();
    }

    /** Where a text came from that is there but blank; else empty. */
    String whereBlank(String key) {
        ConfigValue value = values.get(key);
        return value == null || value.valueType() != ConfigValueType.STRING ? "" : where(value.origin());
    }

    /** Where the value came from, or the list that an element such as {@code filter.policies[2]} stands in; else empty. */
    String where(String key) {
        ConfigValue value = values.get(key.replaceFirst("\\[.*", ""));
        return value == null ? "" : where(value.origin());
    }

    /** Likewise; of a key that nobody has set, the place where the rest of its group was set, for there it is missing. */
    private String whereGiven(String key) {
        String group = key.substring(0, key.lastIndexOf('.') + 1);
        return isGiven(key)
                ? where(key)
                : values.keySet().stream()
                        .filter(other -> other.startsWith(group) && isGiven(other))
                        .findFirst()
                        .map(this::where)
                        .orElse(where(key));
    }

    static String where(ConfigOrigin origin) {
        String source = Objects.requireNonNullElse(origin.filename(), plainDescription(origin));
        return origin.lineNumber() < 0 ? source : source + ":" + origin.lineNumber();
    }

    /** The library appends ": line" to what an origin was described as. */
    private static String plainDescription(ConfigOrigin origin) {
        String description = origin.description();
        String line = ": " + origin.lineNumber();
        return description.endsWith(line)
                ? description.substring(0, description.length() - line.length())
                : description;
    }

    /**
     * Builds a group. What its record complains of is noted with the place that the value came from, and the defaults'
     * group stands in for it.
     */
    <T> T group(Function<SettingsValues, T> build) {
        try {
            return build.apply(this);
        } catch (InvalidSettings invalid) {
            for (Problem problem : invalid.problems()) {
                problems.add(new Problem(whereGiven(problem.key()), problem.key(), problem.message()));
            }
            return build.apply(new SettingsValues(defaults, defaults, new ArrayList<>()));
        }
    }

    String textOrEmpty(String key) {
        return text(key).orElse("");
    }

    Optional<String> text(String key) {
        return read(key, "must be a text", SettingsValues::asText);
    }

    List<String> texts(String key) {
        return read(key, "must be a list of texts, such as [\"a\", \"b\"]", SettingsValues::asTexts)
                .orElse(List.of());
    }

    /** Values as data has them: texts, numbers, true and false. */
    List<String> words(String key) {
        return read(key, "must be a list of values, such as [a, b]", SettingsValues::asWords)
                .orElse(List.of());
    }

    /** Values, or a group that gives each of them a tag. */
    Map<String, String> wordsWithTags(String key) {
        Map<String, String> tags = namedTexts(key);
        ConfigValue whole = values.get(key);
        if (whole instanceof ConfigObject || whole == null) {
            return tags;
        }
        words(key).forEach(word -> tags.put(word, ""));
        return tags;
    }

    /** The texts of a group whose keys the user chooses. */
    Map<String, String> namedTexts(String group) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(group + ".")) {
                read(key, "must be a text", SettingsValues::asText)
                        .ifPresent(text -> texts.put(key.substring(group.length() + 1), text));
            }
        });
        return texts;
    }

    OptionalInt integer(String key) {
        return read(key, "must be a whole number below 2,147,483,648", number -> asDecimal(number)
                        .intValueExact())
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    OptionalLong longInteger(String key) {
        return read(key, "must be a whole number", number -> asDecimal(number).longValueExact())
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** A size as HOCON has them: a number of bytes, or with a unit, {@code 200 GiB}. */
    OptionalLong bytes(String key) {
        return read(key, "must be a size such as 200 GiB", SettingsValues::asBytes)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    OptionalDouble fraction(String key) {
        return read(key, "must be a number", number -> asDecimal(number).doubleValue())
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    /** A share as {@code 1 %} or as a number between 0 and 1. */
    double share(String key) {
        return required(key, "must be a share such as 1 % or 0.01", SettingsValues::asShare);
    }

    /** The numbers of a group whose keys the user chooses. */
    Map<String, Double> numbers(String group) {
        return open(
                group,
                "must be a group of numbers, such as { helpfulness = 1 }",
                "must be a number",
                number -> asDecimal(number).doubleValue());
    }

    /** The shares of a group whose keys the user chooses. */
    Map<String, Double> shares(String group) {
        return open(
                group,
                "must be a group of shares, such as { empty-prompt = 1 % }",
                "must be a share such as 1 % or 0.01",
                SettingsValues::asShare);
    }

    private Map<String, Double> open(
            String group, String mustBeGroup, String mustHold, Function<ConfigValue, Double> parse) {
        Map<String, Double> numbers = new TreeMap<>();
        ConfigValue whole = values.get(group);
        if (whole != null && whole.valueType() != ConfigValueType.OBJECT && whole.valueType() != ConfigValueType.NULL) {
            complain(group, whole, mustBeGroup);
        }
        values.forEach((key, value) -> {
            if (key.startsWith(group + ".")) {
                read(key, mustHold, parse).ifPresent(number -> numbers.put(key.substring(group.length() + 1), number));
            }
        });
        return numbers;
    }

    /** A list of objects that say how large the model of a run is. */
    List<ScalingSettings.SizedRun> sizedRuns(String key) {
        return read(
                        key,
                        "must be a list such as [{ run = \"scored/7b\", parameters = 7e9, data = 1.5e7, compute = null }]",
                        SettingsValues::asSizedRuns)
                .orElse(List.of());
    }

    /** A list of policies, each an object; what is wrong with one is said of that one. */
    List<FilterPolicy> policies(String key) {
        ConfigValue value = values.get(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            return List.of();
        }
        List<FilterPolicy> policies = new ArrayList<>();
        for (ConfigValue policy : value instanceof ConfigList list ? list : List.of(value)) {
            try {
                policies.add(PolicyReader.read(policy));
            } catch (IllegalArgumentException malformed) {
                problems.add(new Problem(
                        where(policy.origin()),
                        key,
                        Objects.requireNonNullElse(malformed.getMessage(), "must be a list of policies") + "; found "
                                + policy.render(ConfigRenderOptions.concise())));
            }
        }
        return policies;
    }

    LocalDate date(String key) {
        return required(key, "must be a date as yyyy-mm-dd", value -> LocalDate.parse(asText(value)));
    }

    ZoneId timeZone(String key) {
        return required(key, "must be a time zone such as UTC or Europe/Berlin", value -> ZoneId.of(asText(value)));
    }

    Optional<NightlySettings.Keep> keep(String key) {
        return read(
                key,
                "must be a number of runs or days such as \"30 runs\" or \"90 days\"",
                value -> NightlySettings.Keep.parse(asText(value)));
    }

    int requiredInteger(String key) {
        return required(key, "must be a whole number below 2,147,483,648", number -> asDecimal(number)
                .intValueExact());
    }

    long requiredLong(String key) {
        return required(
                key, "must be a whole number", number -> asDecimal(number).longValueExact());
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        String labels = Arrays.stream(type.getEnumConstants())
                .map(SettingsValues::label)
                .collect(Collectors.joining(", "));
        return required(key, "must be one of " + labels, value -> constant(type, value));
    }

    /** {@code truncate-start} for {@code TRUNCATE_START}. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private <T> T required(String key, String mustHold, Function<ConfigValue, T> parse) {
        ConfigValue value = values.get(key);
        if (value != null && value.valueType() == ConfigValueType.NULL) {
            complain(key, value, mustHold);
        } else {
            Optional<T> parsed = read(key, mustHold, parse);
            if (parsed.isPresent()) {
                return parsed.get();
            }
        }
        return parse.apply(Objects.requireNonNull(defaults.get(key), key));
    }

    private <T> Optional<T> read(String key, String mustHold, Function<ConfigValue, T> parse) {
        ConfigValue value = values.get(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(value));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException malformed) {
            complain(key, value, mustHold);
            return Optional.empty();
        }
    }

    private void complain(String key, ConfigValue value, String mustHold) {
        String found = value.render(ConfigRenderOptions.concise());
        problems.add(new Problem(where(value.origin()), key, mustHold + "; found " + found));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, ConfigValue value) {
        String text = asSwitch(value);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> label(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    /** HOCON reads a bare {@code true} as a boolean but {@code on} as a text; people write either for a switch. */
    private static String asSwitch(ConfigValue value) {
        if (value.unwrapped() instanceof Boolean on) {
            return on ? "on" : "off";
        }
        return asText(value);
    }

    static String asText(ConfigValue value) {
        if (value.valueType() == ConfigValueType.STRING) {
            return (String) value.unwrapped();
        }
        if (value.valueType() == ConfigValueType.NUMBER) {
            // the rendering keeps what the user wrote: a folder named 007 stays 007
            return value.render();
        }
        throw new IllegalArgumentException();
    }

    static List<String> asTexts(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(SettingsValues::asText).toList();
        }
        return List.of(asText(value));
    }

    private static List<String> asWords(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(SettingsValues::asWord).toList();
        }
        return List.of(asWord(value));
    }

    private static String asWord(ConfigValue value) {
        return value.unwrapped() instanceof Boolean truth ? truth.toString() : asText(value);
    }

    private static List<ScalingSettings.SizedRun> asSizedRuns(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(SettingsValues::asSizedRun).toList();
        }
        throw new IllegalArgumentException();
    }

    private static ScalingSettings.SizedRun asSizedRun(ConfigValue value) {
        if (value instanceof ConfigObject object && SIZED_RUN.containsAll(object.keySet())) {
            String run = asText(Objects.requireNonNullElse(object.get("run"), object));
            if (!run.isBlank()) {
                return new ScalingSettings.SizedRun(
                        run,
                        new ModelSize(
                                asSize(object.get("parameters")),
                                asSize(object.get("data")),
                                asSize(object.get("compute"))));
            }
        }
        throw new IllegalArgumentException();
    }

    private static double asSize(@Nullable ConfigValue value) {
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            return Double.NaN;
        }
        double size = asDecimal(value).doubleValue();
        if (size > 0) {
            return size;
        }
        throw new IllegalArgumentException();
    }

    static double asShare(ConfigValue value) {
        String text = asText(value).strip();
        return text.endsWith("%")
                ? new BigDecimal(text.substring(0, text.length() - 1).strip())
                        .movePointLeft(2)
                        .doubleValue()
                : new BigDecimal(text).doubleValue();
    }

    private static long asBytes(ConfigValue value) {
        try {
            return value.atKey("size").getBytes("size");
        } catch (ConfigException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** {@code 1 %} for 0.01. */
    static String percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }

    private static BigDecimal asDecimal(ConfigValue value) {
        return new BigDecimal(asText(value).strip());
    }
}
