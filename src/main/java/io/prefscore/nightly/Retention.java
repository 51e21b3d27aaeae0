package io.prefscore.nightly;

import io.prefscore.config.NightlySettings.Keep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Says which finished runs are old enough to lose their tables. Their records stay, or their input would be new again. */
final class Retention {

    private Retention() {}

    /**
     * The runs whose tables may go.
     *
     * @param finished all finished runs
     * @param baselines names of those that later runs are compared with
     */
    static List<FinishedRun> old(List<FinishedRun> finished, Set<String> baselines, Keep keep, Instant now) {
        List<FinishedRun> newestFirst = new ArrayList<>(finished);
        newestFirst.sort(Comparator.comparing(FinishedRun::finished).reversed());
        List<FinishedRun> old = new ArrayList<>();
        for (int place = 0; place < newestFirst.size(); place++) {
            FinishedRun run = newestFirst.get(place);
            boolean beyond =
                    switch (keep.unit()) {
                        case RUNS -> place >= keep.amount();
                        case DAYS -> run.finished().isBefore(now.minus(Duration.ofDays(keep.amount())));
                    };
            if (beyond && !baselines.contains(run.name())) {
                old.add(run);
            }
        }
        return old;
    }
}
