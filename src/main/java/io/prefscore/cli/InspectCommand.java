package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.inspect.Inspection;
import io.prefscore.inspect.InspectionJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
        Console console = model.settings().output().on(terminal);
        Inspection inspection = console.during(
                progress -> jobs.inspect(settings, progress),
                last -> "nothing was written; the same command looks again");
        console.print(
                () -> InspectionReport.of(inspection, terminal.kind()),
                () -> InspectionJson.of(inspection),
                () -> Results.sheet(inspection));
        inspection.recognised().refusal().ifPresent(terminal.err()::println);
        return (inspection.wouldStop() ? ExitCode.INPUT : ExitCode.OK).code();
    }
}
