package io.prefscore.report;

import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs by what they scored and with which model.
 *
 * @param data labels of the data sets, in the order in which they were first named
 * @param models names of the models, likewise
 * @param runs {@code [data][models]}: every model has scored all of the data
 */
record RunGrid(List<String> data, List<String> models, List<List<ScoredRun>> runs) {

    /**
     * Sorts runs.
     *
     * @throws UserError where two of them scored the same data with the same model, or two models scored other data
     */
    static RunGrid of(List<ScoredRun> runs) {
        Map<String, String> data = new LinkedHashMap<>();
        Map<String, String> models = new LinkedHashMap<>();
        for (ScoredRun run : runs) {
            data.computeIfAbsent(run.data(), path -> unused(run.dataLabel(), new LinkedHashSet<>(data.values())));
            models.computeIfAbsent(
                    run.fingerprint(), model -> unused(run.model(), new LinkedHashSet<>(models.values())));
        }
        List<List<ScoredRun>> grid = new ArrayList<>();
        for (String dataKey : data.keySet()) {
            List<ScoredRun> overData =
                    runs.stream().filter(run -> run.data().equals(dataKey)).toList();
            grid.add(models.keySet().stream()
                    .map(model -> only(overData, all(runs, model)))
                    .toList());
        }
        return new RunGrid(List.copyOf(data.values()), List.copyOf(models.values()), grid);
    }

    private static List<ScoredRun> all(List<ScoredRun> runs, String model) {
        return runs.stream().filter(run -> run.fingerprint().equals(model)).toList();
    }

    /** The run over some data among those of a model. */
    private static ScoredRun only(List<ScoredRun> overData, List<ScoredRun> ofModel) {
        List<ScoredRun> found = ofModel.stream().filter(overData::contains).toList();
        if (found.size() > 1) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    found.get(0).folder() + " and " + found.get(1).folder()
                            + " hold the same data scored with the same model; name one of them");
        }
        ScoredRun run = found.isEmpty() ? ofModel.get(0) : found.get(0);
        run.requireSameData(overData.get(0), "models are compared on the same data");
        return run;
    }

    private static String unused(String name, Set<String> taken) {
        String candidate = name;
        for (int number = 2; taken.contains(candidate); number++) {
            candidate = name + " (" + number + ")";
        }
        return candidate;
    }

    /** The run that scored some data with some model. */
    ScoredRun run(int dataIndex, int modelIndex) {
        return runs.get(dataIndex).get(modelIndex);
    }

    /** Some run over a data set: all of these hold the same rows. */
    ScoredRun anyOver(int dataIndex) {
        return run(dataIndex, 0);
    }

    /** Rows of the data, by all runs. */
    long rowsRead() {
        return runs.stream()
                .flatMap(List::stream)
                .mapToLong(ScoredRun::rowsRead)
                .sum();
    }

    /** Some run of a model. */
    ScoredRun anyOf(int modelIndex) {
        return run(0, modelIndex);
    }

    /** All runs of a model, one a data set. */
    List<ScoredRun> allOf(int modelIndex) {
        return runs.stream().map(overData -> overData.get(modelIndex)).toList();
    }
}
