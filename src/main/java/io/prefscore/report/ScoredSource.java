package io.prefscore.report;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.InputSettings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.RowParser;
import io.prefscore.scoring.ParserColumns;
import io.prefscore.scoring.SessionSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Outputs of scoring runs. */
final class ScoredSource implements ReportSource {

    private final SparkSession spark;
    private final RunGrid runs;
    private final List<String> slices;

    /**
     * @param slices columns of the data to break results down by, besides those that the runs know
     */
    ScoredSource(SparkSession spark, List<String> folders, List<String> slices) {
        this.spark = spark;
        this.runs = RunGrid.of(folders.stream()
                .map(folder -> ScoredRun.read(folder, spark.sparkContext().hadoopConfiguration()))
                .toList());
        this.slices = slices;
    }

    /** The runs, by what they scored and with which model. */
    RunGrid runs() {
        return runs;
    }

    @Override
    public String title() {
        return String.join(", ", runs.data());
    }

    @Override
    public List<String> models() {
        return runs.models();
    }

    @Override
    public List<String> data() {
        return runs.data();
    }

    @Override
    public List<String> schemas() {
        return IntStream.range(0, runs.data().size())
                .mapToObj(data -> runs.anyOver(data).schema())
                .toList();
    }

    @Override
    public Map<String, String> facts(int model) {
        Map<String, String> facts = new LinkedHashMap<>();
        ScoredRun any = runs.anyOf(model);
        facts.put("model fingerprint", any.fingerprint());
        for (int data = 0; data < runs.data().size(); data++) {
            String label =
                    runs.data().size() == 1 ? "run" : "run over " + runs.data().get(data);
            facts.put(label, runs.run(data, model).origin());
        }
        facts.put("scored by prefscore", any.codeVersion());
        return facts;
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int data = 0; data < runs.data().size(); data++) {
            ScoredRun run = runs.anyOver(data);
            facts.put(
                    runs.data().size() == 1 ? "data" : "data " + (data + 1),
                    run.data() + ", read as " + run.schema() + ": " + run.rowsRead() + " rows, " + run.rowsSetAside()
                            + " set aside" + odd(run) + notRead(run));
        }
        return facts;
    }

    private static String notRead(ScoredRun run) {
        return run.notRead().isEmpty() ? "" : "; columns not read: " + String.join(", ", run.notRead());
    }

    private static String odd(ScoredRun run) {
        return run.flagged().isEmpty()
                ? ""
                : "; odd rows: "
                        + new TreeMap<>(run.flagged())
                                .entrySet().stream()
                                        .map(flag -> flag.getKey() + " " + flag.getValue())
                                        .collect(Collectors.joining(", "));
    }

    @Override
    public Dataset<Row> compared() {
        return new ScoredComparisons(spark, runs, slices).rows();
    }

    @Override
    public boolean isCostly() {
        return runs.models().size() > 1 || !slices.isEmpty();
    }

    @Override
    public boolean isLittle() {
        return runs.rowsRead() <= SessionSettings.LITTLE_ROWS;
    }

    @Override
    public ExampleTexts texts(int data, Set<String> examples) {
        ScoredRun run = runs.anyOver(data);
        String prefix = runs.data().size() > 1 ? runs.data().get(data) + ":" : "";
        InputSettings settings = run.scoredInput();
        InputTable input = new InputReader(spark, settings).open();
        RowParser parser = PreferenceSchemas.recognise(input, settings).parser();
        Column verdict = col(InputTable.ROW).getField("prefscore");
        Object[] wanted = examples.stream()
                .map(example -> example.substring(prefix.length()))
                .toArray();
        ExampleTexts texts = new ExampleTexts();
        input.rows()
                .where(verdict.getField("example_id").isin(wanted))
                .select(
                        verdict.getField("example_id"),
                        verdict.getField("first_response"),
                        ParserColumns.of(parser, name -> col(InputTable.ROW).getField(name)))
                .collectAsList()
                .forEach(row -> {
                    if (parser.parse(row.getString(0), row.getStruct(2)) instanceof Parsed.Usable usable) {
                        texts.add(prefix + row.getString(0), row.getInt(1), usable.example());
                    }
                });
        return texts;
    }
}
