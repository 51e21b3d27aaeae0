package io.prefscore;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Spark's own standalone cluster on 127.0.0.1: a master and workers of one core each, every one a process. What they run is the
 * test class path; no Spark distribution is needed. All processes end with {@link #close} or with this JVM, however it ends.
 */
public final class StandaloneCluster implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    /** Without the last number, such as 2.13. */
    private static final String SCALA_VERSION =
            scala.util.Properties.versionNumberString().replaceFirst("\\.\\d+$", "");

    private static final String EXECUTOR_MAIN = "CoarseGrainedExecutorBackend";
    private static final int WORKER_MEBIBYTES = 1536;

    /** For anything that a quiet machine does in seconds: a busy one is no reason to fail. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration MANNERS = Duration.ofSeconds(20);

    /** None of these processes lives long enough for the compiler's second thoughts, or the verifier's, to pay. */
    private static final List<String> SHORT_LIVED = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern WEB_ADDRESS = Pattern.compile("MasterWebUI.*started at (http://\\S+)");

    private static final String LOGGING = """
            rootLogger.level = info
            rootLogger.appenderRef.stderr.ref = stderr
            appender.stderr.type = Console
            appender.stderr.name = stderr
            appender.stderr.target = SYSTEM_ERR
            appender.stderr.layout.type = PatternLayout
            appender.stderr.layout.pattern = %d{HH:mm:ss.SSS} %p %c{1}: %m%n%ex
            """;

    private final Path folder;
    private final WorkerKind kind;
    private final Function<String, Map<String, String>> environment;
    private final Path sparkHome;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final List<Child> children = new ArrayList<>();
    private final Set<ProcessHandle> executors = new LinkedHashSet<>();
    private String address = "";
    private URI state = URI.create("http://" + LOOPBACK);

    /** A process of ours and the file that its output goes to. */
    private record Child(String name, Process process, Path log) {

        String output() {
            try {
                return Files.readString(log);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /**
     * What a worker has and is told.
     *
     * @param settings Spark's properties
     * @param environment variables beside this process's own
     */
    public record WorkerKind(int cores, Map<String, String> settings, Map<String, String> environment) {

        /** One core and nothing else. */
        public static final WorkerKind PLAIN = new WorkerKind(1, Map.of(), Map.of());
    }

    private StandaloneCluster(Path folder, WorkerKind kind, Function<String, Map<String, String>> environment) {
        this.folder = folder;
        this.kind = kind;
        this.environment = environment;
        this.sparkHome = folder.resolve("spark-home");
    }

    /**
     * Starts a master and its workers and waits until all of them are in service.
     *
     * @param folder an empty folder for logs and work, used until the cluster is closed
     */
    public static StandaloneCluster start(Path folder, int workers) throws IOException {
        return start(folder, workers, WorkerKind.PLAIN);
    }

    /** The same with workers of some kind; each has memory for as many executors as it has cores. */
    public static StandaloneCluster start(Path folder, int workers, WorkerKind kind) throws IOException {
        return start(folder, workers, kind, name -> name.startsWith("worker") ? kind.environment() : Map.of());
    }

    /**
     * The same, where processes have an environment of their own, as on different hosts; executors have their worker's.
     *
     * @param environment variables of {@code worker-0}, …, and of drivers, whose names begin with {@code driver}
     */
    public static StandaloneCluster start(
            Path folder, int workers, WorkerKind kind, Function<String, Map<String, String>> environment)
            throws IOException {
        StandaloneCluster cluster = new StandaloneCluster(folder.toRealPath(), kind, environment);
        try {
            cluster.layDownSparkHome();
            cluster.startMaster();
            for (int worker = 0; worker < workers; worker++) {
                cluster.startWorker("worker-" + worker);
            }
            cluster.await("all workers in service", () -> cluster.aliveWorkers() == workers);
            return cluster;
        } catch (IOException | RuntimeException | Error failure) {
            cluster.close();
            throw failure;
        }
    }

    /** The folder that Spark's launcher looks for its jars in, made of links to those of the test class path. */
    private void layDownSparkHome() throws IOException {
        Path jars = Files.createDirectories(sparkHome.resolve("jars"));
        for (Path jar : classPath()) {
            if (Files.isRegularFile(jar)) {
                Files.createSymbolicLink(jars.resolve(String.valueOf(jar.getFileName())), jar);
            }
        }
        Files.writeString(folder.resolve("log4j2.properties"), LOGGING);
    }

    private void startMaster() throws IOException {
        Child master = start(
                "master",
                "256m",
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        LOOPBACK,
                        "--port",
                        "0",
                        "--webui-port",
                        "0"));
        await(
                "the master's addresses",
                () -> find(master, ADDRESS).isPresent()
                        && find(master, WEB_ADDRESS).isPresent());
        address = find(master, ADDRESS).orElseThrow();
        state = URI.create(find(master, WEB_ADDRESS).orElseThrow() + "/json/");
    }

    private void startWorker(String name) throws IOException {
        start(
                name,
                "256m",
                List.of(
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        LOOPBACK,
                        "--port",
                        "0",
                        "--webui-port",
                        "0",
                        "--cores",
                        Integer.toString(kind.cores()),
                        "--memory",
                        kind.cores() * WORKER_MEBIBYTES + "M",
                        "--work-dir",
                        folder.resolve(name + "-work").toString(),
                        address));
    }

    /** {@code spark://host:port}. */
    public String address() {
        return address;
    }

    /** The working folder of drivers; executors have others. */
    public Path driverFolder() {
        return folder;
    }

    /**
     * Runs a main class of the tests under {@code spark-submit} in client mode, its driver being a process of its own, with
     * one executor of one core on each worker, and goes on without waiting for it.
     */
    public Submitted submit(Class<?> main, List<String> arguments) throws IOException {
        return submit(main, arguments, Map.of());
    }

    /** The same with properties of Spark's, which win over those that are usual here. */
    public Submitted submit(Class<?> main, List<String> arguments, Map<String, String> properties) throws IOException {
        List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", address));
        Map<String, String> settings = Map.of(
                "spark.driver.host",
                LOOPBACK,
                "spark.driver.bindAddress",
                LOOPBACK,
                "spark.ui.enabled",
                "false",
                "spark.executor.cores",
                "1",
                "spark.executor.memory",
                "1g",
                "spark.executor.extraClassPath",
                classFolders(),
                "spark.executor.extraJavaOptions",
                String.join(" ", SHORT_LIVED) + " " + logging()
                        + " -Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Duser.timezone=UTC",
                // Without both executors there is nothing to kill but the only one.
                "spark.scheduler.minRegisteredResourcesRatio",
                "1.0",
                "spark.scheduler.maxRegisteredResourcesWaitingTime",
                PATIENCE.toSeconds() + "s");
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(properties);
        all.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("--class", main.getName(), "spark-internal"));
        command.addAll(arguments);
        return new Submitted(start("driver-" + children.size(), "1g", command));
    }

    /** A driver that was started. */
    public final class Submitted {

        private final Child driver;

        private Submitted(Child driver) {
            this.driver = driver;
        }

        /** Waits for the end, which must be a good one. */
        public void awaitSuccess() {
            await("the end of " + driver.name(), () -> !driver.process().isAlive());
            if (driver.process().exitValue() != 0) {
                throw new IllegalStateException(
                        driver.name() + " ended with " + driver.process().exitValue() + "\n" + driver.output());
            }
        }

        /** Waits until something holds; a driver that ends before it does is an error. */
        public void await(String what, BooleanSupplier holds) {
            StandaloneCluster.this.await(what, () -> {
                boolean ended = !driver.process().isAlive();
                boolean held = holds.getAsBoolean();
                if (ended && !held) {
                    throw new IllegalStateException(
                            driver.name() + " ended while " + what + " was awaited\n" + driver.output());
                }
                return held;
            });
        }
    }

    /** The executors that run at this moment, whatever the application. */
    public List<ProcessHandle> executors() {
        List<ProcessHandle> found = children.stream()
                .flatMap(child -> child.process().descendants())
                .filter(process -> commandLine(process).contains(EXECUTOR_MAIN))
                .toList();
        executors.addAll(found);
        return found;
    }

    /** Kills one of {@link #executors} without any warning, as a kernel short of memory does, and sees it dead. */
    public void kill(ProcessHandle executor) {
        if (!executors().contains(executor)) {
            throw new IllegalArgumentException(executor + " is no executor of this cluster");
        }
        executor.destroyForcibly();
        await("the death of " + executor.pid(), () -> !executor.isAlive());
    }

    /** Ends drivers, workers and the master, in this order, what executors are left, and removes the links to the jars. */
    @Override
    public void close() throws IOException {
        executors();
        for (int child = children.size() - 1; child >= 0; child--) {
            end(children.get(child).process().toHandle());
        }
        executors.forEach(StandaloneCluster::end);
        Path jars = sparkHome.resolve("jars");
        if (Files.exists(jars)) {
            for (Path link : linked(jars)) {
                Files.delete(link);
            }
        }
    }

    private static List<Path> linked(Path jars) throws IOException {
        try (Stream<Path> links = Files.list(jars)) {
            return links.toList();
        }
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(MANNERS.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unwilling) {
            process.destroyForcibly();
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    // ---- processes

    private Child start(String name, String heap, List<String> command) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElse("java"));
        line.add("-Xmx" + heap);
        line.addAll(SHORT_LIVED);
        line.addAll(moduleOptions());
        if (name.startsWith("worker")) {
            kind.settings().forEach((key, value) -> line.add("-D" + key + "=" + value));
        }
        line.add(logging());
        line.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        line.add("-Duser.timezone=UTC");
        line.add("-Dai.djl.offline=true");
        line.add("-DOPT_OUT_TRACKING=true");
        line.addAll(List.of("-cp", classFolders() + File.pathSeparator + sparkHome.resolve("jars") + "/*"));
        line.add(Tethered.class.getName());
        line.addAll(command);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(variable -> variable.startsWith("SPARK_"));
        variables.put("SPARK_HOME", sparkHome.toString());
        variables.put("SPARK_SCALA_VERSION", SCALA_VERSION);
        variables.put("SPARK_LOCAL_IP", LOOPBACK);
        variables.put(
                "SPARK_LOCAL_DIRS",
                Files.createDirectories(folder.resolve("local")).toString());
        variables.putAll(environment.apply(name));
        Child child = new Child(name, builder.start(), log);
        children.add(child);
        return child;
    }

    private String logging() {
        return "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties");
    }

    /** The doors into the JDK that Spark needs and that this JVM was given. */
    private static List<String> moduleOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
                .toList();
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList();
    }

    private static String classFolders() {
        return classPath().stream()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String commandLine(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            // The operating system's own record: the JDK's copy ends after 4 KiB, and class paths are longer.
            return Files.isReadable(file)
                    ? Files.readString(file)
                    : process.info().commandLine().orElse("");
        } catch (IOException gone) {
            return "";
        }
    }

    // ---- conditions

    private static Optional<String> find(Child child, Pattern pattern) {
        Matcher matcher = pattern.matcher(child.output());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private long aliveWorkers() {
        long alive = 0;
        for (JsonElement worker : masterState().getAsJsonArray("workers")) {
            alive += worker.getAsJsonObject().get("state").getAsString().equals("ALIVE") ? 1 : 0;
        }
        return alive;
    }

    private JsonObject masterState() {
        try {
            HttpRequest request = HttpRequest.newBuilder(state)
                    .timeout(Duration.ofSeconds(60))
                    .build();
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return JsonParser.parseString(answer).getAsJsonObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    private void await(String what, BooleanSupplier holds) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            for (Child child : children) {
                boolean service = !child.name().startsWith("driver");
                if (service && !child.process().isAlive()) {
                    throw new IllegalStateException(
                            child.name() + " ended while " + what + " was awaited\n" + child.output());
                }
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException(what + " did not come to pass in " + PATIENCE + "; logs:\n"
                        + children.stream().map(Child::output).collect(Collectors.joining("\n----\n")));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }
}
