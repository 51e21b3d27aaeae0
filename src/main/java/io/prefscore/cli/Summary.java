package io.prefscore.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lays the figures of a run out as an aligned table: what, how much, and a remark. */
final class Summary {

    /** Loss of a coin: −log σ(0). */
    private static final double CHANCE_LOSS = Math.log(2);

    private record Line(String name, String value, String remark) {}

    private final List<Line> lines = new ArrayList<>();

    private Summary() {}

    /** The table as text, one line a figure, each ended by a newline. */
    static String of(RunFigures figures) {
        Summary summary = new Summary();
        summary.rows(figures);
        figures.judgement().ifPresent(summary::judgement);
        summary.work(figures.texts());
        summary.speed(figures);
        return summary.table() + "results in " + figures.output() + "\n";
    }

    private void rows(RunFigures figures) {
        add("rows read", Format.count(figures.rowsRead()));
        add("rows scored", Format.count(figures.rowsScored()), shareOf(figures.rowsScored(), figures.rowsRead()));
        add("rows set aside", Format.count(figures.setAside()), shareOf(figures.setAside(), figures.rowsRead()));
        figures.rowsSetAside().forEach((reason, count) -> add("  " + reason, Format.count(count)));
    }

    private void judgement(RunFigures.Judgement judgement) {
        add("comparisons", Format.count(judgement.comparisons()));
        judgement
                .pairwiseAccuracy()
                .ifPresent(
                        accuracy -> add("pairwise accuracy", Format.percent(accuracy), "a tie of rewards is no win"));
        add("ties of rewards", Format.count(judgement.rewardTies()));
        add("ties of labels", Format.count(judgement.labelTies()));
        judgement.meanMargin().ifPresent(margin -> add("mean margin", Format.decimal(margin)));
        judgement
                .bradleyTerryLoss()
                .ifPresent(loss ->
                        add("Bradley-Terry loss", Format.decimal(loss), Format.decimal(CHANCE_LOSS) + " is chance"));
    }

    private void work(RunFigures.Texts texts) {
        add("texts asked", Format.count(texts.asked()));
        add("texts distinct", Format.count(texts.distinct()), saved(texts.distinct(), texts.asked()));
        add("texts computed", Format.count(texts.computed()), fromStore(texts));
        add("tokens asked", Format.count(texts.tokensAsked()));
        add(
                "tokens computed",
                Format.count(texts.tokensComputed()),
                saved(texts.tokensComputed(), texts.tokensAsked()));
    }

    private void speed(RunFigures figures) {
        add("time", Format.time(figures.elapsed()), "of which scoring " + Format.time(figures.scoring()));
        if (figures.scoring().isZero()) {
            return;
        }
        figures.judgement()
                .ifPresent(judgement ->
                        add("speed", Format.rate(perSecond(judgement.comparisons(), figures.scoring())), "pairs/s"));
        add("", Format.rate(perSecond(figures.texts().tokensAsked(), figures.scoring())), "tokens/s asked");
        add("", Format.rate(perSecond(figures.texts().tokensComputed(), figures.scoring())), "tokens/s computed");
    }

    private static double perSecond(long amount, Duration time) {
        return amount / (time.toNanos() / 1e9);
    }

    private static String shareOf(long part, long whole) {
        return whole == 0 ? "" : Format.percent((double) part / whole);
    }

    private static String saved(long done, long asked) {
        return asked == 0 ? "" : Format.percent(1 - (double) done / asked) + " saved";
    }

    private static String fromStore(RunFigures.Texts texts) {
        long stored = texts.distinct() - texts.computed();
        return stored == 0 ? "" : Format.count(stored) + " were in the store";
    }

    private void add(String name, String value) {
        add(name, value, "");
    }

    private void add(String name, String value, String remark) {
        lines.add(new Line(name, value, remark));
    }

    private String table() {
        int nameWidth =
                lines.stream().mapToInt(line -> line.name().length()).max().orElseThrow();
        int valueWidth =
                lines.stream().mapToInt(line -> line.value().length()).max().orElseThrow();
        return lines.stream()
                .map(line -> padEnd(line.name(), nameWidth) + "  " + padStart(line.value(), valueWidth) + "  "
                        + line.remark())
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private static String padEnd(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String padStart(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
