package io.prefscore.dataset;

import io.prefscore.preference.Comparison;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.util.List;
import org.apache.spark.sql.Row;

/** What a row says, before it has a name: an {@link io.prefscore.preference.Example} without id and slices. */
record Content(List<Message> prompt, List<Response> responses, List<Comparison> comparisons) {

    /** How a schema reads rows, bound to a data set's columns. */
    @FunctionalInterface
    interface Reader extends java.io.Serializable {

        Content read(Row row) throws RowRefused;
    }

    /** How a schema reads rows, before the columns are known. */
    @FunctionalInterface
    interface Binder {

        Reader bind(Columns columns);
    }
}
