package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.SettingsWriter;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** What is said where a data set cannot be read: why, and a mapping that mends it when it is completed. Driver side. */
final class Refusals {

    /** What most data is. */
    private static final String COMMONEST = "pair";

    private Refusals() {}

    /** A schema fits, but would drop a part of the conversation. */
    static UserError missed(PreferenceSchema schema, List<String> missed, StructType columns) {
        String names = String.join(", ", missed);
        boolean one = missed.size() == 1;
        return error(
                (one ? "column '" + names + "' looks" : "columns " + names + " look")
                        + " like a part of the conversation, and the schema '" + schema.name() + "' does not read "
                        + (one ? "it" : "them") + "; found: " + Names.describe(columns)
                        + "\nif " + (one ? "it" : "they") + " may go, set input.ignore = [" + quoted(missed)
                        + "]; if not, say in a file for --conf what " + (one ? "it is" : "they are")
                        + " (below is a guess; system, history and responses are other keys):",
                guess(schema.columns(), missed, columns));
    }

    /** What the columns that were missed may be: another rejected answer, earlier turns, or the start of the prompt. */
    private static ColumnMapping guess(ColumnMapping mapping, List<String> missed, StructType columns) {
        List<String> prompts = new ArrayList<>();
        List<String> rejected = new ArrayList<>(mapping.answers().rejected());
        Optional<String> history = mapping.prompt().history();
        for (String path : missed) {
            Optional<ColumnPath> found = ColumnPath.find(path, columns);
            boolean text =
                    found.map(column -> ColumnKind.TEXT.holds(column.type())).orElse(false);
            if (!rejected.isEmpty() && Part.isRejected(path)) {
                rejected.add(path);
            } else if (text) {
                prompts.add(path);
            } else if (history.isEmpty()
                    && found.map(column -> MessageReader.reads(column.type())).orElse(false)) {
                history = Optional.of(path);
            }
        }
        prompts.addAll(mapping.prompt().columns());
        return mapping.withTurns(prompts, history, rejected);
    }

    /** The columns fit, and the rows say something else. */
    static UserError doubted(PreferenceSchema schema, String doubt, StructType columns) {
        List<String> prompt = schema.columns().prompt().columns();
        return error(
                doubt + " (as the schema '" + schema.name() + "'); found: " + Names.describe(columns)
                        + "\nsay in a file for --conf what the columns are:",
                schema.columns()
                        .withTurns(
                                prompt.isEmpty() ? List.of(ColumnWords.BLANK) : prompt,
                                schema.columns().prompt().history(),
                                schema.columns().answers().rejected()));
    }

    /** Texts hold marks of a template that are no marks where they stand. */
    static UserError marked(String finding) {
        return new UserError(
                UserError.Kind.INPUT,
                finding
                        + ": a model would be told that somebody wrote them. Set input.columns.marks to the template's name"
                        + " to have them read as turns, or to none if they are to be scored as they stand");
    }

    /** The words of the names tell something, and leave something open. */
    static UserError open(ColumnWords.Understood understood, StructType columns) {
        MappingResolver resolver = new MappingResolver(columns, false);
        ColumnMapping mapping = resolver.withBlanks(understood.mapping());
        List<String> open = understood.open().isEmpty() ? resolver.lacking() : understood.open();
        return error(
                "the columns fit no preference schema; found: " + Names.describe(columns) + "\n"
                        + String.join("; ", open) + "\ncomplete this in a file, and give it with --conf:",
                mapping);
    }

    /** Nothing fits, and the names say too little. */
    static UserError unrecognised(List<Declaration> candidates, StructType columns, FirstLook look) {
        Declaration nearest = candidates.stream()
                .filter(declaration -> candidates.size() == 1 || declaration.resembles(columns))
                .min(Comparator.comparingInt((Declaration declaration) -> declaration.distance(columns))
                        .thenComparing(declaration -> !declaration.name().equals(COMMONEST)))
                .orElseGet(Refusals::commonest);
        return error(
                "the columns fit no preference schema; found: " + Names.describe(columns) + "\n" + "nearest is '"
                        + nearest.name() + "': " + String.join("; ", nearest.lacking(columns))
                        + "\nname your own columns instead of those below, in a file for --conf:",
                ColumnWords.of(columns, look)
                        .map(words -> new MappingResolver(columns, false).withBlanks(words.mapping()))
                        .orElseGet(() -> likely(nearest, columns)));
    }

    /** A smaller schema fits, without what is misspelt or mistyped. */
    static UserError misspelt(Declaration meant, Declaration fits, StructType columns) {
        return error(
                String.join("; ", meant.lacking(columns)) + "\nwithout it the columns fit the schema '" + fits.name()
                        + "'; mend the column, or set input.schema=" + fits.name()
                        + " if that is meant, or complete this in a file, and give it with --conf:",
                likely(meant, columns));
    }

    /** What columns are that resemble no schema. */
    private static Declaration commonest() {
        return Declaration.all().stream()
                .filter(declaration -> declaration.name().equals(COMMONEST))
                .findFirst()
                .orElseThrow();
    }

    /** A schema's mapping, with blanks for what it needs and the columns do not have. */
    private static ColumnMapping likely(Declaration nearest, StructType columns) {
        return new MappingResolver(columns, false)
                .withBlanks(nearest.columns())
                .mapPaths(path ->
                        nearest.needs().containsKey(path) && !nearest.isMet(path, columns) ? ColumnWords.BLANK : path);
    }

    private static String quoted(List<String> names) {
        return String.join(", ", names.stream().map(name -> "\"" + name + "\"").toList());
    }

    private static UserError error(String message, ColumnMapping mapping) {
        return new UserError(UserError.Kind.INPUT, message + "\n" + String.join("\n", SettingsWriter.columns(mapping)));
    }
}
