package io.prefscore.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock between all threads of all processes of a host, many at a time or one alone. The operating system holds it, so that
 * of a dead process is free.
 *
 * <p>The operating system counts by process and forgets all of a process's locks on a file when any channel to it is closed;
 * so a JVM has one of these for a file, with one channel at a time, and its threads agree among themselves.
 */
final class HostLock {

    private static final ConcurrentMap<Path, HostLock> LOCKS = new ConcurrentHashMap<>();

    private final Path file;
    /** Not bound to threads: a model may be closed by another one than opened it. */
    private final StampedLock threads = new StampedLock();

    /** Guarded by {@code this}: how many share the lock, and what they share. */
    private int sharers;

    private @Nullable FileChannel shared;

    private HostLock(Path file) {
        this.file = file;
    }

    /** A lock that is held; closing it twice is as once. */
    static final class Hold implements AutoCloseable {

        private @Nullable Runnable release;

        private Hold(Runnable release) {
            this.release = release;
        }

        @Override
        public synchronized void close() {
            Runnable once = release;
            release = null;
            if (once != null) {
                once.run();
            }
        }
    }

    /** The lock of a file, which is made when it is first locked and must never be removed. */
    static HostLock of(Path file) {
        return LOCKS.computeIfAbsent(file.toAbsolutePath().normalize(), HostLock::new);
    }

    /** Waits until nobody has it alone. */
    Hold shared() {
        long stamp = threads.readLock();
        try {
            share();
            return new Hold(() -> {
                unshare();
                threads.unlockRead(stamp);
            });
        } catch (RuntimeException | Error failure) {
            threads.unlockRead(stamp);
            throw failure;
        }
    }

    /** Waits until nobody has it. */
    Hold alone() {
        long stamp = threads.writeLock();
        try {
            FileChannel channel = open();
            try {
                channel.lock();
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
            return exclusive(channel, stamp);
        } catch (IOException failure) {
            threads.unlockWrite(stamp);
            throw new UncheckedIOException(file + ": cannot be locked", failure);
        } catch (RuntimeException | Error failure) {
            threads.unlockWrite(stamp);
            throw failure;
        }
    }

    /** Empty if anybody has it. */
    Optional<Hold> aloneIfFree() {
        long stamp = threads.tryWriteLock();
        if (stamp == 0) {
            return Optional.empty();
        }
        try {
            FileChannel channel = open();
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(exclusive(channel, stamp));
            }
            channel.close();
            threads.unlockWrite(stamp);
            return Optional.empty();
        } catch (IOException failure) {
            threads.unlockWrite(stamp);
            throw new UncheckedIOException(file + ": cannot be locked", failure);
        }
    }

    private Hold exclusive(FileChannel channel, long stamp) {
        return new Hold(() -> {
            close(channel);
            threads.unlockWrite(stamp);
        });
    }

    private synchronized void share() {
        if (sharers == 0) {
            try {
                FileChannel channel = open();
                channel.lock(0, Long.MAX_VALUE, true);
                shared = channel;
            } catch (IOException failure) {
                throw new UncheckedIOException(file + ": cannot be locked", failure);
            }
        }
        sharers++;
    }

    private synchronized void unshare() {
        sharers--;
        if (sharers == 0 && shared != null) {
            close(shared);
            shared = null;
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Closing frees the lock. */
    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
