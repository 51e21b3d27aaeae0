package io.prefscore.cli;

import io.prefscore.config.InvalidSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.nightly.NightlyReport;
import io.prefscore.nightly.NightlyRequest;
import io.prefscore.scoring.RunRecord;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nightly}: one run a night, each held against the last one. */
@Command(
        name = "nightly",
        description =
                "Score yesterday's partition, or everything new under a path, and compare the run with the last one. "
                        + "To be started by a scheduler; started again after a failure, it goes on where it was.",
        sortOptions = false)
final class NightlyCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private InputOptions input = new InputOptions();

    @Option(names = "--root", paramLabel = "DIR", description = "Folder that holds the runs of all nights.")
    private @Nullable String root;

    @Option(names = "--store", paramLabel = "DIR", description = "Store of rewards that runs share.")
    private @Nullable String store;

    @ArgGroup
    private Days days = new Days();

    @Option(
            names = "--accept",
            paramLabel = "RUN",
            description =
                    "Take this run for good although it failed the drift guard: later runs may be compared with it.")
    private @Nullable String accept;

    /** Which days, for input with a date in its path. */
    private static final class Days {

        @Option(
                names = "--since",
                paramLabel = "DAY|INSTANT",
                description =
                        "Every day from this one to yesterday that has no finished run; or, without a date in the "
                                + "input's path, no files older than this.")
        private @Nullable String since;

        @Option(names = "--day", paramLabel = "DAY", description = "This day alone, as 2026-11-21.")
        private @Nullable LocalDate day;
    }

    private final Jobs jobs;
    private final Terminal terminal;

    NightlyCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        OutputOptions says = model.settings().output();
        Console console = says.on(terminal);
        console.note(says.shown(settings, ", and in each run's " + RunRecord.FILE));
        NightlyRequest request = new NightlyRequest(Optional.ofNullable(days.day), Optional.ofNullable(accept));
        NightlyReport report = console.during(
                progress -> jobs.nightly(settings, request, progress),
                last -> "what is stored stays; the same command goes on with the night that was not finished");
        console.print(() -> NightlySummary.of(report), () -> Results.json(report), () -> Results.sheet(report));
        complain(report);
        return exitCode(report).code();
    }

    private void complain(NightlyReport report) {
        for (NightlyReport.Night night : report.nights()) {
            if (night instanceof NightlyReport.Failed failed) {
                terminal.err().println(failed.name() + ": " + failed.reason());
            }
        }
        terminal.err().flush();
    }

    /** Drift comes first: it wants a person, while input that is late may yet come. */
    private static ExitCode exitCode(NightlyReport report) {
        if (report.hasDrifted()) {
            return ExitCode.DRIFT;
        }
        return report.hasFailed() ? ExitCode.INPUT : ExitCode.OK;
    }

    private Settings settings() {
        SettingsReader reader = model.reader();
        input.addTo(reader);
        Flags.add(reader, "--root", "nightly.root", root);
        Flags.add(reader, "--store", "store.path", store);
        Flags.add(reader, "--since", "nightly.since", days.since);
        Settings settings = reader.read(SettingsUse.NIGHTLY);
        if (!settings.output().isEmpty()) {
            throw new InvalidSettings(List.of(new InvalidSettings.Problem(
                    "",
                    "output.path",
                    "must not be set for a night, whose runs stand below nightly.root; found " + settings.output())));
        }
        return settings;
    }
}
