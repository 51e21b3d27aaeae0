package io.prefscore.nightly;

import io.prefscore.config.NightlySettings;
import io.prefscore.config.Settings;
import io.prefscore.dataset.InputFile;
import io.prefscore.dataset.InputReader;
import io.prefscore.preference.UserError;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** One partition a day: yesterday's, or that of every day since some day. A run has the name of its day. */
final class DueDays implements Due {

    private final Settings settings;
    private final Configuration hadoop;
    private final List<LocalDate> days;

    DueDays(Settings settings, NightlyRequest request, Clock clock, Configuration hadoop) {
        this.settings = settings;
        this.hadoop = hadoop;
        this.days = days(settings.nightly(), request, clock);
    }

    private static List<LocalDate> days(NightlySettings nightly, NightlyRequest request, Clock clock) {
        if (request.day().isPresent()) {
            return List.of(request.day().orElseThrow());
        }
        LocalDate yesterday = LocalDate.now(clock.withZone(nightly.timeZone())).minusDays(1);
        if (nightly.since().isEmpty()) {
            return List.of(yesterday);
        }
        LocalDate since = nightly.sinceDay()
                .orElseThrow(() -> new UserError(
                        UserError.Kind.SETTINGS,
                        "nightly.since: must be a day where input.paths has a date in it; found "
                                + nightly.since().orElseThrow()));
        if (since.isAfter(yesterday)) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "nightly.since: must not be after yesterday, which is " + yesterday + " in " + nightly.timeZone()
                            + "; found " + since);
        }
        return since.datesUntil(yesterday.plusDays(1)).toList();
    }

    @Override
    public List<Night> nights(Map<String, FinishedRun> finished, NightlyRoot root) {
        return days.stream().map(day -> night(day, finished)).toList();
    }

    private Night night(LocalDate day, Map<String, FinishedRun> finished) {
        String name = day.toString();
        List<String> paths = DatedPath.of(settings.input().paths(), day);
        FinishedRun run = finished.get(name);
        if (!InputReader.isAnythingAt(paths, hadoop)) {
            return run == null
                    ? new Absent(name, String.join(", ", paths) + ": holds no files")
                    : new Done(run, changes(List.of(), run));
        }
        if (run != null) {
            return new Done(run, changes(files(paths), run));
        }
        Changes changes = Changes.between(files(paths), Changes.recorded(finished.values()), Set.of());
        return new ToScore(
                new Plan(name, paths, new Changes(changes.added(), changes.changed(), List.of()), List.of()));
    }

    /** An input that cannot even be listed is left to the run, which says why. */
    private List<InputFile> files(List<String> paths) {
        try {
            return InputReader.list(settings.input().withPaths(paths), hadoop);
        } catch (UserError unreadable) {
            return List.of();
        }
    }

    private static Changes changes(List<InputFile> present, FinishedRun run) {
        Set<String> listed = present.stream().map(InputFile::path).collect(Collectors.toSet());
        return Changes.between(present, Changes.recorded(List.of(run)), listed);
    }
}
