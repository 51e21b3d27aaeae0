package io.prefscore.cli;

import io.prefscore.scoring.Stage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress for eyes and for log files. On a terminal one line overwrites itself, at most ten times a second; elsewhere
 * whole lines are written, at most one every five seconds, so that a night's log stays short. The first state of a stage
 * and its last one are always shown.
 */
final class TerminalProgress implements ProgressDisplay {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration NEXT_LINE = Duration.ofSeconds(5);

    private static final int WIDEST_BAR = 20;
    private static final int NARROWEST_BAR = 5;

    private final PrintWriter out;
    private final Terminal.Kind kind;
    private final int columns;
    private final LongSupplier nanoClock;

    /** First state of the current stage: speeds are measured from it. */
    private @Nullable Progress first;

    private @Nullable Progress shown;
    private @Nullable Progress latest;
    private long shownAtNanos;
    private int drawnCharacters;

    /**
     * @param out where it is written; flushed after every line
     * @param kind whether a line can be overwritten there
     * @param columns width of the terminal in characters; a longer line would wrap and could not be overwritten
     * @param nanoClock a monotonic clock such as {@link System#nanoTime}
     */
    TerminalProgress(PrintWriter out, Terminal.Kind kind, int columns, LongSupplier nanoClock) {
        this.out = out;
        this.kind = kind;
        this.columns = columns;
        this.nanoClock = nanoClock;
    }

    /** On the standard error of a command's terminal. */
    static TerminalProgress on(Terminal terminal) {
        return new TerminalProgress(terminal.err(), terminal.kind(), terminal.columns(), System::nanoTime);
    }

    @Override
    public synchronized void onProgress(Progress progress) {
        if (latest != null && latest.stage() != progress.stage()) {
            finishStage();
        }
        if (first == null) {
            first = progress;
        }
        latest = progress;
        if (isDue(progress)) {
            write(progress);
        }
    }

    @Override
    public synchronized void close() {
        finishStage();
    }

    private boolean isDue(Progress progress) {
        if (shown == null) {
            return true;
        }
        if (isDone(progress)) {
            return !isDone(shown);
        }
        Duration pause = kind == Terminal.Kind.INTERACTIVE ? REDRAW : NEXT_LINE;
        return nanoClock.getAsLong() - shownAtNanos >= pause.toNanos();
    }

    /** Only one stage knows how much there is to do. */
    private static boolean goesByTexts(Progress progress) {
        return progress.stage() == Stage.SCORE && progress.textsTotal() > 0;
    }

    private static boolean isDone(Progress progress) {
        return goesByTexts(progress) && progress.textsDone() >= progress.textsTotal();
    }

    /** Done texts among all, in [0, 1]. */
    private static double share(Progress progress) {
        return Math.min(1, (double) progress.textsDone() / progress.textsTotal());
    }

    private void finishStage() {
        if (latest == null) {
            return;
        }
        if (!latest.equals(shown)) {
            write(latest);
        }
        if (kind == Terminal.Kind.INTERACTIVE) {
            out.println();
            out.flush();
        }
        drawnCharacters = 0;
        first = null;
        shown = null;
        latest = null;
    }

    private void write(Progress progress) {
        String text = text(first == null ? progress : first, progress);
        if (kind == Terminal.Kind.INTERACTIVE) {
            overwrite(goesByTexts(progress) ? bar(share(progress), columns - text.length()) + text : text);
        } else {
            out.println(text);
        }
        out.flush();
        shown = progress;
        shownAtNanos = nanoClock.getAsLong();
    }

    private void overwrite(String line) {
        // the last column stays free: some terminals wrap as soon as it is written
        String fitting = line.length() < columns ? line : line.substring(0, columns - 1);
        String blanks = " ".repeat(Math.max(0, drawnCharacters - fitting.length()));
        out.print("\r" + fitting + blanks);
        drawnCharacters = fitting.length();
    }

    /** A bar with a blank after it, as wide as the room beside the figures allows; none where there is too little. */
    private static String bar(double share, int room) {
        int width = Math.min(WIDEST_BAR, room - "[] ".length() - 1);
        if (width < NARROWEST_BAR) {
            return "";
        }
        int filled = (int) (share * width);
        return "[" + "=".repeat(filled) + " ".repeat(width - filled) + "] ";
    }

    private static String text(Progress first, Progress progress) {
        if (!goesByTexts(progress)) {
            return progress.stage().label();
        }
        String state = String.format(
                Locale.ROOT,
                "%s %.0f%%, %s of %s texts",
                progress.stage().label(),
                Math.floor(100 * share(progress)),
                Format.count(progress.textsDone()),
                Format.count(progress.textsTotal()));
        Pace pace = Pace.between(first, progress);
        return pace.isKnown() ? state + speed(first, progress, pace) : state;
    }

    private static String speed(Progress first, Progress progress, Pace pace) {
        String items = progress.pairsTotal() > 0
                ? Format.rate(pace.pairsPerSecond()) + " pairs/s"
                : Format.rate(pace.textsPerSecond()) + " texts/s";
        String time = isDone(progress)
                ? "in " + Format.time(progress.elapsed().minus(first.elapsed()))
                : "ETA " + Format.time(pace.remaining());
        return ", " + items + ", " + Format.rate(pace.tokensPerSecond()) + " tokens/s, " + time;
    }
}
