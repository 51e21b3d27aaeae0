package io.prefscore.notebooks;

import io.prefscore.Tethered;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs notes in a process of its own, since the tests' has a Spark session already and Zeppelin brings old versions of our
 * libraries. Its class path is that of the tests, with the compiler that Zeppelin wants in front and Zeppelin behind.
 */
final class NoteProcess {

    /** Where Maven puts Zeppelin, beside the tests' classes. */
    private static final String ZEPPELIN = "zeppelin";

    private static final long PATIENCE_MINUTES = 10;

    private final Path folder;
    private final List<String> arguments = new ArrayList<>();
    private final List<Path> results = new ArrayList<>();

    /** Lets it work in a folder, to which it may write. */
    NoteProcess(Path folder) {
        this.folder = folder;
        arguments.add(results().toString());
    }

    private Path results() {
        return folder.resolve("results");
    }

    /** Lets it run another note, with values for the forms of it and of all notes after it. */
    NoteProcess add(Path note, Map<String, String> parameters) {
        parameters.forEach((name, value) -> arguments.add(name + "=" + value));
        arguments.add(note.toAbsolutePath().toString());
        results.add(results().resolve(note.getFileName()));
        return this;
    }

    /** Runs all of them and returns them with their results. */
    List<Note> run() throws Exception {
        Path log = folder.resolve("notes.log");
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("notes still run after " + PATIENCE_MINUTES + " minutes");
            }
        } finally {
            process.destroyForcibly();
        }
        List<Note> notes = new ArrayList<>();
        for (Path result : results) {
            if (!Files.exists(result)) {
                throw new IllegalStateException(result.getFileName() + " did not run\n" + Files.readString(log));
            }
            notes.add(Note.read(result));
        }
        return notes;
    }

    private List<String> command() throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        // the memory, the doors into the JDK and the rest that this process has, but for the agent that counts lines
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", classPath(), Tethered.class.getName(), NoteRunner.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private static String classPath() throws IOException, URISyntaxException {
        Path classes = Path.of(NoteRunner.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> path = new ArrayList<>();
        try (Stream<Path> jars = Files.list(classes.resolveSibling(ZEPPELIN))) {
            jars.map(Path::toString).sorted().forEach(path::add);
        }
        List<String> compiler = path.stream()
                .filter(jar -> jar.contains(File.separator + "scala-"))
                .toList();
        path.removeAll(compiler);
        path.add(0, System.getProperty("java.class.path"));
        path.addAll(0, compiler);
        return String.join(File.pathSeparator, path);
    }
}
