package io.prefscore.filter.texts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.dataset.Recognition;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/**
 * Evaluation sets whose prompts must not stand in training data: read as any input is, by the schema that is recognised, or by
 * the names of columns. Driver side.
 *
 * <p>Of an example only the prompt counts, as in Tülu 3 (Lambert et al., 2024): it is what an evaluation asks. Its answers are
 * often those of widely used models, whose refusals and courtesies stand in training data without any leak. To index answers
 * too, name their columns.
 *
 * @param paths files, folders or globs, each a set of its own
 * @param columns text columns to read in those sets that have any of them; all other sets are recognised
 * @param words words of an n-gram, at least 1
 */
public record EvaluationSets(List<String> paths, List<String> columns, int words) {

    /** Words of an n-gram for GPT-3 (Brown et al., 2020). */
    public static final int DEFAULT_WORDS = 13;

    public EvaluationSets {
        paths = List.copyOf(paths);
        columns = List.copyOf(columns);
    }

    /**
     * What was read of a set.
     *
     * @param path as it was named
     * @param readAs name of the schema, or of the columns
     * @param texts how many texts were indexed, repeated ones included
     * @param unreadable rows of which none could be read
     */
    public record Source(String path, String readAs, long texts, long unreadable) {}

    /**
     * The sets' n-grams, and what they were read from.
     *
     * @param sources one for each path
     */
    public record Indexed(NGramIndex grams, List<Source> sources) {

        public Indexed {
            sources = List.copyOf(sources);
        }
    }

    /**
     * Reads the sets.
     *
     * @throws UserError of kind INPUT, naming the set, where it is missing, cannot be read, is neither recognised nor has any
     *     of the columns, or holds no text that can be read
     */
    public Indexed index(SparkSession spark) {
        NGramIndex index = new NGramIndex(words);
        List<Source> sources = new ArrayList<>();
        for (String path : paths) {
            try {
                sources.add(add(spark, path, index));
            } catch (Exception failure) {
                RuntimeException known = ReadFailures.unchecked(failure);
                throw known instanceof UserError error
                        ? new UserError(error.kind(), "evaluation set " + path + ": " + error.getMessage(), failure)
                        : known;
            }
        }
        return new Indexed(index, sources);
    }

    private Source add(SparkSession spark, String path, NGramIndex index) {
        InputSettings settings = new SettingsReader()
                .flag("evaluation sets", "input.paths", List.of(path))
                .read(SettingsUse.TRANSFORM)
                .input();
        InputTable table = new InputReader(spark, settings).open();
        List<String> named = columns.stream()
                .filter(Arrays.asList(table.columns().fieldNames())::contains)
                .toList();
        if (named.isEmpty()) {
            Recognition recognised = recognise(table, settings);
            RowTexts prompts = new RowTexts.OfPrompt(recognised.parser());
            String schema = recognised.schema().name();
            return add(
                    index,
                    new Source(path, schema, 0, 0),
                    cells(table, recognised.parser().columns()),
                    prompts);
        }
        requireText(table, named);
        String names = String.join(", ", named);
        return add(index, new Source(path, names, 0, 0), cells(table, named), new RowTexts.OfCells());
    }

    private static Recognition recognise(InputTable table, InputSettings settings) {
        try {
            return PreferenceSchemas.recognise(table, settings);
        } catch (UserError unrecognised) {
            // the lines below the first are about settings of the input that is scored
            String found = String.valueOf(unrecognised.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("");
            throw new UserError(
                    UserError.Kind.INPUT, found + "\nname the columns that hold the set's texts", unrecognised);
        }
    }

    private static void requireText(InputTable table, List<String> named) {
        for (String name : named) {
            DataType type = table.columns().apply(name).dataType();
            if (!(type instanceof StringType)) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        "column '" + name + "' must be text; found " + type.catalogString()
                                + "; name columns of texts, or none to have the set recognised");
            }
        }
    }

    private static Dataset<Row> cells(InputTable table, List<String> names) {
        Column[] cells = names.stream()
                .map(name -> col(InputTable.ROW).getField(name).as(name))
                .toArray(Column[]::new);
        return table.rows().select(col(InputTable.DEFECT_REASON), struct(cells));
    }

    private static Source add(NGramIndex index, Source source, Dataset<Row> rows, RowTexts texts) {
        long found = 0;
        long unreadable = 0;
        for (FindGrams.Found part : rows.javaRDD()
                .mapPartitions(new FindGrams(texts, index.words()))
                .collect()) {
            index.add(part.grams());
            found += part.texts();
            unreadable += part.unreadable();
        }
        if (found == 0) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    "holds no text that can be read as " + source.readAs() + "; rows: " + unreadable
                            + "; name the columns that hold the set's texts, or remove the set");
        }
        return new Source(source.path(), source.readAs(), found, unreadable);
    }
}
