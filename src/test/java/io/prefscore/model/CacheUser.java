package io.prefscore.model;

import io.prefscore.Tethered;
import io.prefscore.config.CacheSettings;
import io.prefscore.config.ModelSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/** Another process of this host that wants a model. */
public final class CacheUser {

    private static final String SETTINGS = "CACHE_USER_SETTINGS";

    private static final String READY = "ready";

    private CacheUser() {}

    /** Arguments: the cache's folder and the model's. Prints a line when it is about to ask, then how many bytes it fetched. */
    public static void main(String[] arguments) {
        Configuration hadoop = new Configuration();
        for (String line : System.getenv(SETTINGS).split("\n")) {
            String[] entry = line.split("=", 2);
            hadoop.set(entry[0], entry[1]);
        }
        CacheSettings settings = new CacheSettings(Optional.of(arguments[0]), OptionalLong.empty());
        RemoteFiles files = RemoteListing.of(arguments[1], ModelSettings.Kind.CHECKPOINT, hadoop)
                .all();
        System.out.println(READY);
        new HostCache(settings).hold(files).close();
        System.out.println(HostCache.fetchedBytes());
    }

    /** Starts one. */
    static Process start(Path cache, String folder, Map<String, String> hadoop) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tethered.class.getName(),
                        CacheUser.class.getName(),
                        cache.toString(),
                        folder))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        StringBuilder settings = new StringBuilder();
        hadoop.forEach(
                (key, value) -> settings.append(key).append('=').append(value).append('\n'));
        builder.environment().put(SETTINGS, settings.toString());
        return builder.start();
    }

    /** Waits until it has found the model and asks the cache for it. */
    static void awaitReady(Process process) throws IOException {
        String line = process.inputReader().readLine();
        if (!READY.equals(line)) {
            throw new IllegalStateException("said " + line);
        }
    }

    /** Waits for the end, which must be a good one; gives the bytes that were fetched. */
    static long fetchedBytes(Process process) throws IOException, InterruptedException {
        String line = process.inputReader().readLine();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("ended with " + process.exitValue() + ": " + line);
        }
        return Long.parseLong(line);
    }
}
