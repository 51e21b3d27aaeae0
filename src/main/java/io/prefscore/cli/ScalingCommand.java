package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.report.ScalingDocument;
import io.prefscore.report.ScalingJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scaling}: how loss and accuracy go with the size of models and of their training data. */
@Command(
        name = "scaling",
        description = "Fit scaling curves to scored runs, or to points from elsewhere: scaling.json, tables, a page.",
        sortOptions = false)
final class ScalingCommand implements Callable<Integer> {

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            arity = "1..*",
            description = "Outputs of scoring runs of several models over the same comparisons.")
    private List<String> runs = new ArrayList<>();

    @Option(
            names = "--points",
            paramLabel = "FILE",
            description =
                    "Instead of --runs: a table of measured models (CSV, Parquet, JSON lines), a row for each model and"
                            + " slice.")
    private @Nullable String points;

    @Mixin
    private GivenOptions given = new GivenOptions();

    @Mixin
    private FolderOptions folder = new FolderOptions();

    @ArgGroup(validate = false, heading = "Columns of --points; by default those of the options' own names:%n")
    private Columns columns = new Columns();

    @Option(
            names = "--d-unit",
            paramLabel = "UNIT",
            description = "What D is counted in: tokens, pairs, examples. C = 6 N D holds for tokens.")
    private @Nullable String dataUnit;

    @Option(
            names = "--tokens-per-unit",
            paramLabel = "N",
            description = "Of another unit than tokens: how many tokens one has on average.")
    private @Nullable String tokensPerUnit;

    @Option(
            names = "--d-from-compute",
            description = "Take training data that is not known to be what compute pays for, D = C / (6 N) in tokens.")
    private boolean dataFromCompute;

    @Option(
            names = "--predict",
            paramLabel = "SIZES",
            description = "Say what a curve comes to at n=7.2e10,d=1.5e7 or at c=1e21; may be given again.")
    private List<String> predict = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "VALUE",
            description =
                    "Say how much data it takes to loss=0.4; more in accuracy=0.8,n=7e9,for=d; may be given again.")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--budget",
            paramLabel = "FLOPS",
            description = "Say which N and D are best for so many floating-point operations; may be given again.")
    private List<String> budgets = new ArrayList<>();

    @Option(names = "--level", paramLabel = "SHARE", description = "Of all intervals, such as 95 %%.")
    private @Nullable String level;

    @Option(names = "--replicates", paramLabel = "N", description = "Of the bootstrap.")
    private @Nullable String replicates;

    @Option(
            names = "--resampling",
            paramLabel = "HOW",
            description =
                    "Of the bootstrap: curve, cases, or auto, which takes cases for many points with heavy tails.")
    private @Nullable String resampling;

    @Option(names = "--seed", paramLabel = "S", description = "Of all that is random.")
    private @Nullable String seed;

    @Option(
            names = "--huber-delta",
            paramLabel = "DELTA",
            description =
                    "Residual beyond which points count linearly, all alike; without it by their standard errors.")
    private @Nullable String huberDelta;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    private final Jobs jobs;
    private final Terminal terminal;

    ScalingCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings read = settings();
        Console console = settings.output().on(terminal);
        ScalingDocument document = console.during(
                progress -> jobs.scaling(read, progress),
                last -> read.output() + " holds no curves yet; the same command makes them anew");
        console.print(
                () -> ScalingSummary.of(document, read.output()),
                () -> ScalingJson.of(document),
                () -> Results.sheet(document));
        return ExitCode.OK.code();
    }

    private Settings settings() {
        SettingsReader reader = settings.reader();
        given.addTo(reader);
        Flags.add(reader, "--runs", "scaling.runs", runs);
        Flags.add(reader, "--points", "scaling.points", points);
        folder.addTo(reader);
        columns.addTo(reader);
        Flags.add(reader, "--d-unit", "scaling.data-unit", dataUnit);
        Flags.add(reader, "--tokens-per-unit", "scaling.tokens-per-unit", tokensPerUnit);
        if (dataFromCompute) {
            reader.flag("--d-from-compute", "scaling.from-compute", "on");
        }
        Flags.add(reader, "--predict", "scaling.predict", predict);
        Flags.add(reader, "--target", "scaling.targets", targets);
        Flags.add(reader, "--budget", "scaling.budgets", budgets);
        Flags.add(reader, "--level", "scaling.confidence-level", level);
        Flags.add(reader, "--replicates", "scaling.replicates", replicates);
        Flags.add(reader, "--resampling", "scaling.resampling", resampling);
        Flags.add(reader, "--seed", "scaling.seed", seed);
        Flags.add(reader, "--huber-delta", "scaling.huber-delta", huberDelta);
        return reader.read(SettingsUse.SCALING);
    }

    /** Which column of a table of points holds what. */
    static final class Columns {

        @Option(names = "--n", paramLabel = "COLUMN", description = "Parameters.")
        private @Nullable String parameters;

        @Option(names = "--d", paramLabel = "COLUMN", description = "Training data, all in --d-unit.")
        private @Nullable String data;

        @Option(names = "--c", paramLabel = "COLUMN", description = "Training compute, floating-point operations.")
        private @Nullable String compute;

        @Option(names = "--loss", paramLabel = "COLUMN", description = "Mean Bradley-Terry loss in nats.")
        private @Nullable String loss;

        @Option(names = "--loss-se", paramLabel = "COLUMN", description = "Its standard error.")
        private @Nullable String lossError;

        @Option(
                names = "--accuracy",
                paramLabel = "COLUMN",
                description = "Pairwise accuracy, as shares or in per cent.")
        private @Nullable String accuracy;

        @Option(names = "--accuracy-se", paramLabel = "COLUMN", description = "Its standard error.")
        private @Nullable String accuracyError;

        @Option(
                names = "--slice",
                paramLabel = "COLUMN",
                description =
                        "Which slice a row is of. Of --runs the one column of their data to break results down by.")
        private @Nullable String slice;

        @Option(names = "--name", paramLabel = "COLUMN", description = "Name of the model.")
        private @Nullable String name;

        @Option(
                names = "--kl",
                paramLabel = "COLUMN",
                description = "KL in nats of a policy from where its optimisation began.")
        private @Nullable String divergence;

        @Option(names = "--best-of-n", paramLabel = "COLUMN", description = "Instead of --kl: n, of the best of n.")
        private @Nullable String bestOf;

        @Option(names = "--reward", paramLabel = "COLUMN", description = "Reward by a judge not optimised against.")
        private @Nullable String reward;

        @Option(names = "--reward-se", paramLabel = "COLUMN", description = "Its standard error.")
        private @Nullable String rewardError;

        private void addTo(SettingsReader reader) {
            Flags.add(reader, "--n", "scaling.columns.n", parameters);
            Flags.add(reader, "--d", "scaling.columns.d", data);
            Flags.add(reader, "--c", "scaling.columns.c", compute);
            Flags.add(reader, "--loss", "scaling.columns.loss", loss);
            Flags.add(reader, "--loss-se", "scaling.columns.loss-se", lossError);
            Flags.add(reader, "--accuracy", "scaling.columns.accuracy", accuracy);
            Flags.add(reader, "--accuracy-se", "scaling.columns.accuracy-se", accuracyError);
            Flags.add(reader, "--slice", "scaling.columns.slice", slice);
            Flags.add(reader, "--name", "scaling.columns.name", name);
            Flags.add(reader, "--kl", "scaling.columns.kl", divergence);
            Flags.add(reader, "--best-of-n", "scaling.columns.best-of-n", bestOf);
            Flags.add(reader, "--reward", "scaling.columns.reward", reward);
            Flags.add(reader, "--reward-se", "scaling.columns.reward-se", rewardError);
        }
    }
}
