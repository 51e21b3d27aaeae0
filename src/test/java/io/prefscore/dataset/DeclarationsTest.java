package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.config.SettingsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every declaration of {@code schemas.conf}: read by its name, and as its own mapping once that is printed and pasted. */
@ExtendWith(LocalSpark.class)
@OnEachSpark
class DeclarationsTest {

    /** A column has at most so many kinds. */
    private static final int CHOICES = 3;

    @TempDir
    private Path folder;

    /** What comes of rows; a flip by its words and the columns that it changes. */
    private record Reading(
            List<Parsed> rows, boolean groupsByPrompt, List<String> slices, String flip, Map<String, String> changes) {

        static Reading of(Recognition recognition, StructType columns, PreferenceSchemas.Peek peek) {
            RowParser parser = recognition.parser();
            List<Row> rows = peek.rows(parser.columns(), Integer.MAX_VALUE);
            LabelFlip flip = recognition.schema().flip();
            Map<String, String> changes = new TreeMap<>();
            flip.apply(columns).forEach((column, change) -> changes.put(column, change.toString()));
            return new Reading(
                    IntStream.range(0, rows.size())
                            .mapToObj(index -> parser.parse("row-" + index, rows.get(index)))
                            .toList(),
                    parser.groupsByPrompt(),
                    parser.sliceNames(),
                    flip.describe(),
                    changes);
        }

        boolean isWhole() {
            return rows.stream().allMatch(Parsed.Usable.class::isInstance);
        }
    }

    static List<Declaration> all() {
        return Declaration.all();
    }

    private static InputSettings settings(String... assignments) {
        SettingsReader reader = new SettingsReader();
        Stream.of(assignments).forEach(reader::set);
        return reader.read(SettingsUse.TRANSFORM).input();
    }

    /** What somebody reads who puts the printed mapping into a file, and what may go beside it, as a refusal would say. */
    private Recognition pasted(Recognition printed, StructType columns, PreferenceSchemas.Peek peek) {
        List<String> lines = SettingsWriter.columns(printed.schema().columns(), printed.left());
        try {
            Path file = Files.write(folder.resolve("pasted.conf"), lines);
            InputSettings settings =
                    new SettingsReader().file(file).read(SettingsUse.TRANSFORM).input();
            return PreferenceSchemas.recognise(columns, settings, peek);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsTheSameOnceItIsPrintedAndPasted(Declaration declaration) {
        for (boolean whole : List.of(true, false)) {
            for (int choice = 0; choice < CHOICES; choice++) {
                DeclaredTable table = DeclaredTable.of(declaration, choice, whole);
                String as = declaration.name() + (whole ? ", whole " : ", needs only ") + choice;
                Recognition named = PreferenceSchemas.recognise(
                        table.columns(), settings("input.schema=" + declaration.name()), table::rows);
                Reading reading = Reading.of(named, table.columns(), table::rows);

                assertThat(named.schema().name()).as(as).isEqualTo(declaration.name());
                assertThat(reading.isWhole() || !whole)
                        .as("%s: %s", as, reading.rows())
                        .isTrue();
                Recognition pasted = pasted(named, table.columns(), table::rows);
                assertThat(pasted.schema().columns())
                        .as(as)
                        .isEqualTo(named.schema().columns());
                assertThat(Reading.of(pasted, table.columns(), table::rows))
                        .as(as)
                        .isEqualTo(reading);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void isRecognisedByItsOwnColumns(Declaration declaration) {
        if (declaration.taken() == Declaration.Taken.BY_NAME) {
            return;
        }
        for (boolean whole : List.of(true, false)) {
            for (int choice = 0; choice < CHOICES; choice++) {
                DeclaredTable table = DeclaredTable.of(declaration, choice, whole);
                Recognition recognition = PreferenceSchemas.recognise(table.columns(), settings(), table::rows);

                assertThat(recognition.schema().name())
                        .as(
                                "%s %d: %s",
                                whole ? "whole" : "needs only",
                                choice,
                                table.columns().catalogString())
                        .isEqualTo(declaration.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishedDataReadsTheSameOnceItsMappingIsPrintedAndPasted(PublishedData data, SparkSession spark) {
        StructType columns = data.rows(spark).schema();
        List<String> names = List.of(columns.fieldNames());
        List<Row> rows = data.rows(spark).collectAsList();
        PreferenceSchemas.Peek peek = (some, count) -> rows.stream()
                .limit(count)
                .map(row -> RowFactory.create(
                        some.stream().map(name -> row.get(names.indexOf(name))).toArray()))
                .toList();
        Recognition recognised = PreferenceSchemas.recognise(columns, settings(), peek);

        assertThat(Reading.of(pasted(recognised, columns, peek), columns, peek))
                .isEqualTo(Reading.of(recognised, columns, peek));
    }
}
