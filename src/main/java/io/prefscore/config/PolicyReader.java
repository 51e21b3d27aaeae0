package io.prefscore.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes policies by the components of their records: a policy has its keys where it has its documentation, and
 * nowhere else.
 */
final class PolicyReader {

    private static final Map<String, FilterPolicy> DEFAULTS = List.of(
                    FilterPolicy.Margin.DEFAULTS,
                    FilterPolicy.Agreement.DEFAULTS,
                    FilterPolicy.LabelConfidence.DEFAULTS,
                    FilterPolicy.Reward.DEFAULTS,
                    FilterPolicy.TopShare.DEFAULTS,
                    FilterPolicy.LengthBalance.DEFAULTS,
                    FilterPolicy.ExactDuplicates.DEFAULTS,
                    FilterPolicy.NearDuplicates.DEFAULTS,
                    FilterPolicy.Decontaminate.DEFAULTS,
                    FilterPolicy.Ensemble.DEFAULTS,
                    FilterPolicy.Sample.DEFAULTS,
                    FilterPolicy.Where.DEFAULTS,
                    FilterPolicy.Pairs.DEFAULTS,
                    FilterPolicy.Best.DEFAULTS)
            .stream()
            .collect(Collectors.toMap(FilterPolicy::label, policy -> policy, (one, other) -> one, TreeMap::new));

    private PolicyReader() {}

    /** Names of all policies, in alphabetical order. */
    static Set<String> names() {
        return DEFAULTS.keySet();
    }

    /**
     * Reads a policy.
     *
     * @param value an object whose only key is the policy's name, with an object of its keys or null
     * @throws IllegalArgumentException with a message that says what must hold and what came
     */
    static FilterPolicy read(ConfigValue value) {
        if (!(value instanceof ConfigObject object) || object.size() != 1) {
            throw new IllegalArgumentException("must be a policy such as { margin { at-least = 0.5 } }");
        }
        String name = object.keySet().iterator().next();
        FilterPolicy defaults = DEFAULTS.get(name);
        if (defaults == null) {
            throw new IllegalArgumentException("'" + name + "' is no policy; the nearest is "
                    + NearestKey.to(name, names()) + "; there are " + String.join(", ", names()));
        }
        ConfigValue given = object.get(name);
        if (given != null && given.valueType() == ConfigValueType.NULL) {
            return defaults;
        }
        if (!(given instanceof ConfigObject keys)) {
            throw new IllegalArgumentException(
                    "'" + name + "' must have its keys in braces, such as { " + name + " {} }");
        }
        return (FilterPolicy) read(name, (Record) defaults, keys);
    }

    private static Record read(String name, Record defaults, ConfigObject keys) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        List<String> known = Arrays.stream(components).map(PolicyReader::key).toList();
        for (String key : keys.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("'" + key + "' is no key of " + name
                        + (known.isEmpty() ? ", which has none" : "; the nearest is " + NearestKey.to(key, known)));
            }
        }
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int index = 0; index < components.length; index++) {
            types[index] = components[index].getType();
            ConfigValue given = keys.get(key(components[index]));
            values[index] = given == null || given.valueType() == ConfigValueType.NULL
                    ? valueOf(components[index], defaults)
                    : parsed(name, components[index], given);
        }
        try {
            return defaults.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A policy as settings write it. */
    static Map<String, Object> write(FilterPolicy policy) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        for (RecordComponent component : policy.getClass().getRecordComponents()) {
            keys.put(key(component), plain(valueOf(component, (Record) policy)));
        }
        return Map.of(policy.label(), keys);
    }

    /** The same for people: without keys that are not set. */
    static String words(FilterPolicy policy) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : policy.getClass().getRecordComponents()) {
            @Nullable Object value = plain(valueOf(component, (Record) policy));
            if (value != null && !value.equals(List.of())) {
                keys.add(key(component) + " = "
                        + ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise()));
            }
        }
        return policy.label() + " { " + String.join(", ", keys) + " }";
    }

    private static Object valueOf(RecordComponent component, Record owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Object parsed(String name, RecordComponent component, ConfigValue given) {
        try {
            return parsed(component.getType(), component.getGenericType(), given);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new IllegalArgumentException(
                    name + "." + key(component) + " must be " + wanted(component) + "; found " + given.unwrapped(),
                    malformed);
        }
    }

    private static Object parsed(Class<?> type, Type generic, ConfigValue given) {
        if (type.isEnum()) {
            return constant(type, SettingsValues.asText(given));
        }
        if (type == Optional.class) {
            return Optional.of(
                    generic.getTypeName().contains(Bound.class.getName())
                            ? Bound.parse(SettingsValues.asText(given))
                            : SettingsValues.asText(given));
        }
        if (type == OptionalDouble.class) {
            return OptionalDouble.of(SettingsValues.asShare(given));
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of(decimal(given).longValueExact());
        }
        if (type == OptionalInt.class) {
            return OptionalInt.of(decimal(given).intValueExact());
        }
        if (type == int.class) {
            return decimal(given).intValueExact();
        }
        if (type == double.class) {
            return SettingsValues.asShare(given);
        }
        if (type == List.class) {
            return SettingsValues.asTexts(given);
        }
        return SettingsValues.asText(given);
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> SettingsValues.label((Enum<?>) constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static BigDecimal decimal(ConfigValue given) {
        return new BigDecimal(SettingsValues.asText(given).strip());
    }

    private static String wanted(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> SettingsValues.label((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        if (component.getGenericType().getTypeName().contains(Bound.class.getName())) {
            return "a number, or a quantile such as \"10 %\"";
        }
        if (type == List.class) {
            return "a list of texts";
        }
        boolean whole = type == int.class || type == OptionalInt.class || type == OptionalLong.class;
        boolean text = type == String.class || type == Optional.class;
        return text ? "a text" : whole ? "a whole number" : "a number";
    }

    private static @Nullable Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(PolicyReader::plain).orElse(null);
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof Enum<?> constant) {
            return SettingsValues.label(constant);
        }
        if (value instanceof Bound bound) {
            return bound.kind() == Bound.Kind.VALUE ? (Object) bound.value() : bound.toString();
        }
        return value;
    }
}
