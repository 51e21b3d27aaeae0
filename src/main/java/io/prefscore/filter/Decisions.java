package io.prefscore.filter;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.prefscore.config.FilterPolicy;
import io.prefscore.config.FilterSettings;
import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.dataset.LabelFlip;
import io.prefscore.filter.OutputRows.Obstacle;
import io.prefscore.filter.OutputRows.Weights;
import io.prefscore.filter.texts.Decontamination;
import io.prefscore.filter.texts.EvaluationSets;
import io.prefscore.filter.texts.NearDuplicates;
import io.prefscore.report.ReportFolder;
import io.prefscore.report.ScoredRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** What becomes of each row: the policies one after the other, and the writing of what is kept. Driver side. */
final class Decisions implements AutoCloseable {

    private static final String PROMPT = "_prefscore_prompt";
    private static final String OUT = "_prefscore_out";
    private static final String CARRIED = "carried_";

    private final SparkSession spark;
    private final FilterSettings settings;
    private final PolicyPlan plan;
    private final ScoredRows scored;
    private final ScoredRun run;
    private final int models;
    private final ReportFolder folder;
    private final List<List<String>> details = new ArrayList<>();
    /** What frees the executors' memory in the end. */
    private final List<Runnable> held = new ArrayList<>();

    Decisions(
            SparkSession spark,
            FilterSettings settings,
            PolicyPlan plan,
            ScoredRows scored,
            ScoredRun run,
            int models,
            ReportFolder folder) {
        this.spark = spark;
        this.settings = settings;
        this.plan = plan;
        this.scored = scored;
        this.run = run;
        this.models = models;
        this.folder = folder;
    }

    /**
     * What was decided.
     *
     * @param rows {@link Funnel} rows after the last policy
     * @param units the same of pairs or responses, where a policy makes them
     * @param made {@link MadeRows} of what is kept, where the shape is not the input's
     * @param details what was fitted, by policy
     */
    record Decided(
            Dataset<Row> rows, Optional<Dataset<Row>> units, Optional<Dataset<Row>> made, List<List<String>> details) {}

    /** Writes a table that is needed while the filter works, and opens what was written. */
    static Dataset<Row> written(SparkSession spark, ReportFolder folder, Dataset<Row> table, String name) {
        String path = folder.work(name);
        table.write().option("parquet.enable.dictionary", "false").parquet(path);
        return spark.read().schema(table.schema()).parquet(path);
    }

    private Dataset<Row> saved(Dataset<Row> table, String name) {
        return written(spark, folder, table, name);
    }

    /**
     * Takes rows through all policies.
     *
     * @param facts {@link Facts} of all scored rows
     */
    Decided decide(Dataset<Row> facts) {
        Dataset<Row> rows = Funnel.begin(facts);
        for (int policy = 0; policy < plan.unitsFrom(); policy++) {
            rows = step(rows, facts, policy);
        }
        if (plan.makesUnits()) {
            return decideOnUnits(saved(rows, "rows"));
        }
        if (plan.shape() == Shape.INPUT) {
            return new Decided(saved(rows, "outcomes"), Optional.empty(), Optional.empty(), details);
        }
        Dataset<Row> policed = saved(rows, "rows");
        Dataset<Row> made = saved(maker().ofRows(Funnel.left(policed)), "made");
        return new Decided(
                saved(withoutObstacles(policed, made), "outcomes"), Optional.empty(), Optional.of(made), details);
    }

    /** @param rows after the last policy before the one that makes units */
    private Decided decideOnUnits(Dataset<Row> rows) {
        FilterPolicy policy = plan.policies().get(plan.unitsFrom());
        Dataset<Row> fresh = saved(
                UnitMaker.of(spark, run, Funnel.left(rows), policy, plan.strata(), new Labels(spark, run, scored)),
                "fresh-units");
        Dataset<Row> facts = fresh.withColumn(Facts.PLACE, ScoredRows.place(fresh));
        details.add(List.of());
        // the weight of a labelled pair comes with it, and whether it is as labelled
        Dataset<Row> units = Funnel.begin(facts.withColumnRenamed(Funnel.WEIGHT, CARRIED + Funnel.WEIGHT)
                        .withColumnRenamed(Funnel.REVERSED, CARRIED + Funnel.REVERSED))
                .withColumn(Funnel.WEIGHT, col(CARRIED + Funnel.WEIGHT))
                .withColumn(Funnel.REVERSED, col(CARRIED + Funnel.REVERSED))
                .drop(CARRIED + Funnel.WEIGHT, CARRIED + Funnel.REVERSED);
        for (int later = plan.unitsFrom() + 1; later < plan.policies().size(); later++) {
            units = step(units, facts, later);
        }
        Dataset<Row> policed = saved(units, "units");
        Dataset<Row> made = saved(maker().ofUnits(Funnel.left(policed)), "made");
        Dataset<Row> decided = saved(withoutObstacles(policed, made), "unit-outcomes");
        return new Decided(
                saved(asTheirUnits(rows, decided), "outcomes"), Optional.of(decided), Optional.of(made), details);
    }

    private MadeRows maker() {
        return new MadeRows(scored, plan.shape(), plan.weighs() ? Weights.WRITTEN : Weights.NONE);
    }

    /** What the shape cannot hold goes too. */
    private Dataset<Row> withoutObstacles(Dataset<Row> policed, Dataset<Row> made) {
        Map<String, Long> obstacles = new TreeMap<>();
        made.where(col(MadeRows.OBSTACLE).isNotNull())
                .groupBy(MadeRows.OBSTACLE)
                .count()
                .collectAsList()
                .forEach(row -> obstacles.put(row.getString(0), row.getLong(1)));
        details.add(obstacles.entrySet().stream()
                .map(obstacle -> obstacle.getValue() + ": "
                        + Obstacle.valueOf(obstacle.getKey()).words())
                .toList());
        Places unwritable = held(
                Places.of(spark, made.where(col(MadeRows.OBSTACLE).isNotNull()).select(MadeRows.PLACE)));
        return Funnel.after(
                policed, plan.shapeReason(), PolicyFits.dropping(unwritable, lit(true), Fitted.Reach.LEFT, List.of()));
    }

    /**
     * A row is kept if something that is kept is made of it; else it went where the last thing made of it went. Its label is
     * turned round if that of a thing is.
     */
    private Dataset<Row> asTheirUnits(Dataset<Row> rows, Dataset<Row> units) {
        Dataset<Row> fates = units.select(
                        explode(array(col(UnitMaker.PREFERRED_PLACE), col(UnitMaker.OTHER_PLACE)))
                                .as("used"),
                        coalesce(col(Funnel.REASON), lit(Integer.MAX_VALUE)).as("fate"),
                        col(Funnel.REASON).isNull().and(Funnel.isTurned()).as("turned"))
                .where(col("used").isNotNull())
                .groupBy("used")
                .agg(max("fate").as("fate"), max("turned").as("turned"));
        Column reversed =
                col("fate").equalTo(Integer.MAX_VALUE).and(col("turned").notEqual(col(Funnel.FLIPPED)));
        Column reason = when(col(Funnel.REASON).isNotNull(), col(Funnel.REASON))
                .when(col("fate").isNull(), plan.unitsFrom())
                .when(col("fate").notEqual(Integer.MAX_VALUE), col("fate"));
        long flip = 1L << plan.unitsFrom();
        Column bit = when(
                        col(Funnel.REASON).isNull().and(col("newly").isNotNull()),
                        functions.expr("shiftleft(1L, newly)"))
                .otherwise(0L);
        return rows.join(fates, col(Facts.PLACE).equalTo(col("used")), "left_outer")
                .withColumn("newly", reason)
                .withColumn(Funnel.REASONS, col(Funnel.REASONS).bitwiseOR(bit))
                .withColumn(Funnel.REASON, col("newly"))
                .withColumn(Funnel.REVERSED, coalesce(reversed, lit(false)))
                .withColumn(
                        Funnel.FLIPS,
                        col(Funnel.FLIPS)
                                .bitwiseOR(when(col(Funnel.REVERSED), flip).otherwise(0L)))
                .drop("newly", "fate", "turned", "used");
    }

    private Dataset<Row> step(Dataset<Row> before, Dataset<Row> facts, int policy) {
        Fitted fitted = fitted(plan.policies().get(policy), policy, facts, Funnel.left(before));
        details.add(fitted.details());
        return Funnel.after(before, policy, fitted);
    }

    private Fitted fitted(FilterPolicy policy, int number, Dataset<Row> facts, Dataset<Row> left) {
        PolicyFits fits = new PolicyFits(facts, left, plan.strata(), flipping(), settings.seed());
        if (policy instanceof FilterPolicy.Margin margin) {
            return fits.fit(margin);
        }
        if (policy instanceof FilterPolicy.Reward reward) {
            return fits.fit(reward);
        }
        if (policy instanceof FilterPolicy.Agreement agreement) {
            return fits.fit(agreement);
        }
        if (policy instanceof FilterPolicy.LabelConfidence confidence) {
            return fits.fit(confidence);
        }
        if (policy instanceof FilterPolicy.TopShare top) {
            return fits.fit(top);
        }
        if (policy instanceof FilterPolicy.Sample sample) {
            return fits.fit(sample);
        }
        if (policy instanceof FilterPolicy.LengthBalance balance) {
            return fits.fit(balance);
        }
        if (policy instanceof FilterPolicy.Ensemble ensemble) {
            return fits.fit(ensemble, models);
        }
        if (policy instanceof FilterPolicy.Where) {
            return PolicyFits.keeping(Facts.condition(number));
        }
        return fitted(policy, left);
    }

    /** Policies that find places. */
    private Fitted fitted(FilterPolicy policy, Dataset<Row> left) {
        if (policy instanceof FilterPolicy.ExactDuplicates duplicates) {
            return dropping(Duplicates.of(left, duplicates), Fitted.Reach.LEFT, List.of());
        }
        if (policy instanceof FilterPolicy.NearDuplicates near) {
            return nearDuplicates(near, left);
        }
        if (policy instanceof FilterPolicy.Decontaminate decontaminate) {
            return contaminated(decontaminate);
        }
        throw new IllegalStateException("no policy for rows: " + policy);
    }

    private Fitted nearDuplicates(FilterPolicy.NearDuplicates policy, Dataset<Row> left) {
        Places there = held(Places.of(spark, left.select(Facts.PLACE)));
        Dataset<Row> texts = Prompts.of(
                scored, scored.rows().where(there.holds(col(ScoredRows.PLACE))), policy.keep(), settings.seed());
        NearDuplicates near = new NearDuplicates(
                policy.similarity(), NearDuplicates.DEFAULT.shingle(), NearDuplicates.DEFAULT.hashes(), 0);
        Dataset<Row> dropped = near.dropped(texts);
        try {
            return dropping(dropped.select("place"), Fitted.Reach.LEFT, List.of());
        } finally {
            dropped.unpersist();
        }
    }

    private Fitted contaminated(FilterPolicy.Decontaminate policy) {
        try (Decontamination sets = Decontamination.against(
                spark, new EvaluationSets(policy.against(), policy.columns(), policy.words()))) {
            Dataset<Row> found = Prompts.of(scored, scored.rows(), FilterPolicy.Keep.ANY, settings.seed())
                    .where(sets.overlap(col(Prompts.TEXT)).geq(policy.overlap()))
                    .select(Prompts.PLACE);
            List<String> read = sets.sources().stream()
                    .map(source -> source.path() + ": " + source.texts() + " texts, read as " + source.readAs())
                    .toList();
            return dropping(found, Fitted.Reach.ALL, read);
        }
    }

    private Fitted dropping(Dataset<Row> places, Fitted.Reach reach, List<String> said) {
        return PolicyFits.dropping(held(Places.of(spark, places)), lit(true), reach, said);
    }

    private PolicyFits.Flipping flipping() {
        boolean impossible = plan.shape() == Shape.INPUT && flip().isEmpty();
        return impossible ? PolicyFits.Flipping.IMPOSSIBLE : PolicyFits.Flipping.POSSIBLE;
    }

    private Map<String, Column> flip() {
        LabelFlip flip = scored.recognition().schema().flip();
        return flip.apply(scored.inputColumns());
    }

    private Places held(Places places) {
        held.add(places::close);
        return places;
    }

    private RowWeights held(RowWeights weights) {
        held.add(weights::close);
        return weights;
    }

    /** Writes what is kept; nothing where the receipt alone is wanted. */
    List<FilterReceipt.Part> write(Decided decided) {
        if (settings.writing() == FilterSettings.Writing.RECEIPT_ALONE) {
            return List.of();
        }
        Dataset<Row> kept = decided.made()
                .map(made -> made.where(col(MadeRows.OBSTACLE).isNull())
                        .select(
                                col(MadeRows.PROMPT_KEY).as(PROMPT),
                                explode(col(MadeRows.ROWS)).as(OUT)))
                .orElseGet(() -> keptRows(decided.rows()));
        List<FilterReceipt.Part> parts = new ArrayList<>();
        for (DataWriter.Part part : DataWriter.parts(kept, col(PROMPT), settings)) {
            String path = folder.folder(part.name());
            DataWriter.write(part.rows().select(OUT + ".*"), path, settings);
            parts.add(new FilterReceipt.Part(part.name(), path));
        }
        return parts;
    }

    /** The input's own rows, read where they stand: nothing is shuffled. */
    private Dataset<Row> keptRows(Dataset<Row> rows) {
        Places there = held(Places.of(spark, Funnel.left(rows).select(Facts.PLACE)));
        Map<String, Column> flips = plan.flips() ? flip() : Map.of();
        Column isTurned = flips.isEmpty() ? lit(false) : turned(rows).holds(col(ScoredRows.PLACE));
        List<Column> columns = new ArrayList<>();
        for (String name : scored.inputColumns().fieldNames()) {
            Column own = col(ScoredRows.quoted(name));
            Column flip = flips.get(name);
            columns.add((flip == null ? own : when(isTurned, flip).otherwise(own)).as(name));
        }
        if (plan.weighs()) {
            String[] taken = scored.inputColumns().fieldNames();
            boolean free = Arrays.stream(taken).noneMatch(Funnel.WEIGHT::equalsIgnoreCase);
            columns.add(held(RowWeights.of(spark, Funnel.left(rows)))
                    .of(col(ScoredRows.PLACE))
                    .as(free ? Funnel.WEIGHT : "prefscore_" + Funnel.WEIGHT));
        }
        return scored.rowsAndColumns()
                .where(there.holds(col(ScoredRows.PLACE)))
                .select(
                        ScoredRows.score(Facts.PROMPT_KEY).as(PROMPT),
                        functions.struct(columns.toArray(Column[]::new)).as(OUT));
    }

    private Places turned(Dataset<Row> rows) {
        return held(
                Places.of(spark, Funnel.left(rows).where(col(Funnel.FLIPPED)).select(Facts.PLACE)));
    }

    @Override
    public void close() {
        held.forEach(Runnable::run);
    }
}
