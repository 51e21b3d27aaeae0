package io.prefscore.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Function;
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

    /** The same records, each changed into something else. */
    default <R> RecordSource<R> map(Function<? super T, R> change) {
        RecordSource<T> records = this;
        return new RecordSource<>() {
            @Override
            public @Nullable R next() throws IOException, BrokenFile {
                T record = records.next();
                return record == null ? null : change.apply(record);
            }

            @Override
            public void close() throws IOException {
                records.close();
            }
        };
    }
}
