package io.prefscore.dataset;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of a CSV file. Cells are bytes, so that what is no UTF-8 stays visible to whoever looks for it.
 *
 * @param names the columns of its file
 * @param cells the cells by column; null where nothing stands between two commas, empty where {@code ""} does
 * @param defect why the record cannot be used, the record itself behind it; its cells are then as many as were found
 */
record CsvRecord(List<String> names, List<byte @Nullable []> cells, Optional<String> defect) {

    /** The cell as text. */
    static String text(byte[] cell) {
        return new String(cell, StandardCharsets.UTF_8);
    }
}
