package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsUse;
import io.prefscore.model.ModelFacts;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: is this checkpoint understood, and do its scores depend on nothing that they should not? */
@Command(
        name = "check",
        description = "Load a model, describe it, and test that its scores are finite and do not depend on batching.",
        sortOptions = false)
final class CheckCommand implements Callable<Integer> {

    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    @Mixin
    private ModelOptions model = new ModelOptions();

    private final Jobs jobs;
    private final Terminal terminal;

    CheckCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings settings = model.reader().read(SettingsUse.CHECK);
        Jobs.CheckReport report = jobs.check(settings);
        describe(report.facts());
        double seconds = report.opening().toNanos() / 1e9;
        passed(String.format(Locale.ROOT, "loads, every weight a finite number: %.1f s with the self-check", seconds));
        passed("rewards are finite numbers");
        passed(String.format(
                Locale.ROOT,
                "rewards are the same alone, packed, and in any order: largest difference %.1e of the largest reward",
                report.largestDifference()));
        terminal.out().println("self-check passed");
        terminal.out().flush();
        return ExitCode.OK.code();
    }

    private void describe(ModelFacts facts) {
        fact("architecture", facts.architecture());
        fact("parameters", Format.count(facts.parameters()));
        fact(
                "weights",
                String.format(
                        Locale.ROOT, "%,.1f MiB in %s", facts.weightBytes() / BYTES_PER_MEBIBYTE, facts.storedTypes()));
        fact("arithmetic", facts.arithmetic());
        fact("pooling", facts.pooling());
        fact(
                "longest conversation",
                facts.maxTokens() + " tokens; longer: " + facts.onTooLong().label());
        fact("system turn", facts.systemPrompt());
        fact("chat template", facts.template());
        fact("fingerprint", facts.fingerprint());
        facts.warnings().forEach(warning -> fact("warning", warning));
    }

    private void fact(String name, String value) {
        terminal.out().println(name + ": " + value);
    }

    private void passed(String what) {
        terminal.out().println("ok      " + what);
    }
}
