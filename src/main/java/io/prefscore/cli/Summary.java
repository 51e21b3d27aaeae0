package io.prefscore.cli;

import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Lays the figures of a run out as an aligned table: what, how much, and a remark. */
final class Summary {

    /** Loss of a coin: −log σ(0). */
    private static final double CHANCE_LOSS = Math.log(2);

    private static final int EXECUTORS_SHOWN = 16;

    /** Less time beside a run tells nothing. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

    private final Table table = new Table(Table.Side.LEFT, Table.Side.RIGHT, Table.Side.LEFT);

    private Summary() {}

    /**
     * The table as text, one line a figure, each ended by a newline.
     *
     * @param whole time of all that the command did
     */
    static String of(RunSummary run, Duration whole) {
        Summary summary = new Summary();
        summary.rows(run.rows());
        if (run.judged().comparisons() > 0) {
            summary.judged(run.judged());
        }
        if (scoring(run).isZero()) {
            summary.add("rewards", Format.count(run.work().textsAsked()), "given in the data");
        } else {
            summary.work(run.work());
        }
        summary.speed(run, whole);
        summary.estimate(run, whole);
        summary.executors(run);
        String notRead = run.notRead().stream()
                .map(column -> column.name() + " (" + column.type() + ")")
                .collect(Collectors.joining(", "));
        return "read as " + run.schema() + ": " + run.schemaReason() + "\n"
                + (notRead.isEmpty() ? "" : "not read: " + notRead + "\n") + summary.table + "results in "
                + run.output() + "\n";
    }

    private void rows(RunSummary.Rows rows) {
        add("rows read", Format.count(rows.read()));
        add("rows scored", Format.count(rows.scored()), shareOf(rows.scored(), rows.read()));
        if (rows.allSetAside() > 0) {
            add("rows set aside", Format.count(rows.allSetAside()), shareOf(rows.allSetAside(), rows.read()));
        }
        for (Skip.Reason reason : Skip.Reason.values()) {
            long setAside = rows.setAside().getOrDefault(reason, 0L);
            if (setAside > 0) {
                add("  " + reason.label(), Format.count(setAside));
            }
        }
        for (Flag flag : Flag.values()) {
            long flagged = rows.flagged().getOrDefault(flag, 0L);
            if (flagged > 0) {
                add(
                        flag.label(),
                        Format.count(flagged),
                        shareOf(flagged, rows.scored()) + " of the scored rows"
                                + (flag == Flag.CONTRADICTED
                                        ? ": another row has the same two texts and prefers the other"
                                        : ", flagged so in them"));
            }
        }
    }

    private void judged(RunSummary.Judged judged) {
        add("comparisons", Format.count(judged.comparisons()));
        judged.accuracy()
                .ifPresent(
                        accuracy -> add("pairwise accuracy", Format.percent(accuracy), "a tie of rewards is no win"));
        if (judged.rewardTies() > 0) {
            add("ties of rewards", Format.count(judged.rewardTies()));
        }
        if (judged.labelTies() > 0) {
            add("ties of labels", Format.count(judged.labelTies()));
        }
        judged.meanMargin().ifPresent(margin -> add("mean margin", Format.decimal(margin)));
        judged.bradleyTerryLoss()
                .ifPresent(loss ->
                        add("Bradley-Terry loss", Format.decimal(loss), Format.decimal(CHANCE_LOSS) + " is chance"));
    }

    private void work(RunSummary.Work work) {
        add("texts asked", Format.count(work.textsAsked()));
        add("texts distinct", Format.count(work.textsDistinct()), saved(work.textsDistinct(), work.textsAsked()));
        add("texts computed", Format.count(work.textsComputed()), fromStore(work));
        add("tokens asked", Format.count(work.tokensAsked()));
        add("tokens computed", Format.count(work.tokensComputed()), saved(work.tokensComputed(), work.tokensAsked()));
    }

    private void speed(RunSummary run, Duration whole) {
        Duration scoring = scoring(run);
        Duration around = whole.minus(run.elapsed());
        List<String> parts = new ArrayList<>();
        if (!scoring.isZero()) {
            parts.add("scoring " + Format.time(scoring));
        }
        if (around.compareTo(WORTH_TELLING) >= 0) {
            parts.add("start and report " + Format.time(around));
        }
        add("time", Format.time(whole), parts.isEmpty() ? "" : "of which " + String.join(", ", parts));
        if (scoring.isZero()) {
            return;
        }
        add("speed", Format.rate(perSecond(run.rows().read(), run.elapsed())), "rows/s");
        add("", Format.rate(perSecond(run.work().tokensAsked(), scoring)), "tokens/s asked");
        add("", Format.rate(perSecond(run.work().tokensComputed(), scoring)), "tokens/s computed");
    }

    /** Of a run over a part, what the whole would take. */
    private void estimate(RunSummary run, Duration whole) {
        if (run.wholeRows().isPresent() && run.rows().read() > 0) {
            long rows = run.wholeRows().getAsLong();
            double times = (double) rows / run.rows().read();
            add(
                    "whole input",
                    Format.time(Duration.ofMillis(Math.round(whole.toMillis() * times))),
                    "for about " + Format.count(rows) + " rows, if it goes on like this");
        }
    }

    /** A line for each executor, the most hard-working first where they are many. */
    private void executors(RunSummary run) {
        Duration scoring = scoring(run);
        run.executors().stream()
                .sorted(Comparator.comparingLong(RunSummary.Executor::tokensComputed)
                        .reversed())
                .limit(EXECUTORS_SHOWN)
                .forEach(executor -> add(
                        "executor " + executor.name(),
                        Format.count(executor.texts()),
                        "texts, " + Format.count(executor.tokensComputed()) + " tokens, model busy "
                                + Format.percent(
                                        (double) executor.forward().toNanos() / Math.max(1, scoring.toNanos()))));
        if (run.executors().size() > EXECUTORS_SHOWN) {
            add("", "", (run.executors().size() - EXECUTORS_SHOWN) + " more executors stand in _RUN.json");
        }
    }

    /** The part of the run in which the model worked. */
    private static Duration scoring(RunSummary run) {
        return run.stages().stream()
                .filter(stage -> stage.stage() == Stage.SCORE)
                .map(RunSummary.StageTime::elapsed)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static double perSecond(long amount, Duration time) {
        return amount / (time.toNanos() / 1e9);
    }

    private static String shareOf(long part, long whole) {
        return whole == 0 ? "" : Format.percent((double) part / whole);
    }

    private static String saved(long done, long asked) {
        return asked < done || asked == 0 ? "" : Format.percent(1 - (double) done / asked) + " saved";
    }

    private static String fromStore(RunSummary.Work work) {
        long stored = work.textsDistinct() - work.textsComputed();
        return stored == 0 ? "" : Format.count(stored) + " were in the store";
    }

    private void add(String name, String value) {
        add(name, value, "");
    }

    private void add(String name, String value, String remark) {
        table.add(name, value, remark);
    }
}
