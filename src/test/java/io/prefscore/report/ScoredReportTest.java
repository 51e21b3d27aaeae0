package io.prefscore.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.model.FolderSource;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.ScoreJob;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.Statistic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reports on what scoring runs left, by the two models that need no weights. */
@ExtendWith(LocalSpark.class)
class ScoredReportTest {

    private static final String HOSTILE =
            "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>";

    @TempDir
    private Path folder;

    @Test
    void putsModelsSideBySideAndDataBelowEachOther(SparkSession spark) throws IOException {
        Path pairs = pairsOfOneId("pairs.jsonl", 60);
        Path more = pairs("more.jsonl", 40);
        Path lengthRun = scored(spark, pairs, "length");
        Path constantRun = scored(spark, pairs, "constant");
        Path moreRun = scored(spark, more, "length");

        ReportDocument models = report(spark, "models", List.of(lengthRun, constantRun), "owner");

        assertThat(models.models()).extracting(ModelSection::name).containsExactly("length", "constant");
        assertThat(models.contrasts()).hasSize(1);
        ModelSection length = models.models().get(0);
        // every third pair prefers the shorter answer
        assertThat(length.overall().estimate(Statistic.ACCURACY).value()).isEqualTo(2.0 / 3);
        assertThat(models.provenance().comparisons()).isEqualTo(60);
        assertThat(length.overall().counts().prompts()).isEqualTo(30);
        assertThat(models.models().get(1).overall().counts().rewardTies()).isEqualTo(60);
        assertThat(length.slices().stream().filter(slice -> slice.name().equals("owner")))
                .extracting(ScoredReportTest::usedAndAgreeing)
                // of the even numbers below 60 every third is divisible by 3, and of the odd ones too
                .containsExactly("ann 30 20", "bob 30 20");
        assertThat(length.suspects()).hasSize(20).first().satisfies(shown -> {
            assertThat(shown.preferred()).startsWith("short");
            assertThat(shown.prompt()).singleElement().asString().contains(HOSTILE);
        });
        assertThat(length.suspects())
                .allSatisfy(shown -> assertThat(shown.other()).isEqualTo(longer(number(shown.preferred()))))
                .allSatisfy(shown -> assertThat(shown.prompt())
                        .singleElement()
                        .asString()
                        .contains("pairs.jsonl " + number(shown.preferred()) / 2 + " "));
        assertThat(Files.readString(folder.resolve("models/report.html")))
                .contains("document.title=&#39;owned&#39;")
                .doesNotContain(HOSTILE);

        ReportDocument data = report(spark, "data", List.of(lengthRun, moreRun));

        assertThat(data.models()).extracting(ModelSection::name).containsExactly("length");
        assertThat(data.provenance().comparisons()).isEqualTo(100);
        assertThat(data.models().get(0).slices().stream()
                        .filter(slice -> slice.name().equals("data set")))
                .extracting(slice ->
                        slice.value() + " " + slice.statistics().counts().used())
                .containsExactly("more.jsonl 40", "pairs.jsonl 60");
        assertThat(data.models().get(0).suspects())
                .allSatisfy(shown -> assertThat(shown.preferred()).startsWith("short"));
        assertThatThrownBy(() -> report(spark, "twice", List.of(lengthRun, lengthRun)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("hold the same data scored with the same model; name one of them");
        assertThatThrownBy(() -> report(spark, "other", List.of(moreRun, constantRun)))
                .isInstanceOfSatisfying(
                        UserError.class, refused -> assertThat(refused.kind()).isEqualTo(UserError.Kind.INPUT))
                .hasMessage(constantRun + ": scored " + pairs + " (60 rows), but " + moreRun + " scored " + more
                        + " (40 rows); models are compared on the same data, so score that with both");
        assertThatThrownBy(() -> report(spark, "part", List.of(lengthRun, constantRun, moreRun)))
                .hasMessageContaining("models are compared on the same data");
        assertThatThrownBy(() -> report(spark, "column", List.of(lengthRun), "nobody"))
                .hasMessageContaining("--slice nobody")
                .hasMessageContaining("has no such column; found: chosen, id, owner, prompt, rejected");
    }

    @Test
    void saysThatRowsWithoutLabelsGiveNothingToReport(SparkSession spark) throws IOException {
        Path prompts = folder.resolve("prompts.jsonl");
        Files.writeString(prompts, "{\"prompt\": \"Why?\", \"response\": \"So.\"}\n");
        Path run = scored(spark, prompts, "length");

        assertThatThrownBy(() -> report(spark, "report", List.of(run)))
                .hasMessageContaining("holds no comparisons, so there is nothing to report");
    }

    private static String usedAndAgreeing(Slice slice) {
        PairCounts counts = slice.statistics().counts();
        return slice.value() + " " + counts.used() + " " + counts.agreeing();
    }

    private static int number(String shorter) {
        return Integer.parseInt(shorter.substring("short ".length()));
    }

    private static String longer(int pair) {
        return "a longer answer " + "x".repeat(pair);
    }

    private Path pairs(String name, int count) throws IOException {
        return pairs(name, count, "", 1);
    }

    /** Of rows that people numbered carelessly: all have one id, and two share a prompt. */
    private Path pairsOfOneId(String name, int count) throws IOException {
        return pairs(name, count, "\"id\": \"x1\", ", 2);
    }

    private Path pairs(String name, int count, String id, int perPrompt) throws IOException {
        Path file = folder.resolve(name);
        Files.write(
                file,
                IntStream.range(0, count)
                        .mapToObj(pair -> {
                            String shorter = "short " + pair;
                            String longer = longer(pair);
                            boolean shorterWins = pair % 3 == 0;
                            return "{" + id + "\"prompt\": \"" + name + " " + pair / perPrompt + " " + HOSTILE
                                    + "\", \"chosen\": \""
                                    + (shorterWins ? shorter : longer) + "\", \"rejected\": \""
                                    + (shorterWins ? longer : shorter) + "\", \"owner\": \""
                                    + (pair % 2 == 0 ? "ann" : "bob") + "\"}";
                        })
                        .toList());
        return file;
    }

    private Path scored(SparkSession spark, Path data, String kind) {
        Path output = folder.resolve(kind + "-" + data.getFileName());
        Settings settings = new SettingsReader()
                .flag("--input", "input.paths", List.of(data.toString()))
                .flag("--output", "output.path", output.toString())
                .set("model.kind=" + kind)
                .set("model.device=cpu")
                .read(SettingsUse.SCORE);
        ScoreJob.run(spark, settings, FolderSource.read(settings.model(), settings.encode()), ProgressListener.SILENT);
        return output;
    }

    private ReportDocument report(SparkSession spark, String output, List<Path> runs, String... slices) {
        return ReportJob.run(
                spark,
                new SettingsReader()
                        .flag(
                                "--scores",
                                "report.scores",
                                runs.stream().map(Path::toString).toList())
                        .flag("--slice", "report.slices", Stream.of(slices).toList())
                        .flag("--output", "output.path", folder.resolve(output).toString())
                        .read(SettingsUse.REPORT),
                ProgressListener.SILENT);
    }
}
