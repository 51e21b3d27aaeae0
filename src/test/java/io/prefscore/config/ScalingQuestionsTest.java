package io.prefscore.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingQuestionsTest {

    @Test
    void readsWhatPeopleAskOfCurves() {
        Settings settings = new SettingsReader()
                .set("scaling.predict=[\"n=72B,d=1.5e7\", \" C = 1e21 \"]")
                .set(
                        "scaling.targets=[\"loss=0.4\", \"accuracy=80 %,n=7e9,for=d\", \"calibrated-loss=0.5,d=1e6,for=n\"]")
                .set("scaling.budgets=1e21")
                .set("scaling.data-unit=tokens")
                .read(SettingsUse.TRANSFORM);

        assertThat(settings.scaling().questions(Axis.COMPUTE))
                .isEqualTo(List.of(
                        new Question.ValueAt(7.2e10, 1.5e7, Double.NaN),
                        new Question.ValueAt(Double.NaN, Double.NaN, 1e21),
                        new Question.SizeFor(Measure.LOSS, 0.4, Axis.COMPUTE, Double.NaN, Double.NaN),
                        new Question.SizeFor(Measure.ACCURACY, 0.8, Axis.DATA, 7e9, Double.NaN),
                        new Question.SizeFor(Measure.CALIBRATED_LOSS, 0.5, Axis.PARAMETERS, Double.NaN, 1e6),
                        new Question.BestFor(1e21)));
    }

    @Test
    void takesDataToBeWhatComputePaysForOnlyIfTold() {
        ModelSize model = new ModelSize(1e9, Double.NaN, 6e18);
        ScalingSettings settings =
                new SettingsReader().read(SettingsUse.TRANSFORM).scaling();

        assertThat(settings.completed(model)).isEqualTo(model);
        assertThat(new SettingsReader()
                        .set("scaling.from-compute=on")
                        .set("scaling.data-unit=pairs")
                        .set("scaling.tokens-per-unit=2000")
                        .read(SettingsUse.TRANSFORM)
                        .scaling()
                        .completed(model))
                .isEqualTo(new ModelSize(1e9, 5e5, 6e18));
    }
}
