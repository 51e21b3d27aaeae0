package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.config.SettingsWriter;
import io.prefscore.demo.Mix;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.Split;
import java.util.List;
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
        description = "Make a small preference data set, score it with the built-in model and show what came out.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "Local folder to write data, model and scored to; an unfinished demo in it is resumed.")
    private String output = "";

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Pairs to make (default: ${DEFAULT-VALUE}); the model has seen none of their prompts.")
    private long pairs;

    @Option(
            names = "--label-noise",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of labels to make wrong, from 0 to 0.5 (default: ${DEFAULT-VALUE}).")
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
        DemoData data = data();
        Settings settled = settings();
        SettingsWriter.lines(settled).forEach(terminal.err()::println);
        DemoReport report;
        try (TerminalProgress progress =
                new TerminalProgress(terminal.err(), terminal.kind(), terminal.columns(), System::nanoTime)) {
            report = jobs.demo(data, settled, progress);
        }
        terminal.out().print(DemoSummary.of(report, output, settled.model().path()));
        terminal.out().flush();
        return ExitCode.OK.code();
    }

    private DemoData data() {
        if (pairs < 1) {
            throw new ParameterException(spec.commandLine(), "--pairs must be at least 1; found " + pairs);
        }
        if (!(labelNoise >= 0 && labelNoise <= 0.5)) {
            throw new ParameterException(
                    spec.commandLine(), "--label-noise must lie between 0 and 0.5; found " + labelNoise);
        }
        return new DemoData(new PreferenceGenerator(seed, Split.HELD_OUT, Mix.USUAL, labelNoise), pairs);
    }

    /** The settings given, but for the folders, which are the demo's own. */
    private Settings settings() {
        if (output.isBlank() || output.contains("://")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--output must name a local folder, for the built-in model is unpacked there; found \"" + output
                            + "\"");
        }
        String folder = output.endsWith("/") ? output : output + "/";
        SettingsReader reader = new SettingsReader();
        // The built-in model is so small that a second thread costs more than it does: on a machine with other work, 64
        // s
        // for what one thread did in 2 s.
        reader.flag("demo", "model.threads", "1");
        settings.addTo(reader);
        reader.flag("demo", "input.paths", List.of(folder + "data"));
        reader.flag("demo", "input.format", "parquet");
        reader.flag("demo", "model.path", folder + "model");
        reader.flag("demo", "output.path", folder + "scored");
        return reader.read(SettingsUse.SCORE);
    }
}
