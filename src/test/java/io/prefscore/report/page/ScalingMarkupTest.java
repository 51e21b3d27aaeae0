package io.prefscore.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.report.ScalingDocument;
import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Point;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of scaling curves as text, where no browser is needed, and what it is made of. */
final class ScalingMarkupTest {

    static List<ScalingDocument> documents() {
        return List.of(
                ScalingDocuments.family(),
                ScalingDocuments.hostile(),
                ScalingDocuments.nothingTold(),
                ScalingDocuments.onePoint(),
                ScalingDocuments.nothing());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void holdsItsOwnScriptsAndNoOther(ScalingDocument document) {
        String html = ScalingPage.html(document);

        assertThat(matches(html, "<script>")).isEqualTo(2);
        assertThat(matches(html, "<script type=\"application/json\"")).isEqualTo(matches(html, "class=\"chart\""));
        assertThat(matches(html, "</script>")).isEqualTo(matches(html, "<script[ >]"));
        assertThat(html.replaceAll("(?s)<script.*?</script>", ""))
                .doesNotContain("<img")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void neverWritesNumbersOfMachines(ScalingDocument document) {
        String prose = ScalingPage.html(document)
                .replaceAll("(?s)<(script|style).*?</\\1>", "")
                .replaceAll("(?s)<meta.*?>", "")
                .replaceAll("<[^>]*>", " ");

        assertThat(prose).doesNotContainPattern("\\d\\.\\d{7}").doesNotContainPattern("NaN[,\\s]*[%\\]\\d]");
    }

    @Test
    void isTheSameEachTime() {
        assertThat(ScalingPage.html(ScalingDocuments.family())).isEqualTo(ScalingPage.html(ScalingDocuments.family()));
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(ScalingPage.html(ScalingDocuments.nothing()))
                .contains("There is no slice with points that a curve could go through.");
    }

    @Test
    void putsEverythingFirstAndThenTheClearestTrends() {
        ScalingSlices slices = ScalingSlices.of(ScalingDocuments.family());

        assertThat(slices.shown())
                .extracting(ScalingSlices.Slice::label)
                .containsExactly(
                        "everything",
                        "subset: adversarial",
                        "policy: best of n",
                        "policy: reinforcement learning",
                        "subset: objective",
                        "subset: subjective",
                        "subset: three sizes only",
                        "subset: one model");
        assertThat(slices.others()).isEmpty();
    }

    @Test
    void keepsMeansOverSlicesApartFromSlices() {
        ScalingSlices slices = ScalingSlices.of(ScalingDocuments.family());

        assertThat(slices.means()).containsOnlyKeys("subset");
        assertThat(slices.means().get("subset"))
                .extracting(ScalingSlices.Slice::value)
                .containsExactly(
                        "mean", "mean without adversarial", "mean without objective", "mean without subjective");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 7",
                "2.5 | 2.5",
                "16000 | 16,000",
                "999999 | 999,999",
                "1e6 | 1M",
                "7.616e9 | 7.616B",
                "7.27e10 | 72.7B",
                "1.5e13 | 15T",
                "6.3e21 | 6.3e21"
            })
    void writesSizesAsPeopleDo(double size, String text) {
        assertThat(ScalingFigures.size(size)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.2134 | 0.1711 | 0.2596 | 0.213 [0.171, 0.260]",
                "406.4 | 371.2 | 452.9 | 406 [371, 453]",
                "194.3 | 0.8 | Infinity | 194.3 [0.8, ∞]",
                "0.0123 | 0 | Infinity | 0.0123 [0, ∞]",
                "8.8e13 | 4.1e13 | 1.7e14 | 8.8e13 [4.1e13, 1.7e14]",
                "-0.02 | -0.05 | 0.01 | −0.020 [−0.050, 0.010]",
                "1.5 | NaN | NaN | 1.5"
            })
    void writesParametersWithTwoDigitsOfTheirIntervals(double value, double low, double high, String text) {
        String written = ScalingFigures.estimate(new Estimate(value, low, high, Interval.BOOTSTRAP));

        assertThat(written.replace('\u00a0', ' ')).isEqualTo(text);
    }

    @Test
    void writesComputeAsAPowerOfTenWhateverItsSize() {
        Point point = new Point("m", 1.5e9, 16_000, 1.44e14, Double.NaN, 0.5, 0.01);

        assertThat(ScalingFigures.at(Axis.COMPUTE, point)).isEqualTo("1.44e14");
        assertThat(ScalingFigures.at(Axis.PARAMETERS, point)).isEqualTo("1.5B");
    }

    private static long matches(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
