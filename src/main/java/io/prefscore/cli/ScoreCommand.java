package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.scoring.ProgressListener.Progress;
import io.prefscore.scoring.ProgressListener.Texts;
import io.prefscore.scoring.RunRecord;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    @Mixin
    private FolderOptions folder = new FolderOptions();

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
        OutputOptions says = model.settings().output();
        Console console = says.on(terminal);
        console.note(says.shown(settings, ", and in " + settings.output() + "/" + RunRecord.FILE + " once it is done"));
        long started = System.nanoTime();
        Optional<RunSummary> scored =
                console.during(progress -> jobs.score(settings, progress), last -> left(settings, last));
        if (scored.isEmpty()) {
            console.note(List.of(
                    settings.output() + ": was scored before; its report, which was missing, is in " + page(settings)));
            return ExitCode.OK.code();
        }
        RunSummary summary = scored.orElseThrow();
        Optional<String> report =
                SparkJobs.reportsOn(settings, summary) ? Optional.of(page(settings)) : Optional.empty();
        Duration whole = Duration.ofNanos(System.nanoTime() - started);
        console.print(
                () -> Summary.of(summary, whole)
                        + report.map(page -> "report in " + page + "\n").orElse(""),
                () -> Results.json(summary, report),
                () -> Results.sheet(summary));
        return ExitCode.OK.code();
    }

    private static String page(Settings settings) {
        return SparkJobs.reportFolder(settings) + "/report.html";
    }

    /** What a run leaves that is cut short, in words. */
    static String left(Settings settings, Optional<Progress> last) {
        String what = last.map(Progress::what).orElse("");
        Texts texts = last.map(Progress::texts).orElse(Texts.NONE);
        if (what.equals(Stage.SCORE.label()) && texts.total() > 0) {
            return Format.count(texts.stored()) + " of " + Format.count(texts.total())
                    + " texts are stored; the same command goes on";
        }
        if (what.equals(Stage.WRITE.label()) || what.equals(Stage.SUMMARISE.label())) {
            return "all texts are stored; the same command goes on";
        }
        return what.equals("report")
                ? "the tables in " + settings.output() + " are complete, their report is not; the same command makes it"
                : "no text was scored yet; the same command begins anew";
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
        folder.addTo(reader);
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
