package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsUse;
import io.prefscore.model.ModelFacts;
import java.util.ArrayList;
import java.util.List;
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
        Console console = model.settings().output().on(terminal);
        Jobs.CheckReport report = console.during(
                progress -> jobs.check(settings), last -> "nothing was written; the same command checks again");
        console.print(() -> text(report), () -> Results.json(report), () -> Results.sheet(report));
        return ExitCode.OK.code();
    }

    private static String text(Jobs.CheckReport report) {
        List<String> lines = new ArrayList<>();
        describe(report.facts(), lines);
        double seconds = report.opening().toNanos() / 1e9;
        lines.add(String.format(
                Locale.ROOT, "ok      loads, every weight a finite number: %.1f s with the self-check", seconds));
        lines.add("ok      rewards are finite numbers");
        lines.add(String.format(
                Locale.ROOT,
                "ok      rewards are the same alone, packed, and in any order: largest difference %.1e of the largest"
                        + " reward",
                report.largestDifference()));
        lines.add("self-check passed");
        return String.join("\n", lines) + "\n";
    }

    private static void describe(ModelFacts facts, List<String> lines) {
        fact(lines, "architecture", facts.architecture());
        fact(lines, "parameters", Format.count(facts.parameters()));
        fact(
                lines,
                "weights",
                String.format(
                        Locale.ROOT, "%,.1f MiB in %s", facts.weightBytes() / BYTES_PER_MEBIBYTE, facts.storedTypes()));
        fact(lines, "arithmetic", facts.arithmetic());
        fact(lines, "pooling", facts.pooling());
        fact(
                lines,
                "longest conversation",
                facts.maxTokens() + " tokens; longer: " + facts.onTooLong().label());
        fact(lines, "system turn", facts.systemPrompt());
        fact(lines, "chat template", facts.template());
        fact(lines, "fingerprint", facts.fingerprint());
        facts.warnings().forEach(warning -> fact(lines, "warning", warning));
    }

    private static void fact(List<String> lines, String name, String value) {
        lines.add(name + ": " + value);
    }
}
