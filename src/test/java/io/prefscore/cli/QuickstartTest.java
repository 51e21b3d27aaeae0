package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real {@code jobs/quickstart.sh} in a folder of its own, with programs in place of Maven and the launcher. */
class QuickstartTest {

    @TempDir
    private Path folder;

    private Path jar;

    record Outcome(int code, List<String> output, String error) {}

    @BeforeEach
    void layOut() throws IOException {
        jar = folder.resolve("target/prefscore.jar");
        Files.createDirectories(folder.resolve("src/main"));
        Files.createDirectories(folder.resolve("jobs"));
        Files.createDirectories(folder.resolve("programs"));
        Files.createFile(folder.resolve("pom.xml"));
        Files.createFile(folder.resolve("src/main/Main.java"));
        Files.copy(
                Path.of("jobs/quickstart.sh"),
                folder.resolve("jobs/quickstart.sh"),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        program("jobs/prefscore", "echo \"$@\"; exit 7");
        program("programs/mvn", "echo \"mvn $*\"; mkdir -p target/spark-home/jars; touch target/prefscore.jar");
    }

    @Test
    void buildsWhatIsMissingAndEndsLikeTheDemo() throws Exception {
        Outcome outcome = run();

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.output()).containsExactly("demo --output out/quickstart");
        assertThat(outcome.error()).contains("building the job");
        assertThat(folder.resolve("target/quickstart-build.log"))
                .hasContent("mvn -B -ntp package -DskipTests -Djacoco.skip=true");
    }

    @Test
    void buildsAgainOnlyWhereASourceIsNewer() throws Exception {
        run();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run().error()).doesNotContain("building");

        Files.setLastModifiedTime(
                folder.resolve("src/main/Main.java"),
                FileTime.from(Instant.now().plusSeconds(120)));
        assertThat(run().error()).contains("building");
    }

    @Test
    void showsWhyABuildFailedAndStops() throws Exception {
        program("programs/mvn", "echo 'no such compiler'; exit 1");

        Outcome outcome = run();

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.error()).contains("no such compiler", "the build failed");
    }

    @Test
    void goesBesideAFinishedDemoAndSaysSo() throws Exception {
        for (String finished : List.of("quickstart", "quickstart-2")) {
            Path demo = Files.createDirectories(folder.resolve("out").resolve(finished));
            Files.createFile(demo.resolve("summary.txt"));
        }

        Outcome outcome = run();

        assertThat(outcome.output()).containsExactly("demo --output out/quickstart-3");
        assertThat(outcome.error()).contains("out/quickstart holds a finished demo already");
    }

    @Test
    void takesAFolderAndNothingElse() throws Exception {
        assertThat(run("my folder").output()).containsExactly("demo --output my folder");
        assertThat(run("--help").code()).isEqualTo(2);
        assertThat(run("a", "b").code()).isEqualTo(2);
    }

    private Outcome run(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("jobs/quickstart.sh").toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Path error = folder.resolve("error.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(SPARK|PREFSCORE).*"));
        builder.environment().put("PATH", folder.resolve("programs") + ":/usr/bin:/bin");
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(output), Files.readString(error));
    }

    private void program(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
