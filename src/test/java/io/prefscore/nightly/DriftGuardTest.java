package io.prefscore.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.config.DriftSettings;
import io.prefscore.config.DriftSettings.Limits;
import io.prefscore.nightly.Drift.Finding;
import io.prefscore.nightly.Drift.Verdict;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftGuardTest {

    private static final DriftGuard GUARD = new DriftGuard(new DriftSettings(
            100, new Limits(0.02, 0.05), new Limits(0.1, 0.25), new Limits(0.01, 0.05), new Limits(0.1, 0.2)));

    @ParameterizedTest
    @CsvSource({
        "100000, 0.70, 0.71, OK",
        "100000, 0.70, 0.73, WARN",
        "100000, 0.73, 0.70, WARN",
        "100000, 0.70, 0.76, FAIL",
        // as large, but within what chance does
        "200, 0.70, 0.76, OK",
        "200, 0.70, 0.95, FAIL",
        // too few to say anything
        "99, 0.10, 0.90, ",
    })
    void weighsAChangeOfAccuracyByItsSizeAndByChance(long count, double before, double now, Verdict expected) {
        List<Finding> findings = GUARD.compare("b", judged(count, before, 0, 1), judged(count, now, 0, 1))
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.measure().equals("pairwise accuracy"))
                .extracting(Finding::verdict)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    /** In R: qnorm(0.9995) * sqrt(0.725 * 0.275 * 2 / 1000). */
    @Test
    void knowsHowFarChanceTakesAShare() {
        Finding accuracy = GUARD.compare("b", judged(1000, 0.70, 0, 1), judged(1000, 0.75, 0, 1))
                .findings()
                .get(0);

        assertThat(accuracy.chance()).isCloseTo(0.0657076, within(1e-5));
        assertThat(accuracy.change()).isCloseTo(0.05, within(1e-12));
    }

    /** In R: qnorm(0.9995) * sqrt(4 / 1000 + 9 / 1000) / 2. */
    @Test
    void measuresMarginsInStandardDeviations() {
        Finding margin = GUARD.compare("b", judged(1000, 0.7, 1.0, 2), judged(1000, 0.7, 2.0, 3))
                .findings()
                .get(1);

        assertThat(margin.measure()).isEqualTo("mean margin");
        assertThat(margin.change()).isCloseTo(0.5, within(1e-12));
        assertThat(margin.chance()).isCloseTo(0.1875889, within(1e-5));
        assertThat(margin.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void comparesSlicesThatBothRunsHave() {
        RunProfile before =
                rewards(slice("all", 1000, 0), slice("a=1", 500, 0), slice("a=2", 500, 0), slice("a=4", 50, 0));
        RunProfile now =
                rewards(slice("all", 1000, 0), slice("a=1", 500, 3), slice("a=3", 500, 0), slice("a=4", 500, 3));

        Drift drift = GUARD.compare("b", before, now);

        assertThat(drift.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(drift.baseline()).contains("b");
        assertThat(drift.findings())
                .extracting(Finding::measure, Finding::change, Finding::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("share set aside", 0.0, Verdict.OK),
                        org.assertj.core.groups.Tuple.tuple("rewards", 0.0, Verdict.OK),
                        org.assertj.core.groups.Tuple.tuple("rewards of a=1", 1.0, Verdict.FAIL));
    }

    @Test
    void readsItsOwnRecord() {
        RunProfile profile = rewards(slice("all", 1000, 0.25), slice("a=\"1\"", 500, -3e-7));
        Drift drift = GUARD.compare("b", profile, profile);

        com.google.gson.JsonObject json =
                com.google.gson.JsonParser.parseString(drift.json()).getAsJsonObject();

        assertThat(Drift.profile(json)).isEqualTo(profile);
        assertThat(Drift.verdict(json)).isEqualTo(Verdict.OK);
    }

    private static RunProfile judged(long comparisons, double accuracy, double margin, double deviation) {
        return new RunProfile(0, 0, comparisons, accuracy, margin, deviation, List.of());
    }

    private static RunProfile rewards(RewardDistribution... rewards) {
        return new RunProfile(1000, 10, 0, 0, 0, 0, List.of(rewards));
    }

    private static RewardDistribution slice(String name, long count, double reward) {
        return new RewardDistribution(name, count, Collections.nCopies(RewardDistribution.POINTS, reward));
    }
}
