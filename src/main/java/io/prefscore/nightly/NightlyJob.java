package io.prefscore.nightly;

import io.prefscore.config.NightlySettings;
import io.prefscore.config.Settings;
import io.prefscore.nightly.Drift.Verdict;
import io.prefscore.nightly.NightlyReport.Failed;
import io.prefscore.nightly.NightlyReport.FinishedBefore;
import io.prefscore.nightly.NightlyReport.Night;
import io.prefscore.nightly.NightlyReport.PassedOver;
import io.prefscore.nightly.NightlyReport.Scored;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.RunSummary;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * A night: finishes what an earlier one left unfinished, scores what is due, holds each run against the last good one, and
 * removes tables that are old enough. Driver side.
 *
 * <p>May be started again at any moment: a run is planned before it begins, goes on where it was cut short, and what is
 * finished is not done again. A root has one night at a time.
 */
public final class NightlyJob {

    private final SparkSession spark;
    private final Settings settings;
    private final Function<Settings, RunSummary> score;
    private final Clock clock;
    private final NightlyRoot root;
    private final Baselines baselines;
    private final Map<String, FinishedRun> finished = new TreeMap<>();
    private final Map<String, Night> nights = new TreeMap<>();

    private NightlyJob(SparkSession spark, Settings settings, Function<Settings, RunSummary> score, Clock clock) {
        this.spark = spark;
        this.settings = settings;
        this.score = score;
        this.clock = clock;
        this.root = new NightlyRoot(
                settings.nightly().root().orElseThrow(), spark.sparkContext().hadoopConfiguration());
        this.baselines = new Baselines(root, settings.nightly().drift().minCount());
        root.finished().forEach(run -> finished.put(run.name(), run));
    }

    /**
     * Runs to the end.
     *
     * @param settings for a night: input, model and root, and no output
     * @param score makes a single run, going on with an unfinished one
     * @param clock says which day it is
     * @throws UserError where settings, model or a folder are at fault; input that is at fault stands in the report
     */
    public static NightlyReport run(
            SparkSession spark,
            Settings settings,
            NightlyRequest request,
            Function<Settings, RunSummary> score,
            Clock clock) {
        return new NightlyJob(spark, settings, score, clock).run(request);
    }

    private NightlyReport run(NightlyRequest request) {
        request.accept().ifPresent(baselines::accept);
        Due due = DatedPath.isIn(settings.input().paths())
                ? new DueDays(settings, request, clock, spark.sparkContext().hadoopConfiguration())
                : new DueFiles(settings, request, clock, spark.sparkContext().hadoopConfiguration());
        finishWhatWasBegun();
        for (Due.Night night : due.nights(finished, root)) {
            if (!nights.containsKey(night.name())) {
                take(night);
            }
        }
        return new NightlyReport(List.copyOf(nights.values()), removeOldTables());
    }

    private void finishWhatWasBegun() {
        // killed between a run's end and its comparison
        last().filter(run -> baselines.verdict(run.name()).isEmpty()).ifPresent(this::guard);
        for (String name : root.plans()) {
            if (!finished.containsKey(name)) {
                root.plan(name).ifPresent(this::attempt);
            }
        }
    }

    private void take(Due.Night night) {
        if (night instanceof Due.ToScore toScore) {
            root.write(toScore.plan());
            attempt(toScore.plan());
        } else if (night instanceof Due.Done done) {
            FinishedRun run = done.run();
            Verdict verdict =
                    baselines.verdict(run.name()).orElseGet(() -> guard(run).verdict());
            nights.put(run.name(), new FinishedBefore(run.name(), NightlyReport.Files.of(done.changes()), verdict));
        } else if (night instanceof Due.Absent absent) {
            boolean allowed = settings.nightly().missing() == NightlySettings.Missing.PASS;
            nights.put(
                    absent.name(),
                    allowed
                            ? new PassedOver(absent.name(), absent.reason())
                            : new Failed(absent.name(), absent.reason()));
        }
    }

    /** Input that cannot be read is told and does not keep the other days from being scored. */
    private void attempt(Plan plan) {
        try {
            nights.put(plan.name(), scored(plan));
        } catch (UserError error) {
            if (error.kind() != UserError.Kind.INPUT) {
                throw error;
            }
            nights.put(
                    plan.name(),
                    new Failed(
                            plan.name(),
                            error.getMessage() + "\nplanned in " + root.planFile(plan.name())
                                    + "; to have the input chosen anew, remove that file and "
                                    + root.run(plan.name())));
        }
    }

    private Scored scored(Plan plan) {
        Optional<FinishedRun> last = last();
        RunSummary summary =
                score.apply(settings.withPaths(settings.input().withPaths(plan.paths()), root.run(plan.name())));
        FinishedRun run = root.finished(plan.name())
                .orElseThrow(() -> new IllegalStateException(root.run(plan.name()) + " has no record"));
        finished.put(run.name(), run);
        return new Scored(
                run.name(),
                summary,
                NightlyReport.Files.of(plan.changes().withoutGone(plan.goneBefore())),
                last.map(before -> new NightlyReport.RowsBefore(before.name(), before.rowsRead())),
                guard(run));
    }

    private Optional<FinishedRun> last() {
        return finished.values().stream().max(Comparator.comparing(FinishedRun::finished));
    }

    private Drift guard(FinishedRun run) {
        RunProfile profile = Profiler.of(
                spark, root.run(run.name()), run, settings.nightly().drift().minCount());
        Optional<FinishedRun> baseline = baselines.of(run, List.copyOf(finished.values()));
        DriftGuard guard = new DriftGuard(settings.nightly().drift());
        Drift drift = baseline.map(before -> guard.compare(before.name(), baselines.profile(before), profile))
                .orElseGet(() -> DriftGuard.first(profile));
        root.write(run.name(), NightlyRoot.DRIFT, drift.json());
        return drift;
    }

    private List<String> removeOldTables() {
        Optional<NightlySettings.Keep> keep = settings.nightly().keep();
        if (keep.isEmpty()) {
            return List.of();
        }
        List<FinishedRun> all = List.copyOf(finished.values());
        Set<String> kept = baselines.current(all);
        List<String> removed = new ArrayList<>();
        for (FinishedRun old : Retention.old(all, kept, keep.orElseThrow(), Instant.now(clock))) {
            if (root.removeTables(old)) {
                removed.add(old.name());
            }
        }
        return removed;
    }
}
