package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.filter.FilterReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code filter}: from scored rows to a better training set, with an account of every row. */
@Command(
        name = "filter",
        description = "Make a training set of scored rows: keep, drop, flip, weigh or pair them, and account for each.",
        sortOptions = false)
final class FilterCommand implements Callable<Integer> {

    @Option(
            names = "--scores",
            paramLabel = "DIR",
            arity = "1..*",
            description =
                    "Outputs of scoring runs over the same data: the first one's scores decide, others are for the"
                            + " policy ensemble.")
    private List<String> scores = new ArrayList<>();

    @Mixin
    private GivenOptions given = new GivenOptions();

    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description =
                    "What to do, as \"margin { at-least = 0.5 }\" or length-balance; may be given again, in the order"
                            + " in which policies act, and instead of those of --conf.")
    private List<String> policies = new ArrayList<>();

    @Option(
            names = "--slice",
            paramLabel = "COLUMN",
            description = "Break the receipt down by this column too; may be given again.")
    private List<String> slices = new ArrayList<>();

    @Option(
            names = "--shape",
            paramLabel = "SHAPE",
            description = "Of the rows written: input, preference, preference-conversational, unpaired,"
                    + " unpaired-conversational, prompt-completion, messages; by default input, and of pairs made of"
                    + " responses preference-conversational.")
    private @Nullable String shape;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Of the files written: parquet or jsonl.")
    private @Nullable String format;

    @Option(names = "--files", paramLabel = "N", description = "How many files each part has.")
    private @Nullable String files;

    @Option(names = "--rows-per-file", paramLabel = "N", description = "How many rows a file holds at most.")
    private @Nullable String rowsPerFile;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Share of the prompts, such as 5 %%, that go to validation instead of train.")
    private @Nullable String validation;

    @Option(names = "--seed", paramLabel = "S", description = "Of all that is random.")
    private @Nullable String seed;

    @Option(names = "--dry-run", description = "Write the receipt alone, and no data.")
    private boolean dryRun;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    private final Jobs jobs;
    private final Terminal terminal;

    FilterCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings read = settings();
        Console console = settings.output().on(terminal);
        FilterReceipt receipt = console.during(
                progress -> jobs.filter(read, progress),
                last -> read.output()
                        + " holds no receipt, so what stands there is not whole; the same command makes it anew");
        console.print(() -> FilterSummary.of(receipt, read), () -> Results.json(receipt), () -> Results.sheet(receipt));
        return receipt.rows().units() == 0 ? nothingKept(receipt, read) : ExitCode.OK.code();
    }

    /** Whoever goes on with what a filter keeps must not go on with nothing. */
    private int nothingKept(FilterReceipt receipt, Settings read) {
        String last = receipt.steps().stream()
                .filter(step -> step.left() == 0)
                .findFirst()
                .map(step -> "; the last rows went at the policy " + step.label())
                .orElse("");
        terminal.err()
                .println(read.output() + ": nothing is kept of "
                        + Format.count(receipt.rows().read()) + " rows" + last
                        + "; see the receipt, loosen the policies, and name another output");
        terminal.err().flush();
        return ExitCode.INPUT.code();
    }

    private Settings settings() {
        SettingsReader reader = settings.reader();
        given.addTo(reader);
        Flags.add(reader, "--scores", "filter.scores", scores);
        folder.addTo(reader);
        if (!policies.isEmpty()) {
            reader.policies("--policy", policies);
        }
        Flags.add(reader, "--slice", "filter.slices", slices);
        Flags.add(reader, "--shape", "filter.shape", shape);
        Flags.add(reader, "--format", "filter.format", format);
        Flags.add(reader, "--files", "filter.files", files);
        Flags.add(reader, "--rows-per-file", "filter.rows-per-file", rowsPerFile);
        Flags.add(reader, "--validation", "filter.validation", validation);
        Flags.add(reader, "--seed", "filter.seed", seed);
        if (dryRun) {
            reader.flag("--dry-run", "filter.write", "receipt-alone");
        }
        return reader.read(SettingsUse.FILTER);
    }
}
