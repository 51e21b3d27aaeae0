package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.report.ReportDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: what scored comparisons say, for people and programs. */
@Command(
        name = "report",
        description = "Report on scored runs, or on rewards from elsewhere: metrics.json, tables, report.html.",
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {

    @Option(
            names = "--scores",
            paramLabel = "DIR",
            arity = "1..*",
            description = "Outputs of scoring runs. Several models over the same data are compared with the first.")
    private List<String> scores = new ArrayList<>();

    @Option(
            names = "--rewards-column",
            paramLabel = "NAME",
            description =
                    "Instead of --scores: a column of --input with rewards from elsewhere, a list in the order of a row's"
                            + " responses, or one column a response, as NAME,NAME; again for another model.")
    private List<String> rewardsColumns = new ArrayList<>();

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Option(
            names = "--slice",
            paramLabel = "COLUMN",
            description = "Break results down by this column too; may be given again.")
    private List<String> slices = new ArrayList<>();

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    private final Jobs jobs;
    private final Terminal terminal;

    ReportCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings read = settings();
        Console console = settings.output().on(terminal);
        ReportDocument report = console.during(
                progress -> jobs.report(read, progress),
                last -> read.output() + " holds no report yet; the same command makes it anew");
        console.print(
                () -> ReportSummary.of(report, read.output()), () -> Results.json(report), () -> Results.sheet(report));
        return ExitCode.OK.code();
    }

    private Settings settings() {
        SettingsReader reader = settings.reader();
        input.addTo(reader);
        Flags.add(reader, "--scores", "report.scores", scores);
        Flags.add(reader, "--rewards-column", "report.rewards-columns", rewardsColumns);
        Flags.add(reader, "--slice", "report.slices", slices);
        folder.addTo(reader);
        return reader.read(SettingsUse.REPORT);
    }
}
