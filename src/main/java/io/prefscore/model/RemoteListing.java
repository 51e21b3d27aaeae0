package io.prefscore.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.config.ModelSettings;
import io.prefscore.model.RemoteFiles.RemoteFile;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What of a model's folder on a Hadoop file system is worth fetching: published folders also hold the weights in other formats.
 *
 * @param texts configuration, tokenizer and template
 * @param all these and the weights
 */
record RemoteListing(RemoteFiles texts, RemoteFiles all) {

    private static final String WEIGHTS = ".safetensors";
    private static final String TORCHSCRIPT = ".pt";

    /** @throws UserError where the folder cannot be listed or holds nothing */
    static RemoteListing of(String folder, ModelSettings.Kind kind, Configuration hadoop) {
        HadoopEntries entries = HadoopEntries.of(hadoop);
        // by name, so that a listing in another order gives the same key
        TreeMap<String, RemoteFile> files = new TreeMap<>();
        Set<String> weights = new TreeSet<>();
        try (FileSystem fileSystem = RemoteFailures.open(folder, hadoop)) {
            for (FileStatus status : fileSystem.listStatus(new Path(folder))) {
                if (status.isFile()) {
                    files.put(status.getPath().getName(), file(status));
                }
            }
            weights.addAll(
                    switch (kind) {
                        case CHECKPOINT -> weights(fileSystem, new Path(folder, Checkpoint.INDEX), files.keySet());
                        case TORCHSCRIPT -> ending(files.keySet(), TORCHSCRIPT);
                        case LENGTH, CONSTANT, COLUMN -> Set.of();
                    });
        } catch (IOException failure) {
            throw RemoteFailures.explained(folder, failure);
        }
        if (files.isEmpty()) {
            throw new UserError(UserError.Kind.MODEL, folder + ": holds no files");
        }
        List<RemoteFile> texts = new ArrayList<>();
        List<RemoteFile> all = new ArrayList<>();
        files.forEach((name, file) -> {
            if (FolderTexts.isText(name)) {
                texts.add(file);
            }
            if (FolderTexts.isText(name) || name.equals(Checkpoint.INDEX) || weights.contains(name)) {
                all.add(file);
            }
        });
        return new RemoteListing(new RemoteFiles(folder, texts, entries), new RemoteFiles(folder, all, entries));
    }

    private static RemoteFile file(FileStatus status) {
        String version = status instanceof EtagSource tagged ? tagged.getEtag() : null;
        return new RemoteFile(
                status.getPath().getName(),
                status.getLen(),
                version == null ? Long.toString(status.getModificationTime()) : version,
                "");
    }

    private static Set<String> weights(FileSystem fileSystem, Path index, Set<String> names) throws IOException {
        if (names.contains(Checkpoint.SINGLE)) {
            return Set.of(Checkpoint.SINGLE);
        }
        return names.contains(Checkpoint.INDEX) ? shards(fileSystem, index) : ending(names, WEIGHTS);
    }

    private static Set<String> ending(Set<String> names, String suffix) {
        Set<String> ending = new TreeSet<>(names);
        ending.removeIf(name -> !name.endsWith(suffix));
        return ending;
    }

    /** The files that the index names; what is wrong with it is said once the folder is read. */
    private static Set<String> shards(FileSystem fileSystem, Path index) throws IOException {
        try (InputStream stream = fileSystem.open(index)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            JsonObject map = JsonParser.parseString(text).getAsJsonObject().getAsJsonObject("weight_map");
            Set<String> shards = new TreeSet<>();
            map.entrySet().forEach(entry -> shards.add(entry.getValue().getAsString()));
            return shards;
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | UnsupportedOperationException broken) {
            return Set.of();
        }
    }
}
