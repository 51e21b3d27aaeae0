package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.Mix;
import io.prefscore.demo.ModelFamily;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.Split;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * What the quickstart leaves, from fewer models and pairs, and two nights of the same pairs: something of everything that notes
 * read.
 *
 * @param folder where it all stands
 */
public record SmallDemo(Path folder) {

    /** As few as a filter can tell wrong labels among. */
    private static final int PAIRS = 1_000;

    private static final double NOISE = 0.1;
    private static final long SEED = 7;

    /** Two sizes and two amounts of data are the least that curves are drawn through; the others cost minutes. */
    private static final long LARGEST_OF_THE_SMALL = 20_000;

    private static final List<String> DAYS = List.of("2026-01-01", "2026-01-02");

    /** Makes one in a folder that is empty. */
    public static SmallDemo make(SparkSession spark, Path folder) throws IOException {
        SmallDemo demo = new SmallDemo(folder);
        DemoPlan plan = demo.plan();
        SparkJobs.within(spark).demo(plan, DemoProgress.SILENT);
        copy(folder.resolve("data"), demo.day(DAYS.get(0)));
        copy(folder.resolve("data-mislabelled"), demo.day(DAYS.get(1)));
        for (String day : DAYS) {
            demo.night(spark, day);
        }
        return demo;
    }

    private DemoPlan plan() {
        List<DemoPlan.Scoring> scorings = new ArrayList<>();
        ModelFamily.grid().stream()
                .filter(model -> model.nonEmbeddingParameters() < LARGEST_OF_THE_SMALL)
                .filter(model -> model.pairs() == 16_000 || model.pairs() == 128_000)
                .forEach(model -> scorings.add(scoring(model, "data", "scored/" + model.name())));
        BuiltInModel largest = ModelFamily.largest();
        scorings.add(scoring(largest, "data", "scored/" + largest.name()));
        return new DemoPlan(
                folder + "/",
                data(0),
                scorings,
                Optional.of(new DemoPlan.Mislabelled(
                        data(NOISE), scoring(largest, "data-mislabelled", "scored-mislabelled"))));
    }

    private static DemoData data(double noise) {
        return new DemoData(new PreferenceGenerator(SEED, Split.HELD_OUT, Mix.USUAL, noise), PAIRS);
    }

    private DemoPlan.Scoring scoring(BuiltInModel model, String input, String output) {
        return new DemoPlan.Scoring(
                model,
                new SettingsReader()
                        .set("report.use=off")
                        .set("scaling.columns.slice=kind")
                        .set("scaling.replicates=100")
                        .set("filter.policies=[{ agreement { above = 90 %, per = kind } }]")
                        .set("model.threads=1")
                        .set("model.parameters=" + model.nonEmbeddingParameters())
                        .set("model.training-data=" + model.pairs())
                        .set("model.path=" + folder.resolve("models").resolve(model.name()))
                        .set("input.paths=" + folder.resolve(input))
                        .set("output.path=" + folder.resolve(output))
                        .read(SettingsUse.SCORE));
    }

    private Path day(String day) {
        return folder.resolve("days").resolve("dt=" + day);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".parquet")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void night(SparkSession spark, String day) {
        StringWriter err = new StringWriter();
        PrintWriter nobody = new PrintWriter(new StringWriter());
        int code = Prefscore.execute(
                SparkJobs.within(spark),
                new Terminal(nobody, new PrintWriter(err, true), Terminal.Kind.PLAIN, 80),
                "nightly",
                "--input",
                folder.resolve("days") + "/dt={yyyy-MM-dd}",
                "--day",
                day,
                "--set",
                "nightly.root=" + nights(),
                "--store",
                folder.resolve("store").toString(),
                "--set",
                "model.kind=length",
                "--set",
                "input.columns.slices=[\"kind\"]");
        assertThat(code).as(err.toString()).isZero();
    }

    /** The output of a run of the largest model on right labels. */
    public Path run() {
        return folder.resolve("scored").resolve(ModelFamily.largest().name());
    }

    /** The same where some labels are wrong. */
    public Path mislabelledRun() {
        return folder.resolve("scored-mislabelled");
    }

    /** The largest model's checkpoint. */
    public Path model() {
        return folder.resolve("models").resolve(ModelFamily.largest().name());
    }

    /** Of several models on one data set. */
    public Path report() {
        return folder.resolve("report");
    }

    /** Curves through all models. */
    public Path curves() {
        return folder.resolve("scaling");
    }

    /** The receipt's folder of the filtered run. */
    public Path filtered() {
        return folder.resolve("filtered");
    }

    /** The root of two nights, scored by length. */
    public Path nights() {
        return folder.resolve("nights");
    }
}
