package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.Mix;
import io.prefscore.demo.ModelFamily;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.Split;
import io.prefscore.scoring.ProgressListener.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: everything once, on data whose truth is known, with nothing to bring along. */
@Command(
        name = "demo",
        description = "Make a small preference data set, score it with the built-in models and show what came out.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    /** Which members of the built-in family score. */
    enum Models {
        /** The largest size, trained on most data. */
        LARGEST,
        /** One model of each size and amount of data. */
        GRID,
        /** Those of other seeds too. */
        ALL
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Local folder to write data, models and scored to; an unfinished demo in it is resumed.")
    private String output = "";

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Pairs to make (default: ${DEFAULT-VALUE}); no model has seen any of their prompts.")
    private long pairs;

    @Option(
            names = "--models",
            paramLabel = "WHICH",
            defaultValue = "grid",
            description = "largest, grid (one of each size and amount of training data) or all (several seeds) "
                    + "(default: ${DEFAULT-VALUE}).")
    private Models models = Models.GRID;

    @Option(
            names = "--label-noise",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of labels to make wrong in data-mislabelled, from 0 (which leaves it out) to 0.5 "
                    + "(default: ${DEFAULT-VALUE}).")
    private double labelNoise;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "7",
            description = "Another seed makes other pairs (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    private final Jobs jobs;
    private final Terminal terminal;

    DemoCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        DemoPlan plan = plan();
        OutputOptions says = settings.output();
        Console console = says.on(terminal);
        long started = System.nanoTime();
        console.note(says.shown(plan.largest().settings(), ""));
        DemoReport report = console.during(
                progress -> jobs.demo(
                        plan,
                        (number, runs, what) -> progress.onProgress(Progress.of(
                                "demo",
                                "run " + number + " of " + runs + ", " + what,
                                (number - 1.0) / runs,
                                Duration.ofNanos(System.nanoTime() - started)))),
                last -> "what is finished stays; the same command goes on");
        console.print(() -> DemoSummary.of(plan, report), () -> Results.json(report), () -> Results.sheet(report));
        return ExitCode.OK.code();
    }

    private DemoPlan plan() {
        if (pairs < 1) {
            throw new ParameterException(spec.commandLine(), "--pairs must be at least 1; found " + pairs);
        }
        if (!(labelNoise >= 0 && labelNoise <= 0.5)) {
            throw new ParameterException(
                    spec.commandLine(), "--label-noise must lie between 0 and 0.5; found " + labelNoise);
        }
        if (output.isBlank() || output.contains("://")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--output must name a local folder, for the built-in models are unpacked there; found \"" + output
                            + "\"");
        }
        String folder = output.endsWith("/") ? output : output + "/";
        List<DemoPlan.Scoring> scorings = new ArrayList<>();
        for (BuiltInModel model : models()) {
            scorings.add(scoring(folder, model, "data", "scored/" + model.name()));
        }
        return new DemoPlan(folder, data(0), scorings, mislabelled(folder));
    }

    private Optional<DemoPlan.Mislabelled> mislabelled(String folder) {
        if (labelNoise == 0) {
            return Optional.empty();
        }
        return Optional.of(new DemoPlan.Mislabelled(
                data(labelNoise), scoring(folder, ModelFamily.largest(), "data-mislabelled", "scored-mislabelled")));
    }

    /** The largest one last. */
    private List<BuiltInModel> models() {
        BuiltInModel largest = ModelFamily.largest();
        List<BuiltInModel> chosen = new ArrayList<>(
                switch (models) {
                    case LARGEST -> List.of();
                    case GRID -> ModelFamily.grid();
                    case ALL -> ModelFamily.members();
                });
        chosen.remove(largest);
        chosen.add(largest);
        return chosen;
    }

    private DemoData data(double noise) {
        return new DemoData(new PreferenceGenerator(seed, Split.HELD_OUT, Mix.USUAL, noise), pairs);
    }

    /** The settings given, but for the folders, which are the demo's own. */
    private DemoPlan.Scoring scoring(String folder, BuiltInModel model, String input, String scored) {
        SettingsReader reader = new SettingsReader();
        // The built-in models are so small that a second thread costs more than it does: on a machine with other work,
        // 64 s for what one thread did in 2 s.
        reader.flag("demo", "model.threads", "1");
        // one report for all of them comes at the end
        reader.flag("demo", "report.use", "off");
        // by the three kinds alone, and with replicates enough for a demo: curves would else take longer than all the
        // rest
        reader.flag("demo", "scaling.columns.slice", DemoData.KIND);
        reader.flag("demo", "scaling.replicates", 300);
        // kind by kind, since the models are not equally good at them
        reader.policies("demo", List.of("agreement { above = 90 %, per = " + DemoData.KIND + " }"));
        settings.addTo(reader);
        reader.flag("demo", "input.paths", List.of(folder + input));
        reader.flag("demo", "input.format", "parquet");
        reader.flag("demo", "model.path", folder + "models/" + model.name());
        reader.flag("demo", "model.parameters", model.nonEmbeddingParameters());
        reader.flag("demo", "model.training-data", model.pairs());
        reader.flag("demo", "output.path", folder + scored);
        Settings settled = reader.read(SettingsUse.SCORE);
        return new DemoPlan.Scoring(model, settled);
    }
}
