package io.prefscore.model;

import io.prefscore.model.RemoteFiles.RemoteFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Fetches files range by range, several at a time, into a folder that may hold some of the ranges already. Beside each file
 * stands which of its ranges are there, a byte each; a range is on the disk before its byte says so, so a fetch that was
 * killed goes on where it was, whatever killed it.
 */
final class RangeFetch {

    /** One request each. With so many threads, 64 MiB of heap. */
    static final int RANGE_BYTES = 8 << 20;

    private static final int THREADS = 8;
    private static final byte FETCHED = 1;

    private final FileSystem fileSystem;
    private final RemoteFiles remote;
    private final Path files;
    private final Path ranges;
    private final AtomicLong fetchedBytes;

    /**
     * @param files where the files go
     * @param ranges where it is kept what of them is there
     * @param fetchedBytes counts
     */
    RangeFetch(FileSystem fileSystem, RemoteFiles remote, Path files, Path ranges, AtomicLong fetchedBytes) {
        this.fileSystem = fileSystem;
        this.remote = remote;
        this.files = files;
        this.ranges = ranges;
        this.fetchedBytes = fetchedBytes;
    }

    /** Gives every file its length, so that the room it takes is taken from now on. */
    void reserve() throws IOException {
        Files.createDirectories(files);
        Files.createDirectories(ranges);
        for (RemoteFile file : remote.files()) {
            extend(files.resolve(file.name()), file.bytes());
            extend(ranges.resolve(file.name()), count(file));
        }
    }

    private static void extend(Path path, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.size() < bytes) {
                channel.write(ByteBuffer.allocate(1), bytes - 1);
            }
        }
    }

    /** Fetches what is missing. */
    void run() throws IOException {
        List<Callable<Void>> missing = new ArrayList<>();
        for (RemoteFile file : remote.files()) {
            byte[] state = Files.readAllBytes(ranges.resolve(file.name()));
            for (int range = 0; range < count(file); range++) {
                if (state[range] != FETCHED) {
                    missing.add(fetching(file, range));
                }
            }
        }
        allOf(missing);
    }

    /** Takes a file as fetched. */
    void keep(RemoteFile file) throws IOException {
        byte[] state = new byte[count(file)];
        Arrays.fill(state, FETCHED);
        Files.createDirectories(ranges);
        Files.write(ranges.resolve(file.name()), state);
    }

    /** Forgets a file, so that it is fetched anew. */
    void discard(RemoteFile file) throws IOException {
        Files.deleteIfExists(files.resolve(file.name()));
        Files.deleteIfExists(ranges.resolve(file.name()));
    }

    private static int count(RemoteFile file) {
        return Math.toIntExact((file.bytes() + RANGE_BYTES - 1) / RANGE_BYTES);
    }

    private Callable<Void> fetching(RemoteFile file, int range) {
        return () -> {
            long start = (long) range * RANGE_BYTES;
            byte[] bytes = new byte[(int) Math.min(RANGE_BYTES, file.bytes() - start)];
            try (FSDataInputStream stream = open(file)) {
                stream.readFully(start, bytes);
            }
            write(files.resolve(file.name()), start, bytes);
            write(ranges.resolve(file.name()), range, new byte[] {FETCHED});
            fetchedBytes.addAndGet(bytes.length);
            return null;
        };
    }

    /** With the length known and reads far apart announced, a read is one request for just its bytes. */
    private FSDataInputStream open(RemoteFile file) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(remote.folder(), file.name());
        return FutureIO.awaitFuture(fileSystem
                .openFile(path)
                .opt("fs.option.openfile.read.policy", "random")
                // what Hadoop 3.3 calls it
                .opt("fs.s3a.experimental.input.fadvise", "random")
                .opt("fs.option.openfile.length", Long.toString(file.bytes()))
                .build());
    }

    private static void write(Path path, long position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position());
            }
            channel.force(false);
        }
    }

    /** Does all of it side by side, or as much as it takes until something fails. Nothing goes on afterwards. */
    private static void allOf(List<Callable<Void>> work) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "prefscore-fetch");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Void> done = new ExecutorCompletionService<>(pool);
            work.forEach(done::submit);
            for (int finished = 0; finished < work.size(); finished++) {
                done.take().get();
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException known ? known : new IOException(failure.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("the fetch was interrupted", ended);
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = Thread.interrupted();
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
