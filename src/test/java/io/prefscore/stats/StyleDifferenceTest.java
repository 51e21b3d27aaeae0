package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StyleDifferenceTest {

    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    @Test
    void isTheDifferenceOverTheSum() {
        double[] style = StyleDifference.of(300, new TextStyle(3, 0, 2, 0), 100, new TextStyle(1, 5, 2, 0));
        assertThat(value(style, StyleFeature.LENGTH)).isEqualTo(0.5);
        assertThat(value(style, StyleFeature.HEADINGS)).isEqualTo(0.5);
        assertThat(value(style, StyleFeature.LIST_ITEMS)).isEqualTo(-1);
        assertThat(value(style, StyleFeature.BOLD)).isZero();
        assertThat(value(style, StyleFeature.CODE)).isZero();
    }

    @Test
    void hasTheOtherShapesOfLengthAndMarks() {
        double[] style = StyleDifference.of(300, new TextStyle(3, 0, 2, 0), 100, new TextStyle(1, 5, 2, 0));
        assertThat(value(style, StyleFeature.LENGTH_LOGARITHM)).isCloseTo(Math.log(301.0 / 101.0), ROUNDING);
        assertThat(value(style, StyleFeature.LENGTH_AMOUNT)).isEqualTo(200);
        assertThat(value(style, StyleFeature.LENGTH_UP_TO_64)).isZero();
        assertThat(value(style, StyleFeature.LENGTH_UP_TO_128)).isEqualTo(28);
        assertThat(value(style, StyleFeature.LENGTH_UP_TO_256)).isEqualTo(156);
        assertThat(value(style, StyleFeature.LENGTH_UP_TO_512)).isEqualTo(200);
        assertThat(value(style, StyleFeature.HEADINGS_ANY)).isZero();
        assertThat(value(style, StyleFeature.LIST_ITEMS_ANY)).isEqualTo(-1);
        assertThat(value(style, StyleFeature.LIST_ITEMS_AMOUNT)).isEqualTo(-5);
    }

    @Test
    void isZeroForTwoEmptyResponses() {
        assertThat(StyleDifference.of(0, TextStyle.PLAIN, 0, TextStyle.PLAIN)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesItsSignWhenResponsesChangePlaces(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 1000; trial++) {
            int left = random.nextInt(5000);
            int right = random.nextInt(5000);
            TextStyle leftStyle =
                    new TextStyle(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
            TextStyle rightStyle =
                    new TextStyle(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
            double[] there = StyleDifference.of(left, leftStyle, right, rightStyle);
            double[] back = StyleDifference.of(right, rightStyle, left, leftStyle);
            for (int feature = 0; feature < there.length; feature++) {
                assertThat(there[feature] + back[feature]).isZero();
            }
        }
    }

    @Test
    void leavesATieWhereStyleExplainsAllButRounding() {
        double[] style = {0.5, 0.25};
        assertThat(StyleDifference.remainder(0.1 + 0.2, new double[] {0.4, 0.4}, style))
                .isZero();
        assertThat(StyleDifference.remainder(0.31, new double[] {0.4, 0.4}, style))
                .isCloseTo(0.01, ROUNDING);
        assertThat(StyleDifference.remainder(-0.29, new double[] {-0.4, -0.4}, style))
                .isCloseTo(0.01, ROUNDING);
    }

    private static double value(double[] style, StyleFeature feature) {
        return style[StylePairs.index(feature)];
    }
}
