package io.prefscore.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.config.NightlySettings.Keep;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    /** The late partition of the 2nd was scored last. */
    private static final List<FinishedRun> RUNS = List.of(
            run("01", "2026-11-02T03:00:00Z"),
            run("02", "2026-11-22T02:00:00Z"),
            run("03", "2026-11-12T03:00:00Z"),
            run("04", "2026-11-12T02:59:59Z"));

    @Test
    void goesByWhenRunsEndedNotByTheirNames() {
        assertThat(old(new Keep(2, Keep.Unit.RUNS), Set.of())).containsExactly("04", "01");
        assertThat(old(new Keep(4, Keep.Unit.RUNS), Set.of())).isEmpty();
        assertThat(old(new Keep(10, Keep.Unit.DAYS), Set.of())).containsExactly("04", "01");
    }

    @Test
    void neverTakesABaseline() {
        assertThat(old(new Keep(1, Keep.Unit.RUNS), Set.of("04"))).containsExactly("03", "01");
        assertThat(old(new Keep(1, Keep.Unit.DAYS), Set.of("03", "04"))).containsExactly("01");
    }

    private static List<String> old(Keep keep, Set<String> baselines) {
        return Retention.old(RUNS, baselines, keep, NOW).stream()
                .map(FinishedRun::name)
                .toList();
    }

    private static FinishedRun run(String name, String finished) {
        return new FinishedRun(
                name,
                Instant.parse(finished),
                "model",
                "pair",
                1,
                1,
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of());
    }
}
