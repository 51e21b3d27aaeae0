package io.prefscore.report;

import io.prefscore.config.ModelSize;
import io.prefscore.config.NearestKey;
import io.prefscore.config.ScalingSettings;
import io.prefscore.config.ScalingSettings.SizedRun;
import io.prefscore.preference.UserError;
import io.prefscore.scaling.Point;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** A model of scored runs, and how large it is. */
record SizedModel(String name, ModelSize size) implements Serializable {

    /** A figure measured of it. */
    Point point(double value, double standardError) {
        return new Point(
                name, size.parameters(), size.trainingData(), size.trainingCompute(), Double.NaN, value, standardError);
    }

    /**
     * The models of some runs, sized by the settings, and where these say nothing by the runs.
     *
     * @throws UserError where the settings speak of a run that there is none of, or nothing is known of any model
     */
    static List<SizedModel> of(RunGrid grid, ScalingSettings settings) {
        settings.models().forEach(sized -> requireRun(grid, sized));
        List<SizedModel> models = new ArrayList<>();
        for (int model = 0; model < grid.models().size(); model++) {
            ModelSize size = ModelSize.UNKNOWN;
            for (ScoredRun run : grid.allOf(model)) {
                size = size.orElse(given(run, settings).orElse(run.size()));
            }
            models.add(new SizedModel(grid.models().get(model), settings.completed(size)));
        }
        if (models.stream().allMatch(model -> model.size().equals(ModelSize.UNKNOWN))) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "scaling.models must say how large the models are or what they were trained on, for no run says; such as"
                            + " [{ run = \"" + label(grid.allOf(0).get(0)) + "\", parameters = 7e9, data = 1.5e7 }]");
        }
        return models;
    }

    private static ModelSize given(ScoredRun run, ScalingSettings settings) {
        return settings.models().stream()
                .filter(sized -> isNamed(run, sized.run()))
                .map(SizedRun::size)
                .reduce(ModelSize.UNKNOWN, ModelSize::orElse);
    }

    private static void requireRun(RunGrid grid, SizedRun sized) {
        List<ScoredRun> named =
                all(grid).stream().filter(run -> isNamed(run, sized.run())).toList();
        if (named.isEmpty()) {
            List<String> names = all(grid).stream().map(SizedModel::label).toList();
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "scaling.models: run " + sized.run() + " is none of the runs; the nearest is "
                            + NearestKey.to(sized.run(), names));
        }
        if (named.stream().map(ScoredRun::fingerprint).distinct().count() > 1) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "scaling.models: run " + sized.run() + " is said of runs of several models, "
                            + String.join(
                                    ", ", named.stream().map(ScoredRun::folder).toList())
                            + "; name the whole folder");
        }
    }

    private static List<ScoredRun> all(RunGrid grid) {
        return IntStream.range(0, grid.models().size())
                .mapToObj(grid::allOf)
                .flatMap(List::stream)
                .toList();
    }

    private static boolean isNamed(ScoredRun run, String name) {
        return new Path(run.folder()).equals(new Path(name)) || label(run).equals(name);
    }

    private static String label(ScoredRun run) {
        return new Path(run.folder()).getName();
    }
}
