package io.prefscore.cli;

import io.prefscore.scoring.StoreKeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code store}: what a shared store of rewards holds, and its upkeep. */
@Command(
        name = "store",
        description = "Show a store of rewards by model; compact it, or remove what no run asks for any more.",
        sortOptions = false)
final class StoreCommand implements Callable<Integer> {

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
            defaultValue = "24",
            description = "Longer than the longest run (default: ${DEFAULT-VALUE}).")
    private int graceHours;

    @Option(
            names = "--expire-days",
            paramLabel = "DAYS",
            description =
                    "Remove models that no run has asked for in so many days, scored rows of data frames that nobody has read,"
                            + " and what killed runs left half written.")
    private int expireDays;

    private final Jobs jobs;
    private final Terminal terminal;

    StoreCommand(Jobs jobs, Terminal terminal) {
        this.jobs = jobs;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (expireDays > 0) {
            List<String> removed = jobs.expireStore(store, Duration.ofDays(expireDays));
            removed.forEach(model -> terminal.out().println("removed " + model));
        }
        if (compact) {
            int replaced = jobs.compactStore(store, Duration.ofHours(graceHours));
            terminal.out().println("replaced " + Format.count(replaced) + " waves");
        }
        terminal.out().print(table(jobs.storeShelves(store)));
        terminal.out().flush();
        return ExitCode.OK.code();
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
