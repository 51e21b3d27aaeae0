package io.prefscore.cli;

import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSettings.DeviceKind;
import io.prefscore.config.ReportSettings;
import io.prefscore.config.Settings;
import io.prefscore.filter.FilterJob;
import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.page.FilterPage;
import io.prefscore.inspect.InspectJob;
import io.prefscore.inspect.Inspection;
import io.prefscore.model.FolderSource;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.SelfCheck;
import io.prefscore.model.TextFacts;
import io.prefscore.nightly.NightlyJob;
import io.prefscore.nightly.NightlyReport;
import io.prefscore.nightly.NightlyRequest;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportDocument;
import io.prefscore.report.ReportJob;
import io.prefscore.report.ScalingDocument;
import io.prefscore.report.ScalingJob;
import io.prefscore.report.ScoredRun;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunRecord;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.ScoreJob;
import io.prefscore.scoring.StoreKeeper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** The jobs as they are, each that needs one in a Spark session. */
final class SparkJobs implements Jobs {

    private static final String GPUS_PER_EXECUTOR = "spark.executor.resource.gpu.amount";
    private static final String HADOOP = "spark.hadoop.";

    private final Function<String, SparkSession> open;
    private final Consumer<SparkSession> close;
    private final Supplier<Configuration> hadoop;

    private SparkJobs(
            Function<String, SparkSession> open, Consumer<SparkSession> close, Supplier<Configuration> hadoop) {
        this.open = open;
        this.close = close;
        this.hadoop = hadoop;
    }

    /** Each job in a session of its own, configured by whoever started the process and stopped afterwards. */
    static Jobs inOwnSessions() {
        return new SparkJobs(
                name -> SparkSession.builder().appName(name).getOrCreate(),
                SparkSession::stop,
                SparkJobs::hadoopOfSubmission);
    }

    /** All jobs in a session that somebody else stops. */
    static Jobs within(SparkSession spark) {
        return new SparkJobs(name -> spark, lent -> {}, spark.sparkContext()::hadoopConfiguration);
    }

    /** What a session's would be, without one: a model's small files are read before a session is worth its seconds. */
    private static Configuration hadoopOfSubmission() {
        Configuration hadoop = new Configuration();
        for (Tuple2<String, String> entry : new SparkConf().getAllWithPrefix(HADOOP)) {
            hadoop.set(entry._1(), entry._2());
        }
        return hadoop;
    }

    @Override
    public Optional<RunSummary> score(Settings settings, ProgressListener progress) {
        return inSession("prefscore score", spark -> score(spark, settings, progress));
    }

    @Override
    public NightlyReport nightly(Settings settings, NightlyRequest request, ProgressListener progress) {
        return inSession(
                "prefscore nightly",
                spark -> NightlyJob.run(
                        spark,
                        settings,
                        request,
                        run -> score(spark, run, progress).orElseThrow(),
                        Clock.systemUTC()));
    }

    @Override
    public DemoReport demo(DemoPlan plan, DemoProgress progress) {
        return inSession("prefscore demo", spark -> new DemoJob(
                        spark,
                        plan,
                        // a run changes settings of its session
                        settings -> score(spark.newSession(), settings, ProgressListener.SILENT),
                        settings -> ReportJob.run(spark, settings, ProgressListener.SILENT),
                        settings -> ScalingJob.run(spark, settings, ProgressListener.SILENT),
                        settings -> FilterJob.run(spark, settings, FilterPage::of, ProgressListener.SILENT),
                        progress)
                .run());
    }

    private <T> T inSession(String name, Function<SparkSession, T> job) {
        SparkSession spark = open.apply(name);
        try {
            return job.apply(spark);
        } finally {
            close.accept(spark);
        }
    }

    private static Optional<RunSummary> score(SparkSession spark, Settings settings, ProgressListener progress) {
        boolean gpus = spark.sparkContext().getConf().getInt(GPUS_PER_EXECUTOR, 0) > 0;
        Settings settled = settled(settings, gpus ? DeviceKind.GPU : DeviceKind.CPU);
        FolderSource source = FolderSource.read(
                settled.model(), settled.encode(), spark.sparkContext().hadoopConfiguration());
        RunSummary summary;
        try {
            summary = ScoreJob.run(spark, settled, source, progress);
        } catch (UserError refused) {
            if (!lacksOnlyItsReport(spark, settings)) {
                throw refused;
            }
            String run = RunRecord.name(settled, source);
            if (!ScoredRun.isOf(settings.output(), run, spark.sparkContext().hadoopConfiguration())) {
                throw hinting(refused, settings);
            }
            report(spark, settings, progress);
            return Optional.empty();
        }
        if (reportsOn(settings, summary)) {
            report(spark, settings, progress);
        }
        return Optional.of(summary);
    }

    /** Whether a scoring run ends with a report: not if it has no comparisons to report on. */
    static boolean reportsOn(Settings settings, RunSummary summary) {
        return settings.report().use() == ReportSettings.Use.ON
                && summary.judged().comparisons() > 0;
    }

    /** Where the report of a scoring run goes. */
    static String reportFolder(Settings settings) {
        return ScoredRun.reportOf(settings.output());
    }

    /** As a run does that was killed while its report was made. */
    private static boolean lacksOnlyItsReport(SparkSession spark, Settings settings) {
        return settings.report().use() == ReportSettings.Use.ON
                && ReportJob.isMissing(
                        settings.output(),
                        reportFolder(settings),
                        spark.sparkContext().hadoopConfiguration());
    }

    private static UserError hinting(UserError refused, Settings settings) {
        return new UserError(
                refused.kind(),
                refused.getMessage() + "\nits report is missing; make it: " + reportCommand(settings),
                refused);
    }

    /** What makes the report of a scoring run that lacks it. */
    private static String reportCommand(Settings settings) {
        return "jobs/prefscore report --scores " + settings.output() + " --output " + reportFolder(settings);
    }

    /** On the run that has just been written: the scores stand even if this fails. */
    private static void report(SparkSession spark, Settings settings, ProgressListener progress) {
        String run = settings.output();
        try {
            ReportJob.run(spark, settings.reporting(List.of(run), reportFolder(settings)), progress);
        } catch (UserError failure) {
            throw new UserError(
                    failure.kind(),
                    run + ": is scored, and its tables are complete; its report could not be made: "
                            + failure.getMessage() + "\ntry again: " + reportCommand(settings),
                    failure);
        }
    }

    @Override
    public ReportDocument report(Settings settings, ProgressListener progress) {
        return inSession("prefscore report", spark -> ReportJob.run(spark, settings, progress));
    }

    @Override
    public ScalingDocument scaling(Settings settings, ProgressListener progress) {
        return inSession("prefscore scaling", spark -> ScalingJob.run(spark, settings, progress));
    }

    @Override
    public FilterReceipt filter(Settings settings, ProgressListener progress) {
        return inSession("prefscore filter", spark -> FilterJob.run(spark, settings, FilterPage::of, progress));
    }

    @Override
    public Inspection inspect(Settings settings, ProgressListener progress) {
        Optional<TextFacts> model =
                settings.model().path().isEmpty() || !settings.model().kind().needsFolder()
                        ? Optional.empty()
                        : Optional.of(TextFacts.read(settings.model(), settings.encode(), hadoop.get()));
        return inSession("prefscore inspect", spark -> InspectJob.run(spark, settings, model, progress));
    }

    @Override
    public CheckReport check(Settings settings) {
        Settings settled = settled(settings, DeviceKind.CPU);
        FolderSource source = FolderSource.read(settled.model(), settled.encode(), hadoop.get());
        ModelSource.Device device = settled.model().device() == DeviceKind.GPU
                ? new ModelSource.Device.Gpu(0)
                : new ModelSource.Device.Cpu(
                        settled.model().threads().orElse(Runtime.getRuntime().availableProcessors()));
        long started = System.nanoTime();
        try (RewardModel model = source.open(device)) {
            Duration opening = Duration.ofNanos(System.nanoTime() - started);
            return new CheckReport(source.facts(), opening, SelfCheck.largestDifference(model, source.renderer()));
        }
    }

    @Override
    public List<StoreKeeper.Shelf> storeShelves(String store, ProgressListener progress) {
        return inSession("prefscore store", spark -> new StoreKeeper(spark, store, progress).shelves());
    }

    @Override
    public int compactStore(String store, Duration grace, ProgressListener progress) {
        return inSession("prefscore store", spark -> new StoreKeeper(spark, store, progress).compact(grace));
    }

    @Override
    public List<String> expireStore(String store, Duration unused) {
        return inSession(
                "prefscore store", spark -> new StoreKeeper(spark, store, ProgressListener.SILENT).expire(unused));
    }

    /** What {@code auto} comes to is decided here, once, so that it is in the fingerprint and the same on every executor. */
    private static Settings settled(Settings settings, DeviceKind found) {
        ModelSettings model = settings.model();
        if (model.device() != DeviceKind.AUTO) {
            return settings;
        }
        return settings.withModel(model.withDevice(found));
    }
}
