package io.prefscore.ml;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.filter.FilterJob;
import io.prefscore.filter.page.FilterPage;
import io.prefscore.report.ReportJob;
import io.prefscore.report.ScoredRun;
import io.prefscore.scoring.LazyScores;
import io.prefscore.scoring.ProgressListener;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * A finished scoring run: its tables, its metrics, and filters of it. Nothing here scores anything. Driver side.
 *
 * <p>Whatever the user can mend is thrown as a {@link io.prefscore.preference.UserError} of one sentence. Serializable as
 * {@link JobOutput} is: empty at the other end.
 */
public final class ScoredData implements Serializable {

    private static final String FLAGS = "flags";

    private final transient SparkSession spark;
    private final transient ScoredRun run;
    private final transient JobOutput tables;

    private ScoredData(SparkSession spark, ScoredRun run, JobOutput tables) {
        this.spark = spark;
        this.run = run;
        this.tables = tables;
    }

    /**
     * Opens the output of {@code jobs/prefscore score}, a night of {@code nightly}, or a run of {@link RewardScorer#score}.
     *
     * @throws io.prefscore.preference.UserError where there is no finished run
     */
    public static ScoredData open(SparkSession spark, String folder) {
        return Plainly.call(() -> new ScoredData(
                spark,
                ScoredRun.read(JobOutput.named(folder), spark.sparkContext().hadoopConfiguration()),
                JobOutput.open(spark, folder)));
    }

    /** The run's folder. */
    public String folder() {
        return run.folder();
    }

    /** Name of the model that scored. */
    public String model() {
        return run.model();
    }

    /** A scorer with the run's model and settings, to render or score further rows with; it has no store. */
    public RewardScorer scorer() {
        return new RewardScorer().setRun(run.folder());
    }

    /** All rows of the input: those scored, and those set aside with null rewards and the reason among their flags. */
    public Dataset<Row> rows() {
        return Plainly.call(() -> {
            Dataset<Row> scores = scores();
            Dataset<Row> unscored = setAside();
            String[] names = unscored.columns();
            List<Column> columns = Arrays.stream(names, 0, names.length - 2)
                    .map(name -> col("`" + name.replace("`", "``") + "`"))
                    .collect(Collectors.toList());
            StructType verdict =
                    (StructType) scores.schema().apply(LazyScores.COLUMN).dataType();
            columns.add(
                    unscored(verdict, col("`" + names[names.length - 2] + "`")).as(LazyScores.COLUMN));
            return scores.unionByName(unscored.select(columns.toArray(Column[]::new)));
        });
    }

    private static Column unscored(StructType verdict, Column reason) {
        return functions.struct(Arrays.stream(verdict.fields())
                .map(field -> field.name().equals(FLAGS)
                        ? array(reason).as(FLAGS)
                        : lit(null).cast(field.dataType()).as(field.name()))
                .toArray(Column[]::new));
    }

    /** The input's scored rows, with a struct {@code prefscore} of rewards, margin, flags and more. */
    public Dataset<Row> scores() {
        return tables.table("scores");
    }

    /** One row a judged comparison. */
    public Dataset<Row> comparisons() {
        return tables.table("comparisons");
    }

    /** Rows that could not be scored, each with a reason and details in its last two columns. */
    public Dataset<Row> setAside() {
        return tables.table("set-aside");
    }

    /** Statistics with their intervals, by slice, tidy: table {@code statistics} of {@link #report}. */
    public Dataset<Row> metrics() {
        return report().table("statistics");
    }

    /**
     * The run's report: made beside the tables by the job, or now if the job was told not to.
     *
     * @throws io.prefscore.preference.UserError where nothing was compared, or the folder cannot be written
     */
    public JobOutput report() {
        return Plainly.call(() -> {
            String report = ScoredRun.reportOf(run.folder());
            if (ReportJob.isMissing(run.folder(), report, hadoop())) {
                ReportJob.run(
                        spark,
                        new SettingsReader()
                                .flag("ScoredData.report", "report.scores", List.of(run.folder()))
                                .flag("ScoredData.report", "output.path", report)
                                .read(SettingsUse.REPORT),
                        ProgressListener.SILENT);
            }
            return JobOutput.open(spark, report);
        });
    }

    /**
     * Filters the run as {@code jobs/prefscore filter} does.
     *
     * @param output folder to write; must not exist or be empty
     * @param policies what to do, in this order, such as {@code margin { at-least = 0.5 }}
     * @return tables {@code data} (what is kept), {@code steps}, {@code funnel}, {@code samples}, {@code decisions} and more
     */
    public JobOutput filter(String output, String... policies) {
        return filter(output, List.of(policies));
    }

    /** The same with a list, which is what a gateway from Python hands over. */
    public JobOutput filter(String output, List<String> policies) {
        return Plainly.call(() -> filtered(output, filterOf(policies)));
    }

    /**
     * What a filter would do: the same tables but for {@code data}. A trial that this session has made is read again.
     *
     * @param policies what to do, in this order, such as {@code margin { at-least = 0.5 }}
     */
    public JobOutput tryFilter(String... policies) {
        return tryFilter(List.of(policies));
    }

    /** The same with a list, which is what a gateway from Python hands over. */
    public JobOutput tryFilter(List<String> policies) {
        return Plainly.call(() -> {
            String output = Scratch.folder(spark, run.folder() + "\n" + String.join("\n", policies));
            return JobOutput.isFinished(spark, output)
                    ? JobOutput.open(spark, output)
                    : filtered(output, filterOf(policies).flag("tryFilter", "filter.write", "receipt-alone"));
        });
    }

    private SettingsReader filterOf(List<String> policies) {
        SettingsReader reader = new SettingsReader().flag("ScoredData", "filter.scores", List.of(run.folder()));
        return reader.policies("policy", policies);
    }

    private JobOutput filtered(String output, SettingsReader reader) {
        FilterJob.run(
                spark,
                reader.flag("output", "output.path", output).read(SettingsUse.FILTER),
                FilterPage::of,
                ProgressListener.SILENT);
        return JobOutput.open(spark, output);
    }

    /** Makes each table of the run a view of the session, for SQL: {@code scores}, {@code comparisons}, {@code set_aside}. */
    public void createViews(String prefix) {
        tables.createViews(prefix);
    }

    private Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    @Override
    public String toString() {
        return run.folder() + ", scored by " + run.model();
    }
}
