package io.prefscore.model;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What somebody has set of Hadoop's settings for file systems, to be taken along to executors. Holds keys to other people's
 * data, so it shows them to nobody: it has no values in its text, and no accessor but {@link #configuration}.
 */
final class HadoopEntries implements Serializable {

    private static final long serialVersionUID = 1;

    private static final List<String> PREFIXES = List.of("fs.", "dfs.", "hadoop.");

    private final HashMap<String, String> entries;

    private HadoopEntries(Map<String, String> entries) {
        this.entries = new HashMap<>(entries);
    }

    /** Those that do not come from Hadoop's own defaults, which an executor has too. */
    static HadoopEntries of(Configuration hadoop) {
        Map<String, String> entries = new HashMap<>();
        for (Map.Entry<String, String> entry : hadoop) {
            boolean concerned = PREFIXES.stream().anyMatch(entry.getKey()::startsWith);
            if (concerned && !isDefault(hadoop.getPropertySources(entry.getKey()))) {
                entries.put(entry.getKey(), entry.getValue());
            }
        }
        return new HadoopEntries(entries);
    }

    private static boolean isDefault(String[] sources) {
        return sources != null && sources.length > 0 && sources[0].endsWith("-default.xml");
    }

    /** What this host has, and these over it. */
    Configuration configuration() {
        Configuration hadoop = new Configuration();
        entries.forEach(hadoop::set);
        return hadoop;
    }

    @Override
    public String toString() {
        return entries.size() + " Hadoop settings";
    }
}
