package io.prefscore.filter;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.prefscore.config.FilterSettings;
import io.prefscore.config.SettingsWriter;
import io.prefscore.filter.FilterReceipt.Rows;
import io.prefscore.filter.FilterReceipt.SliceFunnel;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Unit;
import io.prefscore.report.ReportFolder;
import io.prefscore.report.ScoredRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Draws up the account of a filter, from what was decided about every row. Driver side. */
final class Receipts {

    /** Folder of the table that says what became of each row of the input. */
    static final String DECISIONS = "decisions";

    private static final String SET_ASIDE = "set-aside";

    private final SparkSession spark;
    private final PolicyPlan plan;
    private final Decisions.Decided decided;
    private final ScoredRun run;
    private final ReportFolder folder;
    private final Tally rows;
    private final Optional<Tally> units;

    Receipts(SparkSession spark, PolicyPlan plan, Decisions.Decided decided, ScoredRun run, ReportFolder folder) {
        this.spark = spark;
        this.plan = plan;
        this.decided = decided;
        this.run = run;
        this.folder = folder;
        int reasons = plan.shape() == FilterSettings.Shape.INPUT ? plan.shapeReason() : plan.shapeReason() + 1;
        List<Integer> ofRows = plan.makesUnits()
                ? IntStream.range(0, plan.unitsFrom()).boxed().toList()
                : IntStream.range(0, reasons).boxed().toList();
        List<Integer> ofUnits =
                IntStream.range(plan.unitsFrom() + 1, reasons).boxed().toList();
        this.rows = Tally.of(decided.rows(), plan.strata(), ofRows);
        this.units = decided.units().map(made -> Tally.of(made, plan.strata(), ofUnits));
    }

    /** The account, with its tables written. */
    FilterReceipt receipt(
            FilterReceipt.Provenance provenance,
            ScoredRows scored,
            List<FilterReceipt.Part> written,
            FilterSettings settings) {
        writeDecisions();
        List<Step> steps = steps();
        FilterReceipt receipt = new FilterReceipt(
                provenance,
                counts(),
                steps,
                rows.slices().stream().map(slice -> funnel(slice, steps)).toList(),
                rows.slices().stream().map(rows::before).toList(),
                rows.slices().stream()
                        .map(slice -> units.orElse(rows).after(slice))
                        .toList(),
                Samples.of(decided.rows(), scored, plan.labels(), settings),
                written);
        new ReceiptTables(spark, folder).write(receipt);
        return receipt;
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int policy = 0; policy < decided.details().size(); policy++) {
            steps.add(step(policy));
        }
        return steps;
    }

    private Step step(int policy) {
        String label = plan.labels().get(policy);
        List<String> details = decided.details().get(policy);
        String words = policy == plan.shapeReason()
                ? "what the shape " + SettingsWriter.label(plan.shape()) + " cannot hold"
                : SettingsWriter.words(plan.policies().get(policy));
        if (plan.makesUnits() && policy == plan.unitsFrom()) {
            return made(label, words);
        }
        boolean ofUnits = plan.makesUnits() && policy > plan.unitsFrom();
        return (ofUnits ? units.orElse(rows) : rows).step(policy, label, words, plan.unit(policy), details);
    }

    /** The policy that makes pairs or responses: rows go in, and other things come out. */
    private Step made(String label, String words) {
        Tally.Slice all = Tally.Slice.ALL;
        long entered = plan.unitsFrom() == 0 ? rows.rows(all) : rows.left(all, plan.unitsFrom() - 1);
        long unused = decided.rows()
                .where(col(Funnel.REASON).equalTo(plan.unitsFrom()))
                .count();
        return new Step(
                label,
                words,
                plan.unit(plan.unitsFrom()),
                entered,
                0,
                unused,
                plan.overrules() ? units.map(Tally::reversed).orElse(0L) : 0,
                0,
                units.map(tally -> tally.rows(all)).orElse(0L),
                List.of());
    }

    private SliceFunnel funnel(Tally.Slice slice, List<Step> steps) {
        List<Long> left = IntStream.range(0, steps.size())
                .mapToObj(policy -> {
                    if (!plan.makesUnits() || policy < plan.unitsFrom()) {
                        return rows.left(slice, policy);
                    }
                    Tally made = units.orElse(rows);
                    return policy == plan.unitsFrom() ? made.rows(slice) : made.left(slice, policy);
                })
                .toList();
        return new SliceFunnel(slice.name(), slice.value(), rows.rows(slice), left);
    }

    private Rows counts() {
        long kept = rows.after(Tally.Slice.ALL).units();
        long scored = rows.rows(Tally.Slice.ALL);
        Tally last = units.orElse(rows);
        long written = units.isPresent() ? last.after(Tally.Slice.ALL).units() : kept;
        return new Rows(
                run.rowsRead(),
                run.rowsSetAside(),
                scored - kept,
                kept,
                last.flipped(),
                last.reweighted(),
                written,
                plan.makesUnits() ? plan.unit(plan.unitsFrom()) : Unit.ROWS);
    }

    /** One row for each row of the input. */
    private void writeDecisions() {
        Column[] reasons = IntStream.range(0, plan.labels().size())
                .mapToObj(policy -> when(
                        functions
                                .shiftrightunsigned(col(Funnel.REASONS), policy)
                                .bitwiseAND(lit(1L))
                                .equalTo(1L),
                        plan.labels().get(policy)))
                .toArray(Column[]::new);
        Column labels = array(plan.labels().stream().map(functions::lit).toArray(Column[]::new));
        Dataset<Row> ofScored = decided.rows()
                .select(
                        col(Facts.EXAMPLE_ID),
                        col(Facts.FIRST_RESPONSE),
                        when(col(Funnel.REASON).isNull(), "kept")
                                .otherwise("dropped")
                                .as("outcome"),
                        functions.get(labels, col(Funnel.REASON)).as("reason"),
                        array_compact(array(reasons)).as("reasons"),
                        Funnel.isTurned().as(Funnel.FLIPPED),
                        col(Funnel.WEIGHT));
        Dataset<Row> aside = setAside();
        ofScored.unionByName(aside.select(
                        lit(null).cast("string").as(Facts.EXAMPLE_ID),
                        lit(null).cast("int").as(Facts.FIRST_RESPONSE),
                        lit(SET_ASIDE).as("outcome"),
                        col("reason"),
                        array(col("reason")).as("reasons"),
                        lit(false).as(Funnel.FLIPPED),
                        lit(null).cast("double").as(Funnel.WEIGHT)))
                .write()
                .parquet(folder.folder(DECISIONS));
    }

    /** Rows that could not be scored, with the reason in whatever column the run had room for it. */
    private Dataset<Row> setAside() {
        Dataset<Row> aside = spark.read().parquet(run.setAside());
        boolean moved = Arrays.asList(aside.columns()).contains("prefscore_reason");
        return aside.select(col(moved ? "prefscore_reason" : "reason").as("reason"));
    }
}
