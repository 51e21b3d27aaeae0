package io.prefscore.report;

import io.prefscore.config.ScalingSettings;
import io.prefscore.preference.UserError;
import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/** Scored runs of several models over the same comparisons. */
final class RunPoints implements ScalingSource {

    private final SparkSession spark;
    private final ReportFolder folder;
    private final OptionalInt partitions;
    private final List<String> slices;
    private final ScoredSource source;
    private final List<SizedModel> models;

    /**
     * @param runs their folders
     * @param folder where work may be left
     * @param partitions tasks of each pass; empty: as many as the comparisons are worth
     * @throws UserError where runs cannot be read, or nothing says how large their models are
     */
    RunPoints(
            SparkSession spark,
            ScalingSettings settings,
            List<String> runs,
            ReportFolder folder,
            OptionalInt partitions) {
        this.spark = spark;
        this.folder = folder;
        this.partitions = partitions;
        this.slices = settings.columns().slice().map(List::of).orElse(List.of());
        this.source = new ScoredSource(spark, runs, slices);
        this.models = SizedModel.of(source.runs(), settings);
    }

    @Override
    public String title() {
        return source.title();
    }

    @Override
    public Axis usualAxis() {
        return ScalingSource.usual(models.stream().map(model -> model.point(Double.NaN, Double.NaN)));
    }

    @Override
    public boolean isLittle() {
        return source.isLittle();
    }

    @Override
    public Findings findings(ScalingOptions options) {
        ComparedTable compared = ComparedTable.of(spark, source, folder);
        try (PairTable table = PairTable.of(compared, source.data(), slices, models.size(), partitions)) {
            double[][] temperatures = table.sketches().folds().temperatures();
            List<ConcludeRuns.Result> results =
                    table.scaling(temperatures, new ConcludeRuns(models, table.slices(), options)).stream()
                            .sorted(Comparator.comparingInt(row -> row.getInt(0)))
                            .map(ConcludeRuns.Result::read)
                            .toList();
            return findings(results);
        }
    }

    private Findings findings(List<ConcludeRuns.Result> results) {
        ConcludeRuns.Result everything = results.get(0);
        if (everything.used() == 0) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    title() + ": of " + everything.comparisons() + " comparisons none is usable: all runs must have"
                            + " finite rewards for it, and its label must prefer one response; are these runs over the"
                            + " same data?");
        }
        List<PointSet> points = new ArrayList<>();
        List<PointSet> shown = new ArrayList<>();
        List<SliceScaling> curves = new ArrayList<>();
        for (ConcludeRuns.Result result : results) {
            result.points().forEach(set -> (set.measure() == Measure.MEAN_MARGIN ? shown : points).add(set));
            curves.addAll(result.curves());
        }
        return new Findings(facts(everything), points, curves, shown);
    }

    private Map<String, String> facts(ConcludeRuns.Result everything) {
        Map<String, String> facts = new LinkedHashMap<>(source.facts());
        long incomplete = everything.comparisons() - everything.ties() - everything.used();
        facts.put(
                "comparisons",
                everything.used() + " of " + everything.comparisons() + " are used, the same for all models; left out: "
                        + everything.ties() + " whose label is a tie, " + incomplete
                        + " for which a model has no finite reward");
        for (int model = 0; model < models.size(); model++) {
            facts.put(
                    "model " + models.get(model).name(),
                    source.runs().anyOf(model).origin());
        }
        return facts;
    }
}
