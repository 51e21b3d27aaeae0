package io.prefscore.scoring;

import io.prefscore.encode.ConversationRenderer;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.Rewards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;

/**
 * Another source whose models keep a journal of their own in each process, and halt at the process's third task until a
 * gate opens: so that something can be done to the run while it is surely in its midst.
 *
 * @param source what really scores
 * @param folder where the journals stand, one file a process, and the gate
 */
record JournaledSource(ModelSource source, String folder) implements ModelSource {

    private static final int TASK_THAT_WAITS = 3;
    private static final String OPENED = "opened";
    private static final String WAITS = "waits";
    private static final String SCORED = "scored ";
    private static final String GATE = "gate";
    private static final String SUFFIX = ".journal";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Tasks that this process has begun. */
    private static final Set<Long> TASKS = ConcurrentHashMap.newKeySet();

    /**
     * What a process did.
     *
     * @param pid the process
     * @param opened models that it opened
     * @param texts texts that it scored
     * @param waits whether it has come to the gate
     */
    record Journal(long pid, long opened, long texts, boolean waits) {}

    /** The journals of all processes so far. */
    static List<Journal> journals(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(JournaledSource::journal)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Journal journal(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            List<String> lines = Files.readAllLines(file);
            return new Journal(
                    Long.parseLong(name.substring(0, name.length() - SUFFIX.length())),
                    lines.stream().filter(OPENED::equals).count(),
                    lines.stream()
                            .filter(line -> line.startsWith(SCORED))
                            .mapToLong(line -> Long.parseLong(line.substring(SCORED.length())))
                            .sum(),
                    lines.contains(WAITS));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Lets all processes go on, for good. */
    static void openGate(Path folder) throws IOException {
        Files.createFile(folder.resolve(GATE));
    }

    @Override
    public String fingerprint() {
        return source.fingerprint();
    }

    @Override
    public ConversationRenderer renderer() {
        return source.renderer();
    }

    @Override
    public RewardModel open(Device device) {
        RewardModel model = source.open(device);
        note(OPENED);
        return new RewardModel() {
            @Override
            public Rewards score(List<String> texts) {
                TASKS.add(TaskContext.get().taskAttemptId());
                if (TASKS.size() >= TASK_THAT_WAITS) {
                    waitAtTheGate();
                }
                Rewards rewards = model.score(texts);
                note(SCORED + texts.size());
                return rewards;
            }

            @Override
            public int charactersPerCall() {
                return model.charactersPerCall();
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    private void waitAtTheGate() {
        Path gate = Path.of(folder, GATE);
        if (Files.exists(gate)) {
            return;
        }
        note(WAITS);
        long start = System.nanoTime();
        try {
            while (!Files.exists(gate)) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException("nobody opened " + gate);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    /** Tasks of one process may write at once; a process writes its file alone. */
    private void note(String line) {
        synchronized (TASKS) {
            try {
                Path file = Path.of(folder, ProcessHandle.current().pid() + SUFFIX);
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
