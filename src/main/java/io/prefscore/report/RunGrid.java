package io.prefscore.report;

import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs by what they scored and with which model.
 *
 * @param data labels of the data sets, in the order in which they were first named
 * @param models names of the models, likewise
 * @param runs {@code [data][models]}; null where nobody scored that data with that model
 */
record RunGrid(List<String> data, List<String> models, List<List<@Nullable ScoredRun>> runs) {

    /**
     * Sorts runs.
     *
     * @throws UserError where two of them scored the same data with the same model
     */
    static RunGrid of(List<ScoredRun> runs) {
        Map<String, String> data = new LinkedHashMap<>();
        Map<String, String> models = new LinkedHashMap<>();
        for (ScoredRun run : runs) {
            data.computeIfAbsent(run.data(), path -> unused(run.dataLabel(), new LinkedHashSet<>(data.values())));
            models.computeIfAbsent(
                    run.fingerprint(), model -> unused(run.model(), new LinkedHashSet<>(models.values())));
        }
        List<String> dataKeys = List.copyOf(data.keySet());
        List<String> modelKeys = List.copyOf(models.keySet());
        List<List<@Nullable ScoredRun>> grid = new ArrayList<>();
        for (String dataKey : dataKeys) {
            List<@Nullable ScoredRun> row = new ArrayList<>();
            for (String modelKey : modelKeys) {
                row.add(only(runs.stream()
                        .filter(run ->
                                run.data().equals(dataKey) && run.fingerprint().equals(modelKey))
                        .toList()));
            }
            grid.add(row);
        }
        return new RunGrid(List.copyOf(data.values()), List.copyOf(models.values()), grid);
    }

    private static @Nullable ScoredRun only(List<ScoredRun> runs) {
        if (runs.size() > 1) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    runs.get(0).folder() + " and " + runs.get(1).folder()
                            + " hold the same data scored with the same model; name one of them");
        }
        return runs.isEmpty() ? null : runs.get(0);
    }

    private static String unused(String name, Set<String> taken) {
        String candidate = name;
        for (int number = 2; taken.contains(candidate); number++) {
            candidate = name + " (" + number + ")";
        }
        return candidate;
    }

    /** The run that scored some data with some model, if there is one. */
    Optional<ScoredRun> run(int dataIndex, int modelIndex) {
        return Optional.ofNullable(runs.get(dataIndex).get(modelIndex));
    }

    /** Some run over a data set: all of these hold the same rows. */
    ScoredRun anyOver(int dataIndex) {
        for (int model = 0; model < models.size(); model++) {
            Optional<ScoredRun> run = run(dataIndex, model);
            if (run.isPresent()) {
                return run.get();
            }
        }
        throw new IllegalStateException("no run over " + data.get(dataIndex));
    }

    /** Rows of the data, by all runs. */
    long rowsRead() {
        return runs.stream()
                .flatMap(List::stream)
                .filter(Objects::nonNull)
                .mapToLong(ScoredRun::rowsRead)
                .sum();
    }

    /** Some run of a model. */
    ScoredRun anyOf(int modelIndex) {
        return allOf(modelIndex).get(0);
    }

    /** All runs of a model, at least one. */
    List<ScoredRun> allOf(int modelIndex) {
        List<ScoredRun> ofModel = new ArrayList<>();
        for (int set = 0; set < data.size(); set++) {
            run(set, modelIndex).ifPresent(ofModel::add);
        }
        return ofModel;
    }
}
