package io.prefscore.nightly;

import io.prefscore.dataset.InputFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How input files stand to those that earlier runs recorded. A file is the same where path, length and time of modification
 * are.
 *
 * @param added paths that no run recorded
 * @param changed paths that runs recorded, but not as they are now
 * @param gone paths that runs recorded and that are no longer there
 */
record Changes(List<String> added, List<String> changed, List<String> gone) {

    Changes {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        gone = List.copyOf(gone);
    }

    /**
     * Compares.
     *
     * @param present the files that are there, each once
     * @param recorded by path, every state of it that a run has read
     * @param listed all paths that are there, also those that are not to be looked at now
     */
    static Changes between(Collection<InputFile> present, Map<String, Set<InputFile>> recorded, Set<String> listed) {
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (InputFile file : present) {
            Set<InputFile> known = recorded.getOrDefault(file.path(), Set.of());
            if (known.isEmpty()) {
                added.add(file.path());
            } else if (!known.contains(file)) {
                changed.add(file.path());
            }
        }
        Set<String> gone = new TreeSet<>(recorded.keySet());
        gone.removeAll(new HashSet<>(listed));
        return new Changes(added, changed, List.copyOf(gone));
    }

    /** By path, every state of it that a run has read. */
    static Map<String, Set<InputFile>> recorded(Collection<FinishedRun> runs) {
        Map<String, Set<InputFile>> recorded = new HashMap<>();
        for (FinishedRun run : runs) {
            for (InputFile file : run.files()) {
                recorded.computeIfAbsent(file.path(), path -> new HashSet<>()).add(file);
            }
        }
        return recorded;
    }

    /** Files that are to be scored: new ones and changed ones. */
    List<String> due() {
        List<String> due = new ArrayList<>(added);
        due.addAll(changed);
        due.sort(null);
        return due;
    }

    Changes withoutGone(Collection<String> known) {
        return new Changes(
                added,
                changed,
                gone.stream().filter(path -> !known.contains(path)).toList());
    }
}
