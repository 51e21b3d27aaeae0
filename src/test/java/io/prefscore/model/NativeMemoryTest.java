package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.GoldenModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whatever a batch takes of native memory, it gives back. */
final class NativeMemoryTest {

    private static final int BATCHES = 1400;
    /** At most: a batch's hidden state is 10 KiB on average, and one that each left behind ten times what is allowed. */
    private static final String TOKENS = "80";

    private static final long MOST_KIBIBYTES_PER_1000 = 1024;

    /**
     * In a process of its own with a fixed, touched heap and only the simple compiler, whose own memory does not grow with
     * what it compiles: what grows then is native.
     */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads resident memory from /proc")
    void staysFlatOverThousandsOfBatchesOfVaryingShapes() throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SteadyState.class.getName(),
                        GoldenModels.folder("worldpm-tiny").toString(),
                        Integer.toString(BATCHES + 1),
                        TOKENS)
                .redirectErrorStream(true);
        // on a busy machine glibc opens further arenas for threads that collide: tens of MiB, and no leak
        command.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = command.start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(output).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(output).isZero();
        assertThat(List.of(number(output, "native arrays grew by (-?\\d+)")))
                .as(output)
                .containsExactly(0L);
        long batches = number(output, "grew by at least -?\\d+ KiB over (\\d+) batches");
        assertThat(batches).as(output).isGreaterThanOrEqualTo(BATCHES / 4);
        assertThat(number(output, "low and high grew by at least (-?\\d+) KiB"))
                .as(output)
                .isLessThan(MOST_KIBIBYTES_PER_1000 * batches / 1000);
    }

    private static long number(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
