package io.prefscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes resolved settings, every key of them, so that {@link SettingsReader} reads the same settings back. */
public final class SettingsWriter {

    private SettingsWriter() {}

    /** One JSON object with an object for each group, on one line; for the record that a run leaves. */
    public static String json(Settings settings) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, @Nullable Object> entry :
                SettingsMapping.values(settings).entrySet()) {
            config = config.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(entry.getValue()));
        }
        return config.root().render(ConfigRenderOptions.concise());
    }

    /** A mapping of columns as a settings file has it, without what is not set. */
    public static List<String> columns(ColumnMapping columns) {
        List<String> lines = new ArrayList<>(List.of("input.columns {"));
        columns.keys().forEach((key, value) -> {
            if (value != null && !value.equals(List.of())) {
                String text = ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise());
                lines.add("  " + key + " = " + text.replace("\",\"", "\", \""));
            }
        });
        lines.add("}");
        return lines;
    }

    /** The same with the columns that may stay unread. */
    public static List<String> columns(ColumnMapping columns, List<String> ignored) {
        List<String> lines = columns(columns);
        if (!ignored.isEmpty()) {
            lines.add(
                    "input.ignore = " + ConfigValueFactory.fromIterable(ignored).render(ConfigRenderOptions.concise()));
        }
        return lines;
    }

    /** A policy as settings have it: {@code margin { at-least = 0.5 }}, without what is not set. */
    public static String words(FilterPolicy policy) {
        return PolicyReader.words(policy);
    }

    /** {@code truncate-start} for {@code TRUNCATE_START}. */
    public static String label(Enum<?> constant) {
        return SettingsValues.label(constant);
    }

    /** The same for those alone that are not the built-in ones. */
    public static List<String> changed(Settings settings) {
        Map<String, @Nullable Object> builtIn = SettingsMapping.values(SettingsReader.defaults());
        return SettingsMapping.values(settings).entrySet().stream()
                .filter(entry -> !Objects.equals(entry.getValue(), builtIn.get(entry.getKey())))
                .map(SettingsWriter::line)
                .toList();
    }

    private static String line(Map.Entry<String, @Nullable Object> entry) {
        return entry.getKey() + " = "
                + ConfigValueFactory.fromAnyRef(entry.getValue()).render(ConfigRenderOptions.concise());
    }

    /** One line {@code key = value} for each setting, in the order of the documented defaults; valid as a settings file. */
    public static List<String> lines(Settings settings) {
        return SettingsMapping.values(settings).entrySet().stream()
                .map(SettingsWriter::line)
                .toList();
    }
}
