package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.inspect.Inspection;
import io.prefscore.inspect.InspectionJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inspect}: what is in this data set, and what would scoring it take? */
@Command(
        name = "inspect",
        description = "Look at a preference data set before scoring it: its schema, examples, lengths, duplicates, and "
                + "rows that cannot be used. Writes no files.",
        sortOptions = false)
final class InspectCommand implements Callable<Integer> {

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--json", description = "Print one JSON object for programs instead of tables for people.")
    private boolean json;

    private final Jobs jobs;
    private final Terminal terminal;

    InspectCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SettingsReader reader = model.reader();
        input.addTo(reader);
        Settings settings = reader.read(SettingsUse.INSPECT);
        Inspection inspection;
        try (TerminalProgress progress = TerminalProgress.on(terminal)) {
            inspection = jobs.inspect(settings, progress);
        }
        terminal.out().print(json ? InspectionJson.of(inspection) : InspectionReport.of(inspection, terminal.kind()));
        terminal.out().flush();
        inspection.recognised().refusal().ifPresent(terminal.err()::println);
        return (inspection.wouldStop() ? ExitCode.INPUT : ExitCode.OK).code();
    }
}
