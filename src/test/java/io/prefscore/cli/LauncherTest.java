package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the real {@code jobs/prefscore} in a folder of its own, with programs in place of {@code java} and
 * {@code spark-submit} that print what they were given.
 */
class LauncherTest {

    /** Prints its own name, some variables, and one bracketed argument a line. */
    private static final String PRINT_ARGUMENTS = """
            #!/bin/sh
            echo "program=$(basename "$0")"
            echo "SPARK_HOME=${SPARK_HOME:-}"
            echo "SPARK_SCALA_VERSION=${SPARK_SCALA_VERSION:-}"
            echo "PREFSCORE_TERMINAL=${PREFSCORE_TERMINAL:-}"
            echo "GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-}"
            for argument in "$@"; do printf '[%s]\\n' "$argument"; done
            """;

    /** A blank in the path finds every missing quote. */
    @TempDir(factory = FolderWithBlank.class)
    private Path folder;

    private Path programs;
    private Path installation;
    private Path jar;

    record Outcome(int code, List<String> output, String error) {

        List<String> arguments() {
            return output.stream()
                    .filter(line -> line.startsWith("[") && line.endsWith("]"))
                    .map(line -> line.substring(1, line.length() - 1))
                    .toList();
        }

        /** What stands after the word. */
        List<String> argumentsAfter(String word) {
            return arguments()
                    .subList(arguments().indexOf(word) + 1, arguments().size());
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        programs = Files.createDirectories(folder.resolve("programs"));
        installation = folder.resolve("spark installation");
        jar = Files.createDirectories(folder.resolve("target")).resolve("prefscore.jar");
        Files.createFile(jar);
        Files.createDirectories(folder.resolve("target/spark-home/jars"));
        Files.createDirectories(installation.resolve("jars"));
        Files.createDirectories(installation.resolve("bin"));
        Files.createDirectories(folder.resolve("jobs"));
        Files.copy(
                Path.of("jobs/prefscore"),
                folder.resolve("jobs/prefscore"),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        program(programs.resolve("java"));
        program(installation.resolve("bin/spark-submit"));
    }

    @Test
    void runsTheCommandInOneProcessWhereNoSparkIsInstalled() throws Exception {
        Outcome outcome = run(Map.of(), "score", "--input", "a path", "--set", "encode.system-prompt=");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.output()).contains("program=java", "PREFSCORE_TERMINAL=0");
        assertThat(outcome.arguments())
                .contains(
                        "-Dspark.master=local[*]",
                        "-Dspark.driver.host=127.0.0.1",
                        "-Dspark.executor.defaultJavaOptions=-Dai.djl.offline=true -DOPT_OUT_TRACKING=true",
                        "-Dspark.plugins=io.prefscore.scoring.MetricsPlugin")
                .containsSequence("-cp", folder.resolve("target/spark-home/jars") + "/*:" + jar);
        assertThat(outcome.argumentsAfter("io.prefscore.cli.Main"))
                .containsExactly("score", "--input", "a path", "--set", "encode.system-prompt=");
    }

    @Test
    void runsSparksOwnSubmitInOneProcessWhereSparkIsToldSomething() throws Exception {
        Outcome outcome = run(
                Map.of(),
                "--spark",
                "--conf spark.a=b",
                "score",
                "--input",
                "a path",
                "--set",
                "encode.system-prompt=");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.output())
                .contains(
                        "program=java",
                        "SPARK_HOME=" + folder.resolve("target/spark-home"),
                        "SPARK_SCALA_VERSION=2.13",
                        "PREFSCORE_TERMINAL=0");
        assertThat(outcome.arguments())
                .contains(
                        "-Xmx4g",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j2.properties"))
                .containsSequence("-cp", folder.resolve("target/spark-home/jars") + "/*:" + jar)
                .containsSequence("--class", "io.prefscore.cli.Main")
                .containsSequence("--master", "local[*]");
        assertThat(outcome.argumentsAfter("spark-internal"))
                .containsExactly("score", "--input", "a path", "--set", "encode.system-prompt=");
    }

    @Test
    void runsTheInstalledSparkWhereThereIsOne() throws Exception {
        Outcome outcome = run(
                Map.of("SPARK_HOME", installation.toString(), "PREFSCORE_DRIVER_MEMORY", "7g"),
                "score",
                "--input",
                "a path",
                "*");

        assertThat(outcome.output()).contains("program=spark-submit");
        assertThat(outcome.arguments())
                .containsSequence("--driver-memory", "7g")
                .containsSequence("--class", "io.prefscore.cli.Main")
                .containsSequence(
                        "--conf", "spark.executor.defaultJavaOptions=-Dai.djl.offline=true -DOPT_OUT_TRACKING=true")
                .contains("spark.driver.defaultJavaOptions=-Dai.djl.offline=true -DOPT_OUT_TRACKING=true "
                        + "\"-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j2.properties") + "\"")
                .doesNotContain("--master");
        assertThat(outcome.argumentsAfter(jar.toString())).containsExactly("score", "--input", "a path", "*");
    }

    @Test
    void handsArgumentsForSparkOnAsAShellWouldSplitThem() throws Exception {
        Outcome outcome = run(
                Map.of("PREFSCORE_SPARK_ARGS", "--master spark://night:7077  --executor-memory 8g"),
                "--spark",
                "--conf 'spark.executor.extraJavaOptions=-Da=1 -Db=$(id)' --driver-memory 3g",
                "--spark=--name \"two words\"",
                "score");

        assertThat(outcome.arguments())
                .contains("-Xmx3g")
                .containsSubsequence("--master", "spark://night:7077", "--executor-memory", "8g")
                .containsSequence("--conf", "spark.executor.extraJavaOptions=-Da=1 -Db=$(id)")
                .containsSequence("--name", "two words", jar.toString(), "score");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local[3]|spark-internal",
                "local|spark-internal",
                "spark://h:1|JAR",
                "yarn|JAR",
                "local-cluster[2,1,1024]|JAR",
            })
    void copiesTheJarToExecutorsOnlyWhereTheyAreOtherProcesses(String master, String resource) throws Exception {
        Outcome outcome = run(Map.of(), "--spark", "--master " + master, "score", "--limit", "3");

        assertThat(outcome.argumentsAfter(resource.replace("JAR", jar.toString())))
                .containsExactly("score", "--limit", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check --model m", "--version", "score --help"})
    void needsNoSparkSessionForQuickCommands(String line) throws Exception {
        Outcome outcome = run(Map.of("SPARK_HOME", installation.toString()), line.split(" "));

        assertThat(outcome.output()).contains("program=java");
        assertThat(outcome.arguments())
                .containsSequence("-cp", installation.resolve("jars") + "/*:" + jar, "io.prefscore.cli.Main")
                .doesNotContain("org.apache.spark.deploy.SparkSubmit");
        assertThat(outcome.argumentsAfter("io.prefscore.cli.Main")).containsExactly(line.split(" "));
    }

    @Test
    void checksAModelOfAnotherFileSystemWithTheSettingsThatSparkIsGiven() throws Exception {
        Outcome outcome = run(
                Map.of(), "--spark", "--conf spark.hadoop.fs.s3a.endpoint=http://h:1", "check", "--model", "s3a://b/m");

        assertThat(outcome.arguments())
                .contains("org.apache.spark.deploy.SparkSubmit", "spark.hadoop.fs.s3a.endpoint=http://h:1");
        assertThat(outcome.argumentsAfter("spark-internal")).containsExactly("check", "--model", "s3a://b/m");
    }

    @Test
    void prefersTheJavaThatJavaHomeNames() throws Exception {
        Path home = folder.resolve("java home");
        Files.createDirectories(home.resolve("bin"));
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\necho from-java-home\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        assertThat(run(Map.of("JAVA_HOME", home.toString()), "check").output()).containsExactly("from-java-home");
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("one"), folder.resolve("jobs/prefscore"));
        Path relative = Files.createSymbolicLink(elsewhere.resolve("two"), Path.of("one"));

        for (Path link : List.of(absolute, relative)) {
            Outcome outcome = launch(link, elsewhere, Map.of(), "score");
            assertThat(outcome.argumentsAfter("io.prefscore.cli.Main"))
                    .as(outcome.error())
                    .containsExactly("score");
        }
    }

    @Test
    void takesAnotherJar() throws Exception {
        Path other = Files.createFile(folder.resolve("other one.jar"));

        Outcome outcome = run(Map.of("PREFSCORE_JAR", other.toString()), "--spark", "--master yarn", "score");
        assertThat(outcome.arguments()).contains(other.toString()).doesNotContain(jar.toString());

        Files.delete(jar);
        Path beside = Files.createFile(folder.resolve("prefscore.jar"));
        assertThat(run(Map.of(), "--spark", "--master yarn", "score").arguments())
                .contains(beside.toString());
    }

    @Test
    void takesTheBuildThatIsForTheSpark() throws Exception {
        Path home = folder.resolve("target/spark-3.5/spark-home");
        Files.createFile(Files.createDirectories(home.resolve("jars")).resolve("spark-core_2.12-3.5.7.jar"));
        Files.createFile(installation.resolve("jars/spark-core_2.12-3.5.1-amzn-0.jar"));
        Map<String, String> built = Map.of("SPARK_HOME", "target/spark-3.5/spark-home");
        Map<String, String> installed = Map.of("SPARK_HOME", installation.toString());

        assertThat(run(built, "score").error()).contains("jar is missing", "mvn -B -Pspark-3.5 -DskipTests package");
        Path other = Files.createFile(folder.resolve("target/spark-3.5/prefscore-spark-3.5.jar"));

        assertThat(run(built, "--spark", "--name n", "score").output())
                .contains("program=java", "SPARK_HOME=" + home, "SPARK_SCALA_VERSION=2.12")
                .containsSequence("[-cp]", "[" + home.resolve("jars") + "/*:" + other + "]");
        assertThat(run(installed, "score").output()).contains("program=spark-submit", "[" + other + "]");
        assertThat(run(Map.of(), "--spark", "--master yarn", "score").arguments())
                .contains(jar.toString());

        Files.delete(other);
        Path beside = Files.createFile(folder.resolve("prefscore-spark-3.5.jar"));
        assertThat(run(installed, "score").arguments()).contains(beside.toString());
    }

    @Test
    void saysHowToMakeWhatIsMissing() throws Exception {
        Files.delete(folder.resolve("target/spark-home/jars"));
        assertThat(run(Map.of(), "score").error()).contains("no Spark: set SPARK_HOME", "mvn -B -DskipTests package");

        Files.delete(jar);
        Outcome outcome = run(Map.of(), "score");
        assertThat(outcome.error()).contains("jar is missing", "mvn -B -DskipTests package");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(run(Map.of("PREFSCORE_JAR", "nowhere.jar"), "score").error()).contains("nowhere.jar");
        assertThat(run(Map.of("SPARK_HOME", "/nowhere", "PREFSCORE_JAR", "jobs/prefscore"), "score")
                        .error())
                .contains("SPARK_HOME holds no Spark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--name 'unbalanced", "--name \"unbalanced"})
    void refusesUnbalancedQuotes(String arguments) throws Exception {
        Outcome outcome = run(Map.of(), "--spark", arguments, "score");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.error()).contains("unbalanced quotes in: " + arguments);
    }

    @Test
    void letsTheModelsThreadsWaitWithoutSpinningUnlessTold() throws Exception {
        Outcome quiet = run(Map.of(), "score");
        Outcome told = run(Map.of("GOMP_SPINCOUNT", "infinity", "SPARK_HOME", installation.toString()), "score");

        assertThat(quiet.output()).contains("GOMP_SPINCOUNT=20000");
        assertThat(quiet.arguments()).contains("-Dspark.executorEnv.GOMP_SPINCOUNT=20000");
        assertThat(told.output()).contains("GOMP_SPINCOUNT=infinity");
        assertThat(told.arguments()).contains("spark.executorEnv.GOMP_SPINCOUNT=infinity");
    }

    @Test
    void compilesWithLittleEffortWhereThereIsLittleToGoOver() throws Exception {
        String quick = "-XX:TieredStopAtLevel=1";
        Path little = Files.writeString(folder.resolve("a little.jsonl"), "{}");
        Path much = Files.write(folder.resolve("much.jsonl"), new byte[40 << 20]);

        assertThat(run(Map.of(), "demo", "--output", "d").arguments()).contains(quick);
        assertThat(run(Map.of(), "inspect", "--input", little.toString()).arguments())
                .contains(quick);
        assertThat(run(Map.of(), "report", "--scores=" + little).arguments()).contains(quick);
        assertThat(run(Map.of(), "inspect", "--input", much.toString()).arguments())
                .doesNotContain(quick);
        // of what cannot be seen from here nobody knows how much it is
        assertThat(run(Map.of(), "score", "--input", little.toString(), "s3a://bucket/much")
                        .arguments())
                .doesNotContain(quick);
        assertThat(run(Map.of(), "score", "--input", "*.jsonl").arguments()).doesNotContain(quick);
        assertThat(run(Map.of(), "score", "--conf", little.toString()).arguments())
                .doesNotContain(quick);
        assertThat(run(Map.of(), "nightly").arguments()).doesNotContain(quick);
    }

    @Test
    void saysWhatIsWrongWithACommandBeforeSparkStarts() throws Exception {
        Files.writeString(programs.resolve("java"), """
                #!/bin/sh
                case "$*" in
                  *io.prefscore.cli.Preflight*score*--input*) echo "no output" >&2; exit 2 ;;
                esac
                echo started
                """);

        for (Map<String, String> spark :
                List.of(Map.<String, String>of(), Map.of("SPARK_HOME", installation.toString()))) {
            Outcome outcome = run(spark, "--spark", "--master spark://h:1", "score", "--input", "d");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.error()).isEqualTo("no output\n");
            assertThat(outcome.output()).isEmpty();
        }
    }

    @Test
    void keepsClassesBesideTheJarWhereAskedToAndUsesThem() throws Exception {
        Path archive = folder.resolve("target/prefscore.jsa");
        String option = "-XX:SharedArchiveFile=" + archive;
        assertThat(run(Map.of(), "--help").arguments()).doesNotContain(option);
        Files.writeString(programs.resolve("java"), """
                #!/bin/sh
                for argument in "$@"; do
                  case "$argument" in
                    -XX:ArchiveClassesAtExit=*) echo "$*" >"${argument#*=}"; exit "${FAIL:-0}" ;;
                  esac
                done
                """);
        assertThat(run(Map.of("FAIL", "1"), "--archive").error()).contains("no archive: the demo");
        assertThat(archive).doesNotExist();

        assertThat(run(Map.of(), "--archive").code()).isZero();
        // the one that is there has no part in the next
        assertThat(run(Map.of(), "--archive").code()).isZero();

        assertThat(archive).content().doesNotContain(option);
        assertThat(archive).content().contains("io.prefscore.cli.Main demo");
        assertThat(folder.resolve("target")).isDirectoryNotContaining("glob:**archive.*");
        program(programs.resolve("java"));
        assertThat(run(Map.of(), "--help").arguments()).contains("-Xshare:auto", option);
        assertThat(run(Map.of(), "score").arguments()).contains("-Xshare:auto", option);
        assertThat(run(Map.of("SPARK_HOME", installation.toString()), "--help").arguments())
                .doesNotContain(option);
        assertThat(run(Map.of("SPARK_HOME", installation.toString()), "--archive")
                        .code())
                .isEqualTo(2);
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        return launch(folder.resolve("jobs/prefscore"), folder, environment, arguments);
    }

    private Outcome launch(Path script, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(Arrays.asList(arguments));
        Path output = folder.resolve("output.txt");
        Path error = folder.resolve("error.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(SPARK|PREFSCORE|JAVA|MASTER|OMP).*"));
        builder.environment().put("PATH", programs + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(
                process.exitValue(),
                Files.readAllLines(output, StandardCharsets.UTF_8),
                Files.readString(error, StandardCharsets.UTF_8));
    }

    private static void program(Path file) throws IOException {
        Files.writeString(file, PRINT_ARGUMENTS);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    static final class FolderWithBlank implements TempDirFactory {

        @Override
        public Path createTempDirectory(AnnotatedElementContext elementContext, ExtensionContext extensionContext)
                throws IOException {
            return Files.createTempDirectory("prefscore launcher").toRealPath();
        }
    }
}
