package io.prefscore.nightly;

import io.prefscore.config.Settings;
import io.prefscore.dataset.InputFile;
import io.prefscore.dataset.InputReader;
import io.prefscore.preference.UserError;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Whatever is new under the paths. A run has the name of the second in which it was planned, in UTC. */
final class DueFiles implements Due {

    /** Without colons, which Hadoop's paths refuse. */
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Settings settings;
    private final Clock clock;
    private final Configuration hadoop;

    DueFiles(Settings settings, NightlyRequest request, Clock clock, Configuration hadoop) {
        this.settings = settings;
        this.clock = clock;
        this.hadoop = hadoop;
        if (request.day().isPresent()) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "--day " + request.day().orElseThrow()
                            + ": input.paths has no date in it, so there are no days; put "
                            + "{yyyy-MM-dd} into it, or leave --day out");
        }
    }

    @Override
    public List<Night> nights(Map<String, FinishedRun> finished, NightlyRoot root) {
        if (!finished.keySet().containsAll(root.plans())) {
            // an earlier run could still not be finished; another one beside it would score the same files
            return List.of();
        }
        List<String> paths = settings.input().paths();
        String name = freeName(finished, root);
        if (!InputReader.isAnythingAt(paths, hadoop)) {
            return List.of(new Absent(name, String.join(", ", paths) + ": holds no files"));
        }
        List<InputFile> all = InputReader.list(settings.input(), hadoop);
        if (all.stream().anyMatch(file -> root.holds(file.path()))) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "nightly.root: must not lie below input.paths, or tables would be taken for input; found " + root);
        }
        Instant since = settings.nightly().sinceInstant().orElse(Instant.MIN);
        List<InputFile> young =
                all.stream().filter(file -> !file.modified().isBefore(since)).toList();
        Set<String> listed = all.stream().map(InputFile::path).collect(Collectors.toSet());
        Changes changes = Changes.between(young, Changes.recorded(finished.values()), listed);
        Optional<FinishedRun> last = finished.values().stream().max(Comparator.comparing(FinishedRun::finished));
        List<String> goneBefore = last.flatMap(run -> root.plan(run.name()))
                .map(plan -> plan.changes().gone())
                .orElse(List.of());
        Set<String> due = Set.copyOf(changes.due());
        if (due.isEmpty()) {
            return last.stream()
                    .<Night>map(run -> new Done(run, changes.withoutGone(goneBefore)))
                    .toList();
        }
        List<String> dueFiles = all.stream()
                .filter(file -> due.contains(file.path()))
                .map(InputReader::pathOf)
                .toList();
        return List.of(new ToScore(new Plan(name, dueFiles, changes, goneBefore)));
    }

    /** Of a second that no run was planned in. */
    private String freeName(Map<String, FinishedRun> finished, NightlyRoot root) {
        Set<String> plans = Set.copyOf(root.plans());
        Instant now = Instant.now(clock);
        while (plans.contains(NAME.format(now)) || finished.containsKey(NAME.format(now))) {
            now = now.plusSeconds(1);
        }
        return NAME.format(now);
    }
}
