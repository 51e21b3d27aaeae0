package io.prefscore.model;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some files of one folder on a Hadoop file system, as the driver found them; and what it takes to read them elsewhere.
 *
 * @param folder as the user named it, such as {@code s3a://bucket/models/worldpm-72b}
 * @param files at least one
 * @param hadoop settings that the file system needs
 */
record RemoteFiles(String folder, List<RemoteFile> files, HadoopEntries hadoop) implements Serializable {

    private static final int KEY_DIGITS = 16;

    RemoteFiles {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param name in its folder
     * @param bytes length
     * @param version its entity tag where the file system has such, else the time of its modification; changes with the content
     * @param sha256 of its content; empty where nobody has read it yet
     */
    record RemoteFile(String name, long bytes, String version, String sha256) implements Serializable {}

    long bytes() {
        return files.stream().mapToLong(RemoteFile::bytes).sum();
    }

    /** SHA-256 by name, of those that somebody has read. */
    Map<String, String> hashes() {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (RemoteFile file : files) {
            if (!file.sha256().isEmpty()) {
                hashes.put(file.name(), file.sha256());
            }
        }
        return hashes;
    }

    /** The same files, which have to have this content. */
    RemoteFiles withHashes(Map<String, String> hashes) {
        return new RemoteFiles(
                folder,
                files.stream()
                        .map(file -> new RemoteFile(
                                file.name(), file.bytes(), file.version(), hashes.getOrDefault(file.name(), "")))
                        .toList(),
                hadoop);
    }

    /** Differs where any byte may differ; begins with the folder's own name, for people. */
    String key() {
        Fingerprint fingerprint = new Fingerprint().with("folder", folder);
        for (RemoteFile file : files) {
            fingerprint.with(file.name(), file.bytes() + " " + file.version());
        }
        String name = folder.replaceFirst("/+$", "").replaceFirst(".*/", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return name + "-" + fingerprint.hex().substring(0, KEY_DIGITS);
    }
}
