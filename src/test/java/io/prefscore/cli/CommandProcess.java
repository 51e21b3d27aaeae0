package io.prefscore.cli;

import io.prefscore.Tethered;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command in a process of its own, which ends when the test's does. */
final class CommandProcess {

    private CommandProcess() {}

    /** Spark in it has two threads and listens on loopback alone. */
    static ProcessBuilder of(Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
                .toList());
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-Dspark.master=local[2]"));
        command.addAll(List.of("-Dspark.ui.enabled=false", "-Dspark.driver.bindAddress=127.0.0.1"));
        command.addAll(List.of("-Dspark.driver.host=127.0.0.1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Tethered.class.getName(), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }
}
