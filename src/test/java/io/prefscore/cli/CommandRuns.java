package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.config.Settings;
import io.prefscore.filter.FilterReceipt;
import io.prefscore.inspect.Inspection;
import io.prefscore.nightly.NightlyReport;
import io.prefscore.nightly.NightlyRequest;
import io.prefscore.report.ReportDocument;
import io.prefscore.report.ScalingDocument;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.StoreKeeper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs commands as the process would, in the tests' own session, and keeps a table of what each case gets. */
final class CommandRuns {

    /**
     * How a command ended.
     *
     * @param code exit code of the process
     * @param message what was shown once the settings had been read, or in complaint of them
     */
    record Outcome(int code, String message) {

        /** As a cell of the table. */
        String shown() {
            return "exit " + code + ": " + message.strip().replace("\n", " / ");
        }
    }

    private record Line(String title, String gets) {}

    private static final int MOST_SHOWN = 330;

    private final SparkSession spark;
    private final Path folder;
    private final List<Line> table = new ArrayList<>();

    CommandRuns(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Runs a command; what it complains of must be words for people. */
    Outcome run(String... arguments) {
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), Terminal.Kind.PLAIN, 80);
        int code = Prefscore.execute(new InSession(SparkJobs.within(spark), err), terminal, arguments);
        assertThat(err.toString()).doesNotContain("\tat ", "Exception", "org.apache.spark", "the full trace is in");
        return new Outcome(
                code, err.toString().replace(folder.toString() + "/", "").strip());
    }

    /** Scores with a model, however many rows cannot be used; the options come last. */
    Outcome score(Path model, Path input, Path output, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "score",
                "--model",
                model.toString(),
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--set",
                "model.threads=2",
                "--set",
                "input.max-set-aside=100 %"));
        arguments.addAll(Arrays.asList(options));
        return run(arguments.toArray(String[]::new));
    }

    /** Adds a line to the table. */
    void note(String title, String gets) {
        String plain = gets.replace(folder.toString() + "/", "").replaceAll("file:/*", "");
        table.add(new Line(title, plain.length() > MOST_SHOWN ? plain.substring(0, MOST_SHOWN) + "…" : plain));
    }

    /** The table in Markdown. */
    void print(String heading) {
        StringBuilder text = new StringBuilder("\n| " + heading + " | what it gets |\n|---|---|\n");
        for (Line line : table) {
            text.append("| ").append(cell(line.title())).append(" | ").append(cell(line.gets()));
            text.append(" |\n");
        }
        System.out.print(text);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " / ");
    }

    Path lines(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines, StandardCharsets.UTF_8);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Dataset<Row> table(Path output, String name) {
        return spark.read().parquet(output.resolve(name).toString());
    }

    /** What became of each row, by the id that it has, or by the start of the set-aside detail where it has none. */
    Map<String, String> rows(Path output) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Row row : table(output, "scores")
                .selectExpr("prefscore.example_id", "prefscore.flags", "prefscore.rewards", "prefscore.agrees")
                .collectAsList()) {
            List<String> flags = row.getList(1);
            List<Float> rewards = row.getList(2);
            assertThat(rewards).allMatch(reward -> Float.isFinite(reward));
            rows.put(
                    row.getString(0),
                    "scored" + (flags.isEmpty() ? "" : ", flagged " + String.join(", ", flags))
                            + (rewards.size() == 2 && row.isNullAt(3) ? ", a tie" : ""));
        }
        for (Row row :
                table(output, "set-aside").selectExpr("id", "reason", "detail").collectAsList()) {
            String detail = row.getString(2);
            rows.put(row.isNullAt(0) ? detail : row.getString(0), "set aside as " + row.getString(1) + ": " + detail);
        }
        return rows;
    }

    /** Rows of both tables together. */
    long written(Path output) {
        return table(output, "scores").count() + table(output, "set-aside").count();
    }

    /** The real jobs, whose progress nobody looks at. */
    private record InSession(Jobs jobs, StringWriter err) implements Jobs {

        @Override
        public Optional<RunSummary> score(Settings settings, ProgressListener progress) {
            // what was written so far are the settings
            err.getBuffer().setLength(0);
            return jobs.score(settings, ProgressListener.SILENT);
        }

        @Override
        public NightlyReport nightly(Settings settings, NightlyRequest request, ProgressListener progress) {
            err.getBuffer().setLength(0);
            return jobs.nightly(settings, request, ProgressListener.SILENT);
        }

        @Override
        public List<StoreKeeper.Shelf> storeShelves(String store, ProgressListener progress) {
            return jobs.storeShelves(store, ProgressListener.SILENT);
        }

        @Override
        public int compactStore(String store, Duration grace, ProgressListener progress) {
            return jobs.compactStore(store, grace, ProgressListener.SILENT);
        }

        @Override
        public List<String> expireStore(String store, Duration unused) {
            return jobs.expireStore(store, unused);
        }

        @Override
        public DemoReport demo(DemoPlan plan, DemoProgress progress) {
            return jobs.demo(plan, DemoProgress.SILENT);
        }

        @Override
        public ReportDocument report(Settings settings, ProgressListener progress) {
            return jobs.report(settings, ProgressListener.SILENT);
        }

        @Override
        public ScalingDocument scaling(Settings settings, ProgressListener progress) {
            return jobs.scaling(settings, ProgressListener.SILENT);
        }

        @Override
        public FilterReceipt filter(Settings settings, ProgressListener progress) {
            return jobs.filter(settings, ProgressListener.SILENT);
        }

        @Override
        public Inspection inspect(Settings settings, ProgressListener progress) {
            return jobs.inspect(settings, ProgressListener.SILENT);
        }

        @Override
        public CheckReport check(Settings settings) {
            return jobs.check(settings);
        }
    }
}
