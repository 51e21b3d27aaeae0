package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.config.SettingsWriter;
import io.prefscore.scoring.RunSummary;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code score}: the main job. */
@Command(
        name = "score",
        description = "Score a preference data set with a reward model and write its tables.",
        sortOptions = false)
final class ScoreCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--rewards-column",
            paramLabel = "NAME",
            description =
                    "Instead of --model: make a run of rewards from elsewhere, which the data carries in this column, as a"
                            + " list in the order of a row's responses, or in one column a response, as NAME,NAME.")
    private @Nullable String rewardsColumn;

    @Mixin
    private InputOptions input = new InputOptions();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Folder to write; must not exist, be empty, or hold this very run unfinished.")
    private @Nullable String output;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "Store of rewards that runs share: what stands there is not computed again. Default: in the output.")
    private @Nullable String store;

    @Option(names = "--no-store", description = "Look nothing up and leave no store behind.")
    private boolean noStore;

    @Option(names = "--no-report", description = "Write tables only, and no report in OUTPUT/report.")
    private boolean noReport;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Jobs jobs;
    private final Terminal terminal;

    ScoreCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        SettingsWriter.lines(settings).forEach(terminal.err()::println);
        RunSummary summary;
        try (TerminalProgress progress = TerminalProgress.on(terminal)) {
            summary = jobs.score(settings, progress);
        }
        terminal.out().print(Summary.of(summary));
        if (SparkJobs.reportsOn(settings, summary)) {
            terminal.out().println("report in " + SparkJobs.reportFolder(settings) + "/report.html");
        }
        terminal.out().flush();
        return ExitCode.OK.code();
    }

    private void refuseModel() {
        ParseResult given = spec.commandLine().getParseResult();
        if (given.hasMatchedOption("--model") || given.hasMatchedOption("--allow-torchscript")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rewards-column takes rewards from the data, and --model computes them; give one of the two");
        }
    }

    private Settings settings() {
        SettingsReader reader = model.reader();
        input.addTo(reader);
        if (rewardsColumn != null) {
            refuseModel();
            reader.flag("--rewards-column", "model.kind", "column");
            reader.flag("--rewards-column", "model.path", rewardsColumn);
        }
        Flags.add(reader, "--output", "output.path", output);
        Flags.add(reader, "--store", "store.path", store);
        if (noStore) {
            reader.flag("--no-store", "store.use", "off");
        }
        if (noReport) {
            reader.flag("--no-report", "report.use", "off");
        }
        return reader.read(SettingsUse.SCORE);
    }
}
