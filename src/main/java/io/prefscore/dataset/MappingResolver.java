package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.ColumnMapping.Answers;
import io.prefscore.config.ColumnMapping.Judgement;
import io.prefscore.config.ColumnMapping.Prompt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the paths of a mapping in a data set's columns: of alternatives the one that is there, of a list each of its items.
 * What is optional and missing is left out; what is not is noted. Driver side.
 */
final class MappingResolver {

    private static final Kind TURNS = new Kind(
            "text, messages or a list of answers",
            type -> ColumnKind.TEXT.holds(type) || MessageReader.reads(type) || MessageReader.readsOne(type));
    private static final Kind TEXT = new Kind("text", StringType.class::isInstance);
    private static final Kind PAST = new Kind(
            "a list of messages, or of pairs of a question and its answer",
            type -> MessageReader.reads(type)
                    || (type instanceof ArrayType outer && ColumnKind.TEXTS.holds(outer.elementType())));
    private static final Kind RATING = new Kind("a number", MappingResolver::isRating);
    private static final Kind SCALAR = new Kind("text, a number, or true or false", MappingResolver::isScalar);
    private static final Kind NUMBER = new Kind("a number", NumericType.class::isInstance);
    private static final Kind NAME =
            new Kind("text or a whole number", type -> type instanceof StringType || type instanceof IntegralType);
    private static final Kind TREE = new Kind(
            "a tree of messages {text, role, replies}",
            type -> type instanceof StructType node
                    && List.of(node.fieldNames()).containsAll(List.of("text", "role")));

    private final StructType columns;
    private final boolean strict;
    private final Map<String, String> lacking = new LinkedHashMap<>();

    /** What may stand at a path. */
    private record Kind(String label, Predicate<DataType> test) {}

    /**
     * @param strict whether all that is named must be there, as in a user's own mapping
     */
    MappingResolver(StructType columns, boolean strict) {
        this.columns = columns;
        this.strict = strict;
    }

    /** What was missing or of another kind, in words. */
    List<String> lacking() {
        return List.copyOf(lacking.values());
    }

    /** The mapping as far as the columns have it, with a blank for what was missing or of another kind. */
    ColumnMapping withBlanks(ColumnMapping mapping) {
        return resolve(mapping).mapPaths(path -> lacking.containsKey(path) ? ColumnWords.BLANK : path);
    }

    ColumnMapping resolve(ColumnMapping mapping) {
        Prompt prompt = mapping.prompt();
        Answers answers = mapping.answers();
        Judgement judgement = mapping.judgement();
        boolean alternate = Turns.alternate(mapping.writing());
        return new ColumnMapping(
                some(mapping.ids(), NAME),
                new Prompt(
                        alternate ? needed(prompt.columns(), TEXT) : prompt(prompt.columns()),
                        prompt.separator(),
                        optional(prompt.system(), TEXT),
                        optional(prompt.history(), PAST)),
                new Answers(
                        answers(answers.responses()),
                        answers(answers.chosen()),
                        answers(answers.rejected()),
                        answers.conversation().map(path -> needed(path, TURNS)),
                        answers.tree().map(path -> needed(path, TREE)),
                        answers.exactly(),
                        allOrNone(answers.writers(), TEXT)),
                new Judgement(
                        judgement.label().map(path -> needed(path, SCALAR)),
                        judgement.labelValues(),
                        judgement.tieValues(),
                        judgement.threshold(),
                        needed(judgement.flags(), SCALAR),
                        optional(judgement.strength(), NUMBER),
                        judgement.strengthLimit(),
                        allOrNone(judgement.ratings(), RATING),
                        allOrNone(judgement.ranks(), RATING),
                        judgement.bestFirst(),
                        attributes(judgement.attributes()),
                        judgement.pairTags(),
                        optional(judgement.turn(), NUMBER)),
                mapping.writing(),
                some(mapping.slices(), SCALAR),
                mapping.rows(),
                mapping.groupBy().map(path -> needed(path, SCALAR)));
    }

    private List<String> prompt(List<String> paths) {
        return paths.size() == 1 ? needed(paths, TURNS) : some(paths, TEXT);
    }

    private List<String> answers(List<String> paths) {
        return paths.stream().map(path -> eachOf(path)).toList();
    }

    /** A path to responses: where a list of answers stands, to each of them. */
    private String eachOf(String written) {
        Optional<ColumnPath> found = ColumnPath.find(written, columns);
        if (found.isPresent() && isListOfAnswers(found.orElseThrow().type())) {
            return found.orElseThrow().each().text();
        }
        return needed(written, TURNS);
    }

    private static boolean isListOfAnswers(DataType type) {
        return type instanceof ArrayType list
                && !MessageReader.reads(type)
                && (list.elementType() instanceof StringType || MessageReader.reads(list.elementType()));
    }

    private String needed(String written, Kind kind) {
        Optional<ColumnPath> found = ColumnPath.find(written, columns);
        if (found.isEmpty()) {
            lacking.put(written, "column '" + written + "' is missing" + Names.suggestion(written, columns));
            return written;
        }
        if (!kind.test().test(found.orElseThrow().type())) {
            lacking.put(
                    found.orElseThrow().text(),
                    "column '" + written + "' must be " + kind.label() + "; found "
                            + found.orElseThrow().type().catalogString());
        }
        return found.orElseThrow().text();
    }

    private List<String> needed(List<String> written, Kind kind) {
        return written.stream().map(path -> needed(path, kind)).toList();
    }

    private Optional<String> optional(Optional<String> written, Kind kind) {
        return strict ? written.map(path -> needed(path, kind)) : written.flatMap(path -> find(path, kind));
    }

    private Optional<String> find(String written, Kind kind) {
        return ColumnPath.find(written, columns)
                .filter(path -> kind.test().test(path.type()))
                .map(ColumnPath::text);
    }

    /** Those that are there. */
    private List<String> some(List<String> written, Kind kind) {
        return strict
                ? needed(written, kind)
                : written.stream().flatMap(path -> find(path, kind).stream()).toList();
    }

    private List<String> allOrNone(List<String> written, Kind kind) {
        if (strict) {
            return needed(written, kind);
        }
        List<String> found = some(written, kind);
        return found.size() == written.size() ? found : List.of();
    }

    private Map<String, String> attributes(Map<String, String> written) {
        Map<String, String> found = new TreeMap<>();
        new TreeMap<>(written).forEach((name, path) -> optional(Optional.of(path), RATING)
                .ifPresent(there -> found.put(name, there)));
        return found;
    }

    private static boolean isRating(DataType type) {
        return isScalar(type) || (type instanceof ArrayType list && isScalar(list.elementType()));
    }

    private static boolean isScalar(DataType type) {
        return type instanceof StringType || type instanceof NumericType || type instanceof BooleanType;
    }
}
