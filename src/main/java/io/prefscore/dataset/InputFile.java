package io.prefscore.dataset;

import java.io.Serializable;
import java.time.Instant;

/**
 * A file of the data set.
 *
 * @param path full path with its file system
 * @param bytes its size
 * @param modified when it was last written
 */
public record InputFile(String path, long bytes, Instant modified) implements Serializable {

    /** The last component of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
