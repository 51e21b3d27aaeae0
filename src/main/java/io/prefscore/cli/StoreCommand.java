package io.prefscore.cli;

import io.prefscore.preference.UserError;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.StoreKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code store}: what a shared store of rewards holds, and its upkeep. */
@Command(
        name = "store",
        description = "Show a store of rewards by model; compact it, or remove what no run asks for any more.",
        sortOptions = false)
final class StoreCommand implements Callable<Integer> {

    private static final int USUAL_GRACE_HOURS = 24;

    @Parameters(paramLabel = "DIR", description = "The store, as score --store was given it.")
    private String store = "";

    @Option(
            names = "--compact",
            description =
                    "Make one wave of each model's waves. Runs may go on meanwhile; what was replaced is removed by a"
                            + " later --compact, after --grace-hours.")
    private boolean compact;

    @Option(
            names = "--grace-hours",
            paramLabel = "HOURS",
            description = "With --compact: longer than the longest run (default: " + USUAL_GRACE_HOURS + ").")
    private @Nullable Integer graceHours;

    @Option(
            names = "--expire-days",
            paramLabel = "DAYS",
            description =
                    "Remove models that no run has asked for in so many days, scored rows of data frames that nobody has read,"
                            + " and what killed runs left half written.")
    private @Nullable Integer expireDays;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Jobs jobs;
    private final Terminal terminal;

    StoreCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        require(expireDays == null || expireDays > 0, "--expire-days must be at least 1; found " + expireDays);
        require(graceHours == null || graceHours >= 0, "--grace-hours must be 0 or more; found " + graceHours);
        require(graceHours == null || compact, "--grace-hours says nothing without --compact; give both or neither");
        Console console = output.on(terminal);
        Upkeep upkeep = console.during(
                this::upkeep, last -> "every wave is the old one or the new one, whole; the same command goes on");
        List<StoreKeeper.Shelf> shelves = upkeep.shelves();
        if (shelves.isEmpty() && expireDays == null && !compact) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    store + ": holds no rewards of any model; name the folder that score --store was given");
        }
        console.print(
                () -> text(upkeep),
                () -> Results.json(store, shelves, upkeep.removed(), upkeep.replaced()),
                () -> Results.sheet(shelves));
        return ExitCode.OK.code();
    }

    /** What was done, and what then stands there. */
    private record Upkeep(List<String> removed, int replaced, List<StoreKeeper.Shelf> shelves) {}

    private Upkeep upkeep(ProgressListener progress) {
        List<String> removed = expireDays == null ? List.of() : jobs.expireStore(store, Duration.ofDays(expireDays));
        int hours = Objects.requireNonNullElse(graceHours, USUAL_GRACE_HOURS);
        int replaced = compact ? jobs.compactStore(store, Duration.ofHours(hours), progress) : 0;
        return new Upkeep(removed, replaced, jobs.storeShelves(store, progress));
    }

    private String text(Upkeep upkeep) {
        StringBuilder text = new StringBuilder();
        upkeep.removed().forEach(model -> text.append("removed ").append(model).append('\n'));
        if (compact) {
            text.append("replaced ").append(Format.count(upkeep.replaced())).append(" waves\n");
        }
        return text.append(table(upkeep.shelves())).toString();
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private static String table(List<StoreKeeper.Shelf> shelves) {
        Table table = new Table(
                Table.Side.LEFT,
                Table.Side.LEFT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.LEFT);
        table.add("model", "fingerprint", "waves", "texts", "refused", "tokens computed", "MB", "last used");
        for (StoreKeeper.Shelf shelf : shelves) {
            table.add(
                    shelf.model().isEmpty() ? "-" : shelf.model(),
                    shelf.fingerprint(),
                    Format.count(shelf.waves()),
                    Format.count(shelf.entries()),
                    Format.count(shelf.refused()),
                    Format.count(shelf.tokensComputed()),
                    String.format(Locale.ROOT, "%,.1f", shelf.bytes() / 1e6),
                    shelf.lastUsed().map(Object::toString).orElse("never"));
        }
        return table.toString();
    }
}
