package io.prefscore.dataset;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * A published schema, as {@code schemas.conf} declares it.
 *
 * @param name by which a user can force it, such as {@code hh-rlhf}
 * @param summary what becomes of a row, in a few words
 * @param needs by path: what it may hold; the columns by which the schema is known
 * @param leaves columns that it knows and does not read, with the reason
 * @param copies columns that it does not read since they say once more what one of the columns named holds
 * @param taken when it is taken
 * @param columns how it is read; what is not needed may be missing
 */
record Declaration(
        String name,
        String summary,
        Map<String, List<ColumnKind>> needs,
        Map<String, String> leaves,
        Map<String, String> copies,
        Taken taken,
        ColumnMapping columns) {

    /** When a schema is taken whose needs are met. */
    enum Taken {
        /** Where no other column looks like a part of the conversation. */
        USUALLY,
        /** Where, besides, none looks like a further answer or a judgement. */
        IF_IT_EXPLAINS_ALL,
        /** When asked for. */
        BY_NAME
    }

    private static final int MISSING = 100;

    private static final Config FILE = Vocabulary.resource("schemas.conf").resolve();

    private static final List<Declaration> ALL =
            FILE.getConfigList("schemas").stream().map(Declaration::of).toList();

    /** All of them; of two that fit equally well the earlier one is taken. */
    static List<Declaration> all() {
        return ALL;
    }

    /** Columns that say what kind of data a row is, under the names that most sets use. */
    static List<String> usualSlices() {
        return FILE.getStringList("usual.slices");
    }

    private static Declaration of(Config declared) {
        Map<String, List<ColumnKind>> needs = new TreeMap<>();
        texts(declared, "needs").forEach((path, kinds) -> needs.put(path, ColumnKind.named(kinds)));
        return new Declaration(
                declared.getString("name"),
                declared.getString("summary"),
                needs,
                texts(declared, "leaves"),
                texts(declared, "copies"),
                taken(declared),
                SettingsReader.columns(withUsuals(declared)));
    }

    private static Taken taken(Config declared) {
        if (declared.hasPath("by-name") && declared.getBoolean("by-name")) {
            return Taken.BY_NAME;
        }
        return declared.hasPath("explains-all") && declared.getBoolean("explains-all")
                ? Taken.IF_IT_EXPLAINS_ALL
                : Taken.USUALLY;
    }

    /** Unless it says otherwise, an example is named by its id and results are broken down by the usual columns. */
    private static Config withUsuals(Config declared) {
        return declared.getConfig("columns").withFallback(FILE.getConfig("usual"));
    }

    private static Map<String, String> texts(Config declared, String key) {
        Map<String, String> texts = new TreeMap<>();
        if (declared.hasPath(key)) {
            for (Map.Entry<String, ConfigValue> entry : declared.getObject(key).entrySet()) {
                texts.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped()));
            }
        }
        return texts;
    }

    /** Whether the columns' names and types are those of this schema. */
    boolean fits(StructType columns) {
        return needs.entrySet().stream().allMatch(need -> isMet(need.getKey(), need.getValue(), columns));
    }

    /** Whether something of the right kind stands at a path that is needed. */
    boolean isMet(String path, StructType columns) {
        return isMet(path, needs.getOrDefault(path, List.of()), columns);
    }

    private static boolean isMet(String path, List<ColumnKind> kinds, StructType columns) {
        return ColumnPath.find(path, columns)
                .filter(found -> kinds.stream().anyMatch(kind -> kind.holds(found.type())))
                .isPresent();
    }

    /** What keeps it from fitting, in words; empty if it fits. */
    List<String> lacking(StructType columns) {
        List<String> lacking = new ArrayList<>();
        needs.forEach((path, kinds) -> {
            Optional<ColumnPath> found = ColumnPath.find(path, columns);
            if (found.isEmpty()) {
                lacking.add("column '" + path + "' is missing" + Names.suggestion(path, columns));
            } else if (!isMet(path, kinds, columns)) {
                lacking.add("column '" + path + "' must be "
                        + kinds.stream()
                                // where a list may stand, it is the usual thing
                                .filter(kind ->
                                        !kind.equals(ColumnKind.MESSAGE) || !kinds.contains(ColumnKind.MESSAGES))
                                .map(ColumnKind::label)
                                .collect(Collectors.joining(" or "))
                        + "; found "
                        + found.orElseThrow().type().catalogString());
            }
        });
        return lacking;
    }

    /** Whether any column that it needs is there, or one with a similar name. */
    boolean resembles(StructType columns) {
        return distance(columns) < MISSING * needs.size();
    }

    /**
     * How far the columns are from it: a missing column counts most, one with a similar name or another type less; of schemas
     * equally far the one that already finds more of its columns is nearer.
     */
    int distance(StructType columns) {
        int distance = 0;
        for (Map.Entry<String, List<ColumnKind>> need : needs.entrySet()) {
            Optional<ColumnPath> found = ColumnPath.find(need.getKey(), columns);
            if (found.isEmpty()) {
                distance += Names.suggestion(need.getKey(), columns).isEmpty() ? MISSING : 20;
            } else {
                distance += isMet(need.getKey(), need.getValue(), columns) ? -1 : 40;
            }
        }
        return distance;
    }

    /** The columns that its needs stand in. */
    Set<String> roots() {
        return needs.keySet().stream().map(ColumnPath::root).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether it needs something else than text in a column of this name. */
    boolean needsNoText(String column) {
        return needs.entrySet().stream()
                .anyMatch(need -> need.getKey().equals(column)
                        ? need.getValue().stream().anyMatch(kind -> !kind.equals(ColumnKind.TEXT))
                        : need.getKey().startsWith(column + ".")
                                || need.getKey().startsWith(column + "["));
    }

    /** Whether it needs text, or something that may be text, in a column of this name. */
    boolean needsText(String column) {
        return needs.getOrDefault(column, List.of()).contains(ColumnKind.TEXT);
    }
}
