package io.prefscore.nightly;

import com.google.gson.JsonObject;
import io.prefscore.nightly.Drift.Verdict;
import io.prefscore.preference.UserError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the run that another one is compared with: the last good one of the same model and schema. */
final class Baselines {

    private final NightlyRoot root;
    private final long minRows;

    /** @param minRows that a run needs to be compared with: a tiny night would blind the guard for the next one */
    Baselines(NightlyRoot root, long minRows) {
        this.root = root;
        this.minRows = minRows;
    }

    /** What the drift guard thought of a run; empty where it has not been asked; OK once it was accepted. */
    Optional<Verdict> verdict(String run) {
        Optional<Verdict> verdict = root.read(run, NightlyRoot.DRIFT).map(Drift::verdict);
        boolean failed = verdict.equals(Optional.of(Verdict.FAIL));
        return failed && root.read(run, NightlyRoot.ACCEPTED).isPresent() ? Optional.of(Verdict.OK) : verdict;
    }

    /** The baseline of a run among all finished ones. */
    Optional<FinishedRun> of(FinishedRun run, List<FinishedRun> finished) {
        return newestFirst(finished).stream()
                .filter(other -> !other.name().equals(run.name()))
                .filter(run::isComparableWith)
                .filter(this::isBaseline)
                .findFirst();
    }

    RunProfile profile(FinishedRun run) {
        JsonObject drift = root.read(run.name(), NightlyRoot.DRIFT).orElseThrow();
        return Drift.profile(drift);
    }

    /** The runs that the next ones would be compared with: one for each model and schema. */
    Set<String> current(List<FinishedRun> finished) {
        Set<String> names = new HashSet<>();
        List<FinishedRun> chosen = new ArrayList<>();
        for (FinishedRun run : newestFirst(finished)) {
            if (chosen.stream().noneMatch(run::isComparableWith) && isBaseline(run)) {
                chosen.add(run);
                names.add(run.name());
            }
        }
        return names;
    }

    /** Takes a run for good from now on. */
    void accept(String run) {
        if (root.finished(run).isEmpty()) {
            throw new UserError(
                    UserError.Kind.SETTINGS, "--accept " + run + ": " + root.run(run) + " holds no finished run");
        }
        root.write(run, NightlyRoot.ACCEPTED, "{\"accepted\": \"" + Instant.now() + "\"}\n");
    }

    private boolean isBaseline(FinishedRun run) {
        return run.rowsRead() >= minRows
                && verdict(run.name())
                        .filter(verdict -> verdict != Verdict.FAIL)
                        .isPresent();
    }

    private static List<FinishedRun> newestFirst(List<FinishedRun> finished) {
        return finished.stream()
                .sorted(Comparator.comparing(FinishedRun::finished).reversed())
                .toList();
    }
}
