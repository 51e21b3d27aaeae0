package io.prefscore.cli;

import io.prefscore.scoring.Stage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress for eyes and for log files. On a terminal one line overwrites itself, at most ten times a second; elsewhere
 * whole lines are written, the next one of a stage after five seconds and each later one after twice the time, but for five
 * minutes, so that a night's log stays short.
 */
final class TerminalProgress implements ProgressDisplay {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration NEXT_LINE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final int WIDEST_BAR = 20;
    private static final int NARROWEST_BAR = 5;

    /** Before so much of it is done nobody knows how long a job takes. */
    private static final double LEAST_SHARE = 0.02;

    private final PrintWriter out;
    private final Terminal.Kind kind;
    private final int columns;
    private final LongSupplier nanoClock;

    /** First state of the current stage: speeds are measured from it. */
    private @Nullable Progress first;

    private @Nullable Progress shown;
    private @Nullable Progress latest;
    private Duration pause = NEXT_LINE;
    private long shownAtNanos;
    private int lines;
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
        if (latest != null && !latest.what().equals(progress.what())) {
            done();
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
    public synchronized Optional<Progress> last() {
        return Optional.ofNullable(latest);
    }

    @Override
    public synchronized void done() {
        if (latest != null && !goesByTexts(latest) && latest.share() < 1) {
            latest = new Progress(latest.what(), latest.step(), 1, latest.texts(), latest.elapsed());
        }
        finishStage();
    }

    @Override
    public synchronized void close() {
        finishStage();
    }

    private boolean isDue(Progress progress) {
        if (shown == null) {
            return true;
        }
        if (goesByTexts(progress) && isDone(progress)) {
            return !isDone(shown);
        }
        Duration wait = kind == Terminal.Kind.INTERACTIVE ? REDRAW : pause;
        return nanoClock.getAsLong() - shownAtNanos >= wait.toNanos();
    }

    /** Texts are counted for the model, and shown while it works. */
    private static boolean goesByTexts(Progress progress) {
        return progress.what().equals(Stage.SCORE.label()) && progress.texts().total() > 0;
    }

    private static boolean isDone(Progress progress) {
        return progress.share() >= 1;
    }

    /** In a log, a stage that was over at once has its first line alone. */
    private void finishStage() {
        if (latest == null) {
            return;
        }
        boolean told =
                kind == Terminal.Kind.PLAIN && (goesByTexts(latest) ? shown != null && isDone(shown) : lines == 1);
        if (!latest.equals(shown) && !told) {
            write(latest);
        }
        if (kind == Terminal.Kind.INTERACTIVE) {
            out.println();
            out.flush();
        }
        drawnCharacters = 0;
        lines = 0;
        pause = NEXT_LINE;
        first = null;
        shown = null;
        latest = null;
    }

    private void write(Progress progress) {
        String text = text(first == null ? progress : first, progress);
        if (kind == Terminal.Kind.INTERACTIVE) {
            boolean known = progress.share() > 0 || goesByTexts(progress);
            overwrite(known ? bar(progress.share(), columns - text.length()) + text : text);
        } else {
            out.println(text);
            pause = lines == 0 ? NEXT_LINE : longer(pause);
        }
        lines++;
        out.flush();
        shown = progress;
        shownAtNanos = nanoClock.getAsLong();
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
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
            return step(first, progress);
        }
        String state = String.format(
                Locale.ROOT,
                "%s %.0f%%, %s of %s texts",
                progress.what(),
                Math.floor(100 * progress.share()),
                Format.count(progress.texts().done()),
                Format.count(progress.texts().total()));
        Pace pace = Pace.between(first, progress);
        return pace.isKnown() ? state + speed(first, progress, pace) : state;
    }

    private static String step(Progress first, Progress progress) {
        String step = progress.step().isEmpty() ? "" : ", " + progress.step();
        if (progress.share() == 0) {
            return progress.what() + step;
        }
        String share = String.format(Locale.ROOT, " %.0f%%", Math.floor(100 * progress.share()));
        Duration gone = progress.elapsed().minus(first.elapsed());
        if (isDone(progress)) {
            return progress.what() + share + ", in " + Format.time(gone);
        }
        double rest = (1 - progress.share()) / progress.share();
        String left = progress.share() < LEAST_SHARE
                ? ""
                : ", ETA " + Format.time(Duration.ofMillis(Math.round(gone.toMillis() * rest)));
        return progress.what() + share + step + left;
    }

    private static String speed(Progress first, Progress progress, Pace pace) {
        String items = progress.texts().pairs() > 0
                ? Format.rate(pace.pairsPerSecond()) + " pairs/s"
                : Format.rate(pace.textsPerSecond()) + " texts/s";
        String time = isDone(progress)
                ? "in " + Format.time(progress.elapsed().minus(first.elapsed()))
                : "ETA " + Format.time(pace.remaining());
        return ", " + items + ", " + Format.rate(pace.tokensPerSecond()) + " tokens/s, " + time;
    }
}
