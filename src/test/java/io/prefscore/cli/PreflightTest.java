package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PreflightTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysNothingOfACommandThatHasWorkToDo() {
        assertThat(check("score", "--model", "m", "--input", "i", "--output", "o"))
                .isZero();
        assertThat(check("report", "--scores", "s", "--output", "o")).isZero();
        assertThat(check("store", "s", "--compact")).isZero();
        assertThat(check("demo", "--output", "o")).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void complainsAsTheCommandWould() {
        assertThat(check("score", "--input", "i", "--output", "o")).isEqualTo(2);
        assertThat(err.toString()).contains("model.path must name the checkpoint folder; give --model DIR");

        assertThat(check("score", "--inptu", "i")).isEqualTo(2);
        assertThat(err.toString()).contains("--inptu", "See prefscore score --help");

        assertThat(check("nightly", "--set", "nightly.keep=some")).isEqualTo(2);
        assertThat(err.toString()).contains("nightly.keep");
        assertThat(out.toString()).isEmpty();
    }

    private int check(String... arguments) {
        return Preflight.check(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Terminal.Kind.PLAIN, 80),
                arguments);
    }
}
