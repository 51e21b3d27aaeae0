package io.prefscore.inspect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.InputSettings;
import io.prefscore.config.Settings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.dataset.Recognition;
import io.prefscore.model.TextFacts;
import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.ParserColumns;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.SessionSettings;
import io.prefscore.scoring.StepProgress;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Looks at a data set and writes nothing. The rows are read once and leave the {@link Findings}, a few dozen bytes a response,
 * which stay in the executors' memory, or on their disks, until they are counted. The driver holds a few kilobytes however
 * many rows there are.
 *
 * <p>Driver side. While it goes on, {@code spark.sql.shuffle.partitions} of its session follows the amount of data.
 */
public final class InspectJob {

    private static final Pattern ENDING =
            Pattern.compile("\\.([a-z]+(?:\\.(?:gz|bz2|zst|zstd|snappy|lz4|xz|deflate))?)$");

    private final SparkSession spark;
    private final Settings settings;
    private final Optional<TextFacts> model;
    private final StepProgress progress;

    InspectJob(SparkSession spark, Settings settings, Optional<TextFacts> model, StepProgress progress) {
        this.spark = spark;
        this.settings = settings;
        this.model = model;
        this.progress = progress;
    }

    /**
     * Looks at the input that the settings name.
     *
     * @param settings resolved and checked
     * @param model the model whose tokens are to be counted, if any
     * @param listener told how far it is
     * @throws UserError where the input cannot be read or recognised; never because of a row
     */
    public static Inspection run(
            SparkSession spark, Settings settings, Optional<TextFacts> model, ProgressListener listener) {
        try (StepProgress progress = new StepProgress(spark.sparkContext(), listener, "inspect")) {
            return new InspectJob(spark, settings, model, progress).run();
        } catch (Exception failure) {
            throw ReadFailures.unchecked(failure);
        }
    }

    private Inspection run() {
        progress.enter("opens the input", 0.05, 3);
        InputTable input = new InputReader(spark, settings.input()).open();
        return look(input, PreferenceSchemas.consider(input, settings.input()));
    }

    /** Looks at an input that was opened, read as was recognised. */
    Inspection look(InputTable input, Recognition recognition) {
        progress.enter("reads the rows", 0.75, 1);
        Dataset<Row> findings = findings(input, recognition).persist(StorageLevel.MEMORY_AND_DISK());
        try (SessionSettings session = new SessionSettings(spark)) {
            if (input.isLittle()) {
                session.planForLittle();
            }
            RowTally tally = Counting.tally(findings);
            session.set(SessionSettings.SHUFFLE_PARTITIONS, Integer.toString(shufflePartitions(tally)));
            progress.enter("counts", 1, 6);
            return inspection(input, recognition, findings, tally);
        } finally {
            findings.unpersist();
        }
    }

    private Dataset<Row> findings(InputTable input, Recognition recognition) {
        Column invalid =
                ParserColumns.holdInvalidText(recognition.parser(), input.columns(), name -> col(InputTable.ROW)
                        .getField(name));
        return input.rows()
                .select(
                        col(InputTable.IDENTITY),
                        col(InputTable.NAME),
                        functions.coalesce(
                                col(InputTable.DEFECT_REASON),
                                functions.when(invalid, lit(Skip.Reason.INVALID_UNICODE.name()))),
                        functions.coalesce(
                                col(InputTable.DEFECT_DETAIL),
                                functions.when(invalid, lit("a text holds bytes that are not UTF-8"))),
                        ParserColumns.of(recognition.parser(), name -> col(InputTable.ROW)
                                .getField(name)))
                .mapPartitions(
                        new FindRows(recognition.parser(), recognition.schema().rows(), model.orElse(null)),
                        Encoders.row(Findings.SCHEMA));
    }

    /** A few tasks for little, and tasks whose share fits their memory for much. */
    private int shufflePartitions(RowTally tally) {
        long texts = tally.responseCharacters().count();
        long few = Math.min(spark.sparkContext().defaultParallelism(), 1 + texts / 100_000);
        return (int) Math.min(50_000, Math.max(few, texts / 2_000_000));
    }

    private Inspection inspection(InputTable input, Recognition recognition, Dataset<Row> findings, RowTally tally) {
        ExampleTally examples =
                switch (recognition.schema().rows()) {
                    case ALONE -> tally.examples();
                    case SHARE_PROMPT -> Counting.examples(findings);
                };
        Optional<Inspection.TokenLengths> tokens = model.map(facts -> new Inspection.TokenLengths(
                examples.promptTokens(), tally.responseTokens(), tally.conversationTokens()));
        return new Inspection(
                source(input),
                new Inspection.Recognised(
                        recognition.schema().name(),
                        recognition.reason(),
                        recognition.alsoFit(),
                        recognition.schema().columns(),
                        recognition.unread(),
                        recognition.left(),
                        recognition.refusal().map(UserError::getMessage)),
                tally.rows(),
                setAside(input, tally, settings.input()),
                settings.input().maxSetAside(),
                flagged(findings, tally),
                settings.input().maxFlagged(),
                new Inspection.Examples(
                        examples.examples(),
                        examples.comparisons(),
                        examples.ties(),
                        examples.responses(),
                        examples.turns()),
                new Inspection.Lengths(examples.promptCharacters(), tally.responseCharacters(), tokens),
                work(findings, tally),
                Counting.slices(findings),
                model.map(facts -> new Inspection.Fit(
                        facts.folder(),
                        facts.maxTokens(),
                        facts.onTooLong(),
                        tally.tooLongTexts(),
                        tally.tooLongRows())),
                settings.input().showsTexts() ? tally.rendered().values() : List.of());
    }

    private static Map<Skip.Reason, Inspection.SetAside> setAside(
            InputTable input, RowTally tally, InputSettings settings) {
        UnaryOperator<String> places = input.places(tally.setAside().values().stream()
                .flatMap(rows -> rows.shown().values().stream())
                .map(SetAsideRow::row)
                .collect(Collectors.toSet()));
        Map<Skip.Reason, Inspection.SetAside> setAside = new EnumMap<>(Skip.Reason.class);
        tally.setAside()
                .forEach((reason, rows) -> setAside.put(
                        reason,
                        new Inspection.SetAside(
                                rows.count(),
                                rows.shown().values().stream()
                                        .map(row -> new SetAsideRow(
                                                places.apply(row.row()),
                                                settings.showsTexts() ? row.detail() : Skip.NOT_SHOWN))
                                        .toList())));
        return setAside;
    }

    private static Map<Flag, Long> flagged(Dataset<Row> findings, RowTally tally) {
        Map<Flag, Long> flagged = new EnumMap<>(Flag.class);
        flagged.putAll(tally.flagged());
        long contradicted = Counting.contradicted(findings);
        if (contradicted > 0) {
            flagged.put(Flag.CONTRADICTED, contradicted);
        }
        return flagged;
    }

    private Inspection.Work work(Dataset<Row> findings, RowTally tally) {
        Counting.Distinct distinct = Counting.distinct(findings);
        return new Inspection.Work(
                tally.conversationCharacters().count(),
                distinct.texts(),
                distinct.prompts(),
                new Inspection.Amount(
                        tally.conversationCharacters().sum(), distinct.characters(), distinct.charactersShared()),
                model.map(facts -> new Inspection.Amount(
                        tally.conversationTokens().sum(), distinct.tokens(), distinct.tokensShared())));
    }

    private static Inspection.Source source(InputTable input) {
        String format = input.files().stream()
                .map(file -> ending(file.name()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return new Inspection.Source(
                input.source(),
                input.files().size(),
                input.bytes().orElse(0),
                input.files().isEmpty() ? "table" : format);
    }

    private static String ending(String name) {
        Matcher ending = ENDING.matcher(name.toLowerCase(Locale.ROOT));
        return ending.find() ? ending.group(1) : "no ending";
    }
}
