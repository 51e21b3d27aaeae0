package io.prefscore.dataset;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one file, one after another.
 *
 * @param <T> what a record is
 */
interface RecordSource<T> extends Closeable {

    /**
     * The next record; null at the end of the file.
     *
     * @throws IOException where the file cannot be read
     * @throws BrokenFile where the records behind the last one cannot be told apart
     */
    @Nullable
    T next() throws IOException, BrokenFile;
}
