package io.prefscore.dataset;

import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one file on an executor, one at a time, and closes it at its end or with the task.
 *
 * @param <T> what a record is
 */
final class FileRecords<T> implements Iterator<T> {

    /** Opens a file. */
    @FunctionalInterface
    interface Opener<T> {

        RecordSource<T> open() throws IOException, BrokenFile;
    }

    private final String file;
    private final Opener<T> opener;
    private @Nullable RecordSource<T> source;
    private @Nullable T upcoming;
    private boolean ended;

    private FileRecords(String file, Opener<T> opener) {
        this.file = file;
        this.opener = opener;
    }

    /**
     * Opens the file when the first record is asked for.
     *
     * @param file its path, for messages
     */
    static <T> Iterator<T> of(String file, Opener<T> opener) {
        FileRecords<T> records = new FileRecords<>(file, opener);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) ended -> records.close());
        }
        return records;
    }

    @Override
    public boolean hasNext() {
        if (upcoming == null && !ended) {
            advance();
        }
        return upcoming != null;
    }

    private void advance() {
        try {
            if (source == null) {
                source = opener.open();
            }
            upcoming = source.next();
        } catch (BrokenFile broken) {
            throw new UserError(UserError.Kind.INPUT, file + ": " + broken.getMessage(), broken);
        } catch (IOException unreadable) {
            throw ReadFailures.unreadable(file, unreadable);
        }
        if (upcoming == null) {
            close();
        }
    }

    @Override
    public T next() {
        if (!hasNext() || upcoming == null) {
            throw new NoSuchElementException();
        }
        T record = upcoming;
        upcoming = null;
        return record;
    }

    private void close() {
        ended = true;
        if (source != null) {
            try {
                source.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            source = null;
        }
    }
}
