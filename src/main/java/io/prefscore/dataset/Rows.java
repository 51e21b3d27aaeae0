package io.prefscore.dataset;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Rows made of a file's records and the columns that its folders name. */
final class Rows {

    private Rows() {}

    /**
     * Puts the values of a file's folders behind each of its records.
     *
     * @param records each a value of a row
     * @param file the file's path, then the values of its folders
     */
    static <T> Iterator<Row> behind(Iterator<T> records, Row file) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Row next() {
                return with(file, records.next());
            }
        };
    }

    /** A row of some values and those of a file's folders. */
    static Row with(Row file, @Nullable Object... values) {
        Object[] all = new Object[values.length + file.size() - 1];
        System.arraycopy(values, 0, all, 0, values.length);
        for (int index = 1; index < file.size(); index++) {
            all[values.length + index - 1] = file.get(index);
        }
        return RowFactory.create(all);
    }
}
