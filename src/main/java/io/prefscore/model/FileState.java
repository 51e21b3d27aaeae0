package io.prefscore.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What changes when somebody writes to a file or puts another in its place. On Unix that includes the time of the file's last
 * change of any kind, which nobody can set back, as {@code rsync --inplace --times}, {@code cp -p} and archives do with the time
 * of modification.
 *
 * @param text length, times, place on the disk and path
 * @param changed the later of its times
 */
record FileState(String text, Instant changed) {

    private static final String UNIX = "unix";

    /** Of a file without links in its path. */
    static FileState of(Path real) throws IOException {
        boolean unix = real.getFileSystem().supportedFileAttributeViews().contains(UNIX);
        Map<String, Object> attributes = Files.readAttributes(
                real, unix ? "unix:size,lastModifiedTime,fileKey,ctime" : "size,lastModifiedTime,fileKey");
        Instant modified = instant(attributes, "lastModifiedTime");
        Instant changed = unix ? instant(attributes, "ctime") : modified;
        String text = attributes.get("size") + " " + modified + " " + attributes.get("fileKey")
                + (unix ? " " + changed : "") + " " + real;
        return new FileState(text, changed.isAfter(modified) ? changed : modified);
    }

    private static Instant instant(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
    }
}
