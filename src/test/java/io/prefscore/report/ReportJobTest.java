package io.prefscore.report;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.RewardedPairs.RewardedPair;
import io.prefscore.scoring.Json;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ReportJobTest {

    private static final long SEED = 20_261_123;

    @TempDir
    private Path folder;

    @Test
    void saysOfRewardsFromElsewhereWhatAPlainLoopSays(SparkSession spark) throws IOException {
        List<RewardedPair> pairs = RewardedPairs.random(3_000, SEED, 0.02);
        Path data = written(RewardedPairs.table(spark, pairs), "data");

        ReportDocument report = report(spark, data, "report", "--slice=topic", "first", "second");

        ModelSection first = report.models().get(0);
        expect(first.overall(), pairs, pair -> true);
        assertThat(first.slices())
                .extracting(slice -> slice.name() + " " + slice.value())
                .contains(
                        "topic topic 0", "topic topic 3", "label strength 2", "response length 250 to 999 characters");
        first.slices().stream()
                .filter(slice -> slice.name().equals("topic"))
                .forEach(slice ->
                        expect(slice.statistics(), pairs, pair -> pair.topic().equals(slice.value())));
        assertThat(first.checks())
                .filteredOn(check -> !check.passed())
                .hasSize(1)
                .allSatisfy(check -> assertThat(check.name()).isEqualTo("all rewards are finite numbers"));
        countsRewardsThatAreNoNumbers(first.overall());
        writesPageMetricsAndTablesAndNothingElse(spark);
        assertThatThrownBy(() -> report(spark, data, "report", "first"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "holds a finished report; remove it, choose another output folder, or give --overwrite");
    }

    private static void countsRewardsThatAreNoNumbers(SliceStatistics overall) {
        PairCounts counts = overall.counts();
        assertThat(counts.missing()).isPositive();
        assertThat(counts.notANumber()).isPositive();
        assertThat(counts.infinite()).isPositive();
        overall.estimates().forEach((statistic, estimate) -> assertThat(estimate.value())
                .as(statistic.label())
                .matches(value -> Double.isNaN(value) || Double.isFinite(value)));
    }

    private void writesPageMetricsAndTablesAndNothingElse(SparkSession spark) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("report"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> !name.endsWith(".crc")))
                    .containsExactlyInAnyOrder("metrics.json", "report.html", "tables");
        }
        String tables = folder.resolve("report/tables").toString();
        assertThat(spark.read()
                        .parquet(tables + "/statistics")
                        .where("slice = 'overall' and statistic = 'accuracy'")
                        .count())
                .isEqualTo(2);
        assertThat(spark.read()
                        .parquet(tables + "/counts")
                        .where("slice = 'overall'")
                        .count())
                .isEqualTo(18);
        for (String table : List.of("reliability", "histograms", "contrasts", "coefficients", "examples")) {
            assertThat(spark.read().parquet(tables + "/" + table).count())
                    .as(table)
                    .isPositive();
        }
        assertThat(Files.readString(folder.resolve("report/metrics.json")))
                .doesNotContain("right xx")
                .contains("\"suspects\"");
    }

    /** Counts, means and accuracy, by a loop over the pairs. */
    private static void expect(SliceStatistics actual, List<RewardedPair> pairs, Predicate<RewardedPair> belongs) {
        List<RewardedPair> slice = pairs.stream().filter(belongs).toList();
        List<RewardedPair> used = slice.stream().filter(RewardedPair::isUsed).toList();
        PairCounts counts = actual.counts();
        assertThat(counts.comparisons()).isEqualTo(slice.size());
        assertThat(counts.missing())
                .isEqualTo(slice.stream()
                        .filter(pair -> pair.preferred() == null || pair.other() == null)
                        .count());
        assertThat(counts.missing() + counts.notANumber() + counts.infinite() + counts.labelTies() + counts.used())
                .isEqualTo(slice.size());
        assertThat(counts.used()).isEqualTo(used.size());
        assertThat(counts.prompts())
                .isEqualTo(used.stream().map(RewardedPair::prompt).distinct().count());
        assertThat(counts.agreeing())
                .isEqualTo(used.stream().filter(pair -> pair.margin() > 0).count());
        assertThat(actual.estimate(Statistic.ACCURACY).value())
                .isCloseTo((double) counts.agreeing() / used.size(), within(1e-12));
        assertThat(actual.estimate(Statistic.MEAN_MARGIN).value())
                .isCloseTo(
                        used.stream()
                                .mapToDouble(RewardedPair::margin)
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(actual.estimate(Statistic.LOSS).value())
                .isCloseTo(
                        used.stream()
                                .mapToDouble(pair -> Math.log1p(Math.exp(-pair.margin())))
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(actual.estimate(Statistic.LONGEST_WINS).value())
                .isCloseTo(
                        used.stream()
                                .mapToDouble(pair -> (1
                                                + Integer.signum(pair.chosen().length()
                                                        - pair.rejected().length()))
                                        / 2.0)
                                .average()
                                .orElseThrow(),
                        within(1e-12));
    }

    @Test
    void comparesTwoColumnsOnTheSameComparisons(SparkSession spark) {
        List<RewardedPair> pairs = RewardedPairs.random(2_000, SEED + 1, 0);
        Path data = written(RewardedPairs.table(spark, pairs), "data");

        ReportDocument report = report(spark, data, "report", "first", "second");

        double firstAccuracy = report.models()
                .get(0)
                .overall()
                .estimate(Statistic.ACCURACY_TIES_HALF)
                .value();
        double secondAccuracy = report.models()
                .get(1)
                .overall()
                .estimate(Statistic.ACCURACY_TIES_HALF)
                .value();
        PairedStatistics paired = report.contrasts().get(0).overall();
        assertThat(paired.accuracy().value()).isCloseTo(secondAccuracy - firstAccuracy, within(1e-12));
        assertThat(paired.accuracy().low()).isLessThan(paired.accuracy().value());
        assertThat(report.contrasts().get(0).slices()).isNotEmpty().allSatisfy(slice -> assertThat(
                        slice.statistics().adjustedP())
                .isGreaterThanOrEqualTo(slice.statistics().p()));
        assertThat(report.contrasts().get(0).disagreements())
                .hasSize(25)
                .allSatisfy(shown -> assertThat(
                                Objects.requireNonNull(shown.margins().get("first"))
                                        * Objects.requireNonNull(shown.margins().get("second")))
                        .isNegative())
                .allSatisfy(shown -> assertThat(shown.prompt()).hasSize(1));
        // the second model rewards nothing but length
        assertThat(report.models()
                        .get(1)
                        .overall()
                        .estimate(Statistic.REWARD_LENGTH_CORRELATION)
                        .value())
                .isCloseTo(1, within(1e-6));
    }

    /** Enough pairs for bins of everything and of some slices, while the others have a bin for each value. */
    @Test
    void doesNotDependOnPartitionsOrTheOrderOfRows(SparkSession spark) throws IOException {
        List<RewardedPair> pairs = RewardedPairs.random(11_000, SEED + 2, 0.01);
        Dataset<Row> table = RewardedPairs.table(spark, pairs);
        List<String> metrics = new ArrayList<>();
        for (int partitions : new int[] {1, 64}) {
            Path data = written(table.repartition(partitions), "data-" + partitions);
            ReportDocument report =
                    report(spark, data, "report-" + partitions, "--partitions=" + partitions, "first", "second");
            metrics.add(Json.write(report.models().stream()
                            .map(model -> List.of(model.overall(), model.slices(), model.style(), model.suspects()))
                            .toList())
                    + Json.write(report.contrasts()));
        }

        assertThat(metrics.get(1)).isEqualTo(metrics.get(0));
    }

    @OnEachSpark
    @Test
    void keepsTextsOutOfEverythingIfTold(SparkSession spark) throws IOException {
        Path data = written(RewardedPairs.table(spark, RewardedPairs.random(300, SEED + 5, 0)), "data");

        report(spark, data, "report", "--no-texts", "first", "second");

        assertThat(Files.readString(folder.resolve("report/report.html"))).doesNotContain("right xx");
        assertThat(spark.read()
                        .parquet(folder.resolve("report/tables/examples").toString())
                        .where("preferred <> '' or other <> '' or size(prompt) > 0")
                        .count())
                .isZero();
    }

    @OnEachSpark
    @Test
    void refusesWhatItCannotReportOn(SparkSession spark) {
        Path data = written(RewardedPairs.table(spark, RewardedPairs.random(50, SEED, 0)), "data");

        assertThatThrownBy(() -> report(spark, data, "a", "third"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--rewards-column third")
                .hasMessageContaining("has no column 'third'; found: id, prompt, chosen");
        assertThatThrownBy(() -> report(spark, data, "b", "topic"))
                .hasMessageContaining("must hold a list of numbers, one a response")
                .hasMessageContaining("found string");
        String lists = "if(int(substring(id, 6)) % 5 < 3, slice(first, 1, 1), first)";
        Path short3of5 = written(spark.read().parquet(data.toString()).withColumn("first", expr(lists)), "short");
        assertThatThrownBy(() -> report(spark, short3of5, "d", "first", "second"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "30 of 50 rows (60.0 %) cannot be used, more than input.max-set-aside allows (1 %)")
                .hasMessageContaining("malformed-field: 30")
                .hasMessageContaining("first holds 1 rewards for 2 responses");
        assertThatThrownBy(() -> ReportJob.run(
                        spark,
                        new SettingsReader()
                                .flag("--scores", "report.scores", List.of(data.toString()))
                                .flag(
                                        "--output",
                                        "output.path",
                                        folder.resolve("c").toString())
                                .read(SettingsUse.REPORT),
                        ProgressListener.SILENT))
                .hasMessageContaining("holds no finished scoring run (_RUN.json is missing)");
    }

    private Path written(Dataset<Row> table, String name) {
        Path path = folder.resolve(name);
        table.write().parquet(path.toString());
        return path;
    }

    /** Of the flags {@code --slice}, {@code --partitions} and {@code --no-texts} those given, and columns of rewards. */
    private ReportDocument report(SparkSession spark, Path data, String output, String... arguments) {
        SettingsReader reader = new SettingsReader()
                .flag("--input", "input.paths", List.of(data.toString()))
                .flag("--output", "output.path", folder.resolve(output).toString());
        List<String> columns = new ArrayList<>();
        OptionalInt partitions = OptionalInt.empty();
        for (String argument : arguments) {
            if (argument.startsWith("--slice=")) {
                reader.flag("--slice", "report.slices", List.of(argument.substring("--slice=".length())));
            } else if (argument.equals("--no-texts")) {
                reader.flag("--no-texts", "report.include-texts", "off");
            } else if (argument.startsWith("--partitions=")) {
                partitions = OptionalInt.of(Integer.parseInt(argument.substring("--partitions=".length())));
            } else {
                columns.add(argument);
            }
        }
        reader.flag("--rewards-column", "report.rewards-columns", columns);
        reader.set("report.replicates=100");
        return ReportJob.run(spark, reader.read(SettingsUse.REPORT), partitions, ProgressListener.SILENT);
    }
}
