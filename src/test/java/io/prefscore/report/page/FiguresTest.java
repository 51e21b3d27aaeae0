package io.prefscore.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import io.prefscore.stats.Statistic.Scale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FiguresTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHARE       | 0.82361  | 0.8101  | 0.8371  | 82.4 % [81.0, 83.7]",
                "SHARE       | 0.82361  | 0.82341 | 0.82381 | 82.361 % [82.341, 82.381]",
                "SHARE       | 1        | 0.7575  | 1       | 100.0 % [75.8, 100.0]",
                "NATS        | 0.41234  | 0.39    | 0.43    | 0.412 [0.390, 0.430]",
                "NATS        | 0.41234  | 0.41231 | 0.41237 | 0.41234 [0.41231, 0.41237]",
                "REWARD      | -1.23456 | -1.3    | -1.2    | −1.23 [−1.30, −1.20]",
                "REWARD      | 1234567  | 1230000 | 1240000 | 1,234,567 [1,230,000, 1,240,000]",
                "CORRELATION | -0.0001  | -0.2    | 0.2     | 0.00 [−0.20, 0.20]",
                "REWARD      | 2.4e-7   | NaN     | NaN     | 2.4e−7",
                "REWARD      | 0        | NaN     | NaN     | 0",
                "NATS        | Infinity | NaN     | NaN     | ∞",
                "NUMBER      | NaN      | NaN     | NaN     | –"
            })
    void showsAboutTwoDigitsOfTheInterval(Scale scale, double value, double low, double high, String shown) {
        Estimate estimate = new Estimate(value, low, high, Interval.CLUSTER_ROBUST);

        assertThat(blanks(Figures.withInterval(scale, estimate))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverShowsMoreThanTenDigits(long seed) {
        Random random = new Random(seed);
        for (int index = 0; index < 2_000; index++) {
            double value = Math.exp(random.nextDouble(-40, 40)) * (random.nextBoolean() ? 1 : -1);
            double half = Math.exp(random.nextDouble(-40, 40));
            Estimate estimate = new Estimate(value, value - half, value + half, Interval.BOOTSTRAP);

            String shown = Figures.value(Scale.REWARD, estimate);

            assertThat(shown.chars().filter(Character::isDigit).count())
                    .as(shown)
                    .isLessThanOrEqualTo(14);
            assertThat(shown).doesNotContain("-").doesNotContain("E");
        }
    }

    @Test
    void neverCallsAPartAllOrNothingByRoundingAlone() {
        assertThat(blanks(Figures.part(1, 1_000_000))).isEqualTo("less than 0.1 %");
        assertThat(blanks(Figures.part(999_999, 1_000_000))).isEqualTo("more than 99.9 %");
        assertThat(blanks(Figures.part(0, 5))).isEqualTo("0.0 %");
        assertThat(blanks(Figures.part(5, 5))).isEqualTo("100.0 %");
    }

    @Test
    void writesDifferencesInPointsWithTheirSign() {
        assertThat(blanks(Figures.points(ReportDocuments.estimate(0.023, 0.012))))
                .isEqualTo("+2.3 points [1.1, 3.5]");
        assertThat(blanks(Figures.points(ReportDocuments.estimate(-0.023, 0.012))))
                .isEqualTo("−2.3 points [−3.5, −1.1]");
        assertThat(Figures.distance(-0.018)).isEqualTo("1.8 points");
    }

    @ParameterizedTest
    @CsvSource({"0.00001, < 0.001", "0.0312, 0.031", "0.412, 0.41", "1, 1.00", "NaN, –"})
    void writesProbabilities(double p, String shown) {
        assertThat(Figures.probability(p)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0.015625, 0.01563", "0.5, 0.5", "-3, −3", "1200, 1200", "3.5e20, 3.5e20", "0.00001, 1e−5"})
    void writesBoundsShortly(double bound, String shown) {
        assertThat(Figures.bound(bound)).isEqualTo(shown);
    }

    @Test
    void namesOneInTheSingular() {
        assertThat(Figures.count(1, "prompt")).isEqualTo("1 prompt");
        assertThat(Figures.count(12_034, "prompt")).isEqualTo("12,034 prompts");
    }

    /** With plain blanks where lines must not break. */
    static String blanks(String text) {
        return text.replace('\u00a0', ' ');
    }
}
