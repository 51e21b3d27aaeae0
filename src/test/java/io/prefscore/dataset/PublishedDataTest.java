package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Skip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each published shape: recognised for what it is, by nothing else, and read without loss. */
@ExtendWith(LocalSpark.class)
class PublishedDataTest {

    private static final InputSettings RECOGNISED =
            new SettingsReader().read(SettingsUse.TRANSFORM).input();

    /** A data set read row by row. */
    private record Read(List<Example> examples, List<Skip> skips) {

        static Read of(Dataset<Row> table, RowParser parser) {
            List<Example> examples = new ArrayList<>();
            List<Skip> skips = new ArrayList<>();
            Column[] columns = parser.columns().stream()
                    .map(name -> functions.col("`" + name + "`"))
                    .toArray(Column[]::new);
            int index = 0;
            for (Row row : table.select(columns).collectAsList()) {
                Parsed parsed = shipped(parser).parse("row-" + index++, row);
                if (parsed instanceof Parsed.Usable usable) {
                    examples.add(usable.example());
                } else {
                    skips.add(((Parsed.Unusable) parsed).skip());
                }
            }
            return new Read(examples, skips);
        }

        /** Every comparison, with those between rows of one prompt. */
        List<Comparison> comparisons(RowParser parser) {
            List<Comparison> all = new ArrayList<>();
            if (parser.groupsByPrompt()) {
                byId().values()
                        .forEach(rows -> all.addAll(Ratings.comparisons(rows.stream()
                                .map(row -> row.responses().get(0).rating())
                                .toList())));
            } else {
                examples.forEach(example -> all.addAll(example.comparisons()));
            }
            return all;
        }

        private Map<String, List<Example>> byId() {
            Map<String, List<Example>> byId = new LinkedHashMap<>();
            examples.forEach(example ->
                    byId.computeIfAbsent(example.id(), id -> new ArrayList<>()).add(example));
            return byId;
        }

        PublishedData.Counts counts(RowParser parser) {
            List<Comparison> comparisons = comparisons(parser);
            long distinct = parser.groupsByPrompt() ? byId().size() : examples.size();
            return new PublishedData.Counts(
                    examples.size() + skips.size(),
                    distinct,
                    comparisons.size(),
                    comparisons.stream().filter(Comparison::isTie).count(),
                    skips.size());
        }
    }

    /** The parser as an executor gets it. */
    private static RowParser shipped(RowParser parser) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(parser);
            }
            return (RowParser) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException | ClassNotFoundException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Recognition recognise(Dataset<Row> table) {
        return PreferenceSchemas.recognise(InputReader.of(table, "test"), RECOGNISED);
    }

    @OnEachSpark
    @Test
    void printsWhatEachPublishedShapeComesTo(SparkSession spark) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-40s %-26s %5s %9s %12s %5s %10s  %s%n",
                "published as",
                "recognised as",
                "rows",
                "examples",
                "comparisons",
                "ties",
                "set aside",
                "a flipped label"));
        for (PublishedData data : PublishedData.values()) {
            Dataset<Row> rows = data.rows(spark);
            Recognition recognition = recognise(rows);
            PublishedData.Counts counts = Read.of(rows, recognition.parser()).counts(recognition.parser());
            table.append(String.format(
                    Locale.ROOT,
                    "%-40s %-26s %5d %9d %12d %5d %10d  %s%n",
                    data.file(),
                    recognition.schema().name(),
                    counts.rows(),
                    counts.examples(),
                    counts.comparisons(),
                    counts.ties(),
                    counts.setAside(),
                    recognition.schema().flip().describe()));
            assertThat(recognition.schema().name()).as(data.file()).isEqualTo(data.schema());
            assertThat(counts).as(data.file()).isEqualTo(data.counts());
        }
        System.out.println(table);
    }

    /** Types alone let several schemas fit; this prints which, and which one is taken. */
    @Test
    void noTwoSchemasClaimARowShapeInSilence(SparkSession spark) {
        List<Declaration> schemas = Declaration.all();
        StringBuilder matrix = new StringBuilder("T taken, + its columns fit too, . they do not\n");
        for (int index = 0; index < schemas.size(); index++) {
            matrix.append(String.format(
                    Locale.ROOT, "%2d %s%n", index + 1, schemas.get(index).name()));
        }
        matrix.append(String.format(Locale.ROOT, "%-40s", ""));
        for (int index = 0; index < schemas.size(); index++) {
            matrix.append(String.format(Locale.ROOT, "%3d", index + 1));
        }
        for (PublishedData data : PublishedData.values()) {
            Dataset<Row> rows = data.rows(spark);
            Recognition recognition = recognise(rows);
            matrix.append(String.format(Locale.ROOT, "%n%-40s", data.file()));
            List<String> fitting = new ArrayList<>();
            for (Declaration schema : schemas) {
                boolean fits = schema.taken() != Declaration.Taken.BY_NAME && schema.fits(rows.schema());
                boolean taken = schema.name().equals(recognition.schema().name());
                matrix.append("  ").append(taken ? 'T' : fits ? '+' : '.');
                if (fits && !taken) {
                    fitting.add(schema.name());
                }
            }
            assertThat(recognition.alsoFit()).as(data.file()).containsExactlyElementsOf(fitting);
            for (String other : fitting) {
                assertThat(recognition.reason()).as(data.file()).contains(other);
            }
        }
        System.out.println(matrix);
    }

    @ParameterizedTest
    @EnumSource
    void aFlipTurnsEveryComparisonRound(PublishedData data, SparkSession spark) {
        Dataset<Row> rows = data.rows(spark);
        Recognition recognition = recognise(rows);
        Map<String, Column> flips = recognition.schema().flip().apply(rows.schema());
        if (flips.isEmpty()) {
            assertThat(recognition.schema().flip()).isInstanceOf(LabelFlip.None.class);
            return;
        }
        Dataset<Row> flipped = rows.withColumns(flips);
        Read before = Read.of(rows, recognition.parser());
        Read after = Read.of(flipped, recognition.parser());

        assertThat(flipped.schema()).isEqualTo(rows.schema());
        assertThat(after.skips()).hasSameSizeAs(before.skips());
        if (!recognition.parser().groupsByPrompt()) {
            for (int index = 0; index < before.examples().size(); index++) {
                assertTurned(before.examples().get(index), after.examples().get(index));
            }
        } else {
            assertThat(after.comparisons(recognition.parser()).get(0).preferred())
                    .isEqualTo(before.comparisons(recognition.parser()).get(0).other());
        }
    }

    private static void assertTurned(Example before, Example after) {
        assertThat(after.prompt()).isEqualTo(before.prompt());
        assertThat(after.comparisons()).hasSameSizeAs(before.comparisons());
        for (int index = 0; index < before.comparisons().size(); index++) {
            Comparison was = before.comparisons().get(index);
            Comparison is = after.comparisons().get(index);
            assertThat(is.isTie()).isEqualTo(was.isTie());
            if (!was.isTie()) {
                assertThat(after.responses().get(is.preferred()).messages())
                        .isEqualTo(before.responses().get(was.other()).messages());
                assertThat(after.responses().get(is.other()).messages())
                        .isEqualTo(before.responses().get(was.preferred()).messages());
            }
        }
    }

    /** Row order means nothing: rows that share a prompt find each other by it. */
    @Test
    void findsRowsOfAPromptWhateverTheirOrder(SparkSession spark) {
        Dataset<Row> rows = PublishedData.HELPSTEER2.rows(spark);
        RowParser parser = recognise(rows).parser();

        for (int seed = 0; seed < 5; seed++) {
            Dataset<Row> shuffled = rows.orderBy(functions.rand(seed));
            assertThat(Read.of(shuffled, parser).counts(parser)).isEqualTo(PublishedData.HELPSTEER2.counts());
        }
    }

    @Test
    void weighsAttributesAsTold(SparkSession spark) {
        Dataset<Row> rows = PublishedData.HELPSTEER2.rows(spark);
        InputSettings weighted = new SettingsReader()
                .set("input.rating-weights.helpfulness=0.5")
                .set("input.rating-weights.correctness=2")
                .read(SettingsUse.TRANSFORM)
                .input();
        RowParser parser = PreferenceSchemas.recognise(InputReader.of(rows, "test"), weighted)
                .parser();

        assertThat(Read.of(rows, parser).examples())
                .extracting(example -> example.responses().get(0).rating().orElseThrow())
                .startsWith(0.5 * 4 + 2 * 3, 0.5 * 3 + 2 * 3, 0.5 * 1 + 2 * 3);
    }

    @Test
    void ratesUltraFeedbackByNestedAttributes(SparkSession spark) {
        Dataset<Row> rows = PublishedData.ULTRAFEEDBACK.rows(spark);
        InputSettings honesty = new SettingsReader()
                .set("input.rating-weights.honesty=1")
                .read(SettingsUse.TRANSFORM)
                .input();
        RowParser parser = PreferenceSchemas.recognise(InputReader.of(rows, "test"), honesty)
                .parser();
        List<Example> examples = Read.of(rows, parser).examples();

        assertThat(examples.get(0).responses())
                .extracting(response -> response.rating().orElse(Double.NaN))
                .containsExactly(4.0, 3.0, Double.NaN, 1.0);
        assertThat(examples.get(0).comparisons()).hasSize(3);
    }

    @Test
    void keepsTheTurnsOfEveryEncoding(SparkSession spark) {
        assertThat(prompt(PublishedData.HELPSTEER2, 4, spark))
                .containsExactly("user:Say hi.", "assistant:Hi.", "user:Again.");
        assertThat(prompt(PublishedData.HH_RLHF, 0, spark)).containsExactly("user:Hi", "assistant:Hello", "user:Bye");
        assertThat(prompt(PublishedData.NECTAR, 0, spark)).containsExactly("user:Hi", "assistant:Hello", "user:Why?");
        assertThat(prompt(PublishedData.ARENA_55K, 0, spark)).containsExactly("user:Hi");
        assertThat(prompt(PublishedData.RMB_PAIRWISE, 0, spark))
                .containsExactly("user:Help me.", "assistant:With what?", "user:Cooking.");
        assertThat(prompt(PublishedData.TRL_IMPLICIT_STANDARD, 0, spark)).containsExactly("user:The sky is");
    }

    private static List<String> prompt(PublishedData data, int index, SparkSession spark) {
        Dataset<Row> rows = data.rows(spark);
        return Read.of(rows, recognise(rows).parser()).examples().get(index).prompt().stream()
                .map(turn -> turn.role() + ":" + turn.content())
                .toList();
    }

    @Test
    void keepsWhatBenchmarksAreScoredBy(SparkSession spark) {
        Dataset<Row> rows = PublishedData.RM_BENCH.rows(spark);
        Example styles = Read.of(rows, recognise(rows).parser()).examples().get(0);
        assertThat(styles.comparisons())
                .extracting(comparison -> comparison.preferred() + ":" + (comparison.other() - 3) + " "
                        + comparison.tag().orElseThrow())
                .containsExactly(
                        "0:0 normal",
                        "0:1 hard",
                        "0:2 hard",
                        "1:0 easy",
                        "1:1 normal",
                        "1:2 hard",
                        "2:0 easy",
                        "2:1 easy",
                        "2:2 normal");
        assertThat(styles.slices()).containsEntry("domain", "chat");
        Dataset<Row> ties = PublishedData.REWARDBENCH_2.rows(spark);
        assertThat(Read.of(ties, recognise(ties).parser()).examples())
                .extracting(Example::id)
                .containsExactly("7", "ref:0", "tied:0");
    }
}
