package io.prefscore.cli;

import io.prefscore.preference.UserError;
import io.prefscore.scoring.StoreKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
        if (expireDays != null) {
            List<String> removed = jobs.expireStore(store, Duration.ofDays(expireDays));
            removed.forEach(model -> terminal.out().println("removed " + model));
        }
        if (compact) {
            int hours = Objects.requireNonNullElse(graceHours, USUAL_GRACE_HOURS);
            int replaced = jobs.compactStore(store, Duration.ofHours(hours));
            terminal.out().println("replaced " + Format.count(replaced) + " waves");
        }
        List<StoreKeeper.Shelf> shelves = jobs.storeShelves(store);
        if (shelves.isEmpty() && expireDays == null && !compact) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    store + ": holds no rewards of any model; name the folder that score --store was given");
        }
        terminal.out().print(table(shelves));
        terminal.out().flush();
        return ExitCode.OK.code();
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private static String table(List<StoreKeeper.Shelf> shelves) {
        Table table = new Table(
                Table.Side.LEFT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.LEFT);
        table.add("model fingerprint", "waves", "texts", "refused", "tokens computed", "MB", "last used");
        for (StoreKeeper.Shelf shelf : shelves) {
            table.add(
                    shelf.fingerprint(),
                    Format.count(shelf.waves()),
                    Format.count(shelf.entries()),
                    Format.count(shelf.refused()),
                    Format.count(shelf.tokensComputed()),
                    Format.count(shelf.bytes() >> 20),
                    shelf.lastUsed().map(Object::toString).orElse("never"));
        }
        return table.toString();
    }
}
