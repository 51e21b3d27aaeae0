package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsUse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: is this checkpoint understood, and do its scores depend on nothing that they should not? */
@Command(
        name = "check",
        description = "Load a model, describe it, and test that its scores are finite and do not depend on batching.",
        sortOptions = false)
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Jobs jobs;
    private final Terminal terminal;

    CheckCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings settings = common.reader().read(SettingsUse.CHECK);
        Jobs.CheckReport report = jobs.check(settings);
        report.facts().forEach(fact -> terminal.out().println(fact.name() + ": " + fact.value()));
        report.findings().forEach(this::print);
        terminal.out().println(report.passed() ? "self-check passed" : "self-check failed");
        terminal.out().flush();
        return (report.passed() ? ExitCode.OK : ExitCode.CHECK).code();
    }

    private void print(Jobs.Finding finding) {
        terminal.out().println((finding.passed() ? "ok      " : "FAILED  ") + finding.name() + ": " + finding.detail());
    }
}
