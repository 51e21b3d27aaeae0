package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.OnEachSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the real {@code jobs/nightly.sh} with a program in place of {@code jobs/prefscore}, and reads what starts it. */
class NightlyScriptTest {

    /** Any but those of spark-submit. */
    private static final Pattern OPTION = Pattern.compile("(?<=[ \"\\[])--(?!master|properties-file)[a-z-]+");

    @TempDir
    private Path folder;

    @Test
    void hitsTheCommandFromAnyFolderAndHandsItsExitCodeOn() throws Exception {
        Path root = folder.toRealPath();

        assertThat(run(Map.of(), "--since", "2026-11-01"))
                .isEqualTo(root + " nightly --conf " + root + "/conf/nightly.conf --since 2026-11-01\n7");
        assertThat(run(Map.of("NIGHTLY_CONF", "other.conf"))).isEqualTo(root + " nightly --conf other.conf\n7");
    }

    @OnEachSpark
    @ParameterizedTest
    @ValueSource(strings = {"conf/nightly.cron", "conf/nightly-airflow.py", "conf/nightly-kubernetes.yaml"})
    void isStartedWithOptionsThatExist(Path example) throws IOException {
        StringWriter help = new StringWriter();
        PrintWriter out = new PrintWriter(help, true);
        Prefscore.execute(
                SparkJobs.inOwnSessions(), new Terminal(out, out, Terminal.Kind.PLAIN, 80), "nightly", "--help");
        String text = Files.readString(example);
        Matcher option = OPTION.matcher(text);
        int found = 0;
        while (option.find()) {
            assertThat(help.toString()).contains(" " + option.group());
            found++;
        }
        assertThat(found).isPositive();
        assertThat(text).contains(example.toString().endsWith(".yaml") ? "conf/nightly.conf" : "jobs/nightly.sh");
    }

    private String run(Map<String, String> environment, String... arguments) throws Exception {
        Path jobs = Files.createDirectories(folder.resolve("jobs"));
        Files.copy(
                Path.of("jobs/nightly.sh"),
                jobs.resolve("nightly.sh"),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        Path program = Files.writeString(jobs.resolve("prefscore"), "#!/bin/sh\necho \"$PWD $*\"\nexit 7\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(jobs.resolve("nightly.sh").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().remove("NIGHTLY_CONF");
        builder.environment().putAll(environment);
        Process process = builder.directory(Path.of("/").toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output + process.exitValue();
    }
}
