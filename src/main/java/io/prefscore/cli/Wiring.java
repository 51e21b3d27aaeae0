package io.prefscore.cli;

import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSettings.DeviceKind;
import io.prefscore.config.Settings;
import io.prefscore.model.FolderSource;
import io.prefscore.model.ModelFacts;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.SelfCheck;
import io.prefscore.preference.Skip;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.ScoreJob;
import io.prefscore.scoring.Stage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Joins the commands to the rooms that do the work: the one class here that knows them. */
final class Wiring {

    private static final String GPUS_PER_EXECUTOR = "spark.executor.resource.gpu.amount";

    private Wiring() {}

    static Jobs jobs() {
        return new SparkJobs(Wiring::score, Wiring::check);
    }

    private static RunFigures score(SparkSession spark, Settings settings, ProgressDisplay display) {
        boolean gpus = spark.sparkContext().getConf().getInt(GPUS_PER_EXECUTOR, 0) > 0;
        Settings settled = settled(settings, gpus ? DeviceKind.GPU : DeviceKind.CPU);
        RunSummary summary = ScoreJob.run(
                spark,
                settled,
                FolderSource.read(settled.model(), settled.encode()),
                progress -> display.show(shown(progress)));
        return figures(summary);
    }

    private static Jobs.CheckReport check(Settings settings) {
        Settings settled = settled(settings, DeviceKind.CPU);
        FolderSource source = FolderSource.read(settled.model(), settled.encode());
        ModelFacts facts = source.facts();
        ModelSource.Device device = settled.model().device() == DeviceKind.GPU
                ? new ModelSource.Device.Gpu(0)
                : new ModelSource.Device.Cpu(
                        settled.model().threads().orElse(Runtime.getRuntime().availableProcessors()));
        long started = System.nanoTime();
        try (RewardModel model = source.open(device)) {
            double seconds = (System.nanoTime() - started) / 1e9;
            double worst = SelfCheck.largestDifference(model, source.renderer());
            return new Jobs.CheckReport(
                    lines(facts),
                    List.of(
                            new Jobs.Finding(
                                    "loads, every weight a finite number",
                                    true,
                                    String.format(Locale.ROOT, "%.1f s with the self-check", seconds)),
                            new Jobs.Finding("rewards are finite numbers", true, ""),
                            new Jobs.Finding(
                                    "rewards are the same alone, packed, and in any order",
                                    true,
                                    String.format(
                                            Locale.ROOT, "largest difference %.1e of the largest reward", worst))));
        }
    }

    /** What {@code auto} comes to is decided here, once, so that it is in the fingerprint and the same on every executor. */
    private static Settings settled(Settings settings, DeviceKind found) {
        ModelSettings model = settings.model();
        if (model.device() != DeviceKind.AUTO) {
            return settings;
        }
        return new Settings(
                settings.input(),
                settings.encode(),
                new ModelSettings(
                        model.path(),
                        model.kind(),
                        found,
                        model.dtype(),
                        model.pooling(),
                        model.maxTokensPerBatch(),
                        model.batchesPerSweep(),
                        model.prefixSharing(),
                        model.threads()),
                settings.scoring(),
                settings.output());
    }

    private static List<Jobs.Fact> lines(ModelFacts facts) {
        return List.of(
                new Jobs.Fact("architecture", facts.architecture()),
                new Jobs.Fact("parameters", String.format(Locale.ROOT, "%,d", facts.parameters())),
                new Jobs.Fact(
                        "weights",
                        String.format(
                                Locale.ROOT, "%,.1f MiB in %s", facts.weightBytes() / 1048576.0, facts.storedTypes())),
                new Jobs.Fact("arithmetic", facts.arithmetic()),
                new Jobs.Fact("pooling", facts.pooling()),
                new Jobs.Fact(
                        "longest conversation",
                        facts.maxTokens() + " tokens; longer: "
                                + facts.onTooLong().label()),
                new Jobs.Fact("system turn", facts.systemPrompt()),
                new Jobs.Fact("chat template", facts.template()),
                new Jobs.Fact("fingerprint", facts.fingerprint()));
    }

    private static Progress shown(ProgressListener.Progress progress) {
        boolean scoring = progress.stage() == Stage.SCORE;
        return new Progress(
                progress.stage().label(),
                scoring ? progress.textsDone() : 0,
                scoring ? progress.textsTotal() : 0,
                0,
                progress.tokensDone(),
                progress.elapsed());
    }

    private static RunFigures figures(RunSummary summary) {
        Map<String, Long> setAside = new LinkedHashMap<>();
        for (Skip.Reason reason : Skip.Reason.values()) {
            long rows = summary.rows().setAside().getOrDefault(reason, 0L);
            if (rows > 0) {
                setAside.put(reason.label(), rows);
            }
        }
        RunSummary.Judged judged = summary.judged();
        Optional<RunFigures.Judgement> judgement = judged.comparisons() == 0
                ? Optional.empty()
                : Optional.of(new RunFigures.Judgement(
                        judged.comparisons(),
                        judged.accuracy(),
                        judged.rewardTies(),
                        judged.labelTies(),
                        judged.meanMargin(),
                        judged.bradleyTerryLoss()));
        RunSummary.Work work = summary.work();
        Duration scoring = summary.stages().stream()
                .filter(stage -> stage.stage() == Stage.SCORE)
                .map(RunSummary.StageTime::elapsed)
                .findFirst()
                .orElse(Duration.ZERO);
        return new RunFigures(
                summary.rows().read(),
                summary.rows().scored(),
                setAside,
                judgement,
                new RunFigures.Texts(
                        work.textsAsked(),
                        work.textsDistinct(),
                        work.textsComputed(),
                        work.tokensAsked(),
                        work.tokensComputed()),
                summary.elapsed(),
                scoring,
                summary.output());
    }
}
