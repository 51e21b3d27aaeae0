package io.prefscore.scoring;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rewards by content: a Parquet table under {@code fingerprint=…/wave=…/}. A wave is what one job appended; it counts once
 * its {@code _SUCCESS} stands there. What stands here is never computed again; a key that stands twice is harmless, so any
 * number of runs may append at once.
 *
 * <p>What a call of the model cost stands with the first text of that call, so the costs of a wave add up to what was really
 * spent on the rows that are there, whatever was retried.
 */
final class ScoreStore {

    static final String KEY = "key";
    /** Null where the text was refused. */
    static final String REWARD = "reward";

    static final String TOKENS = "tokens";
    static final String TRUNCATED = "truncated";
    /** Name of a {@link io.prefscore.preference.Skip.Reason}; null where there is a reward. */
    static final String REASON = "reason";

    static final String DETAIL = "detail";
    static final String TOKENS_ASKED = "tokens_asked";
    static final String TOKENS_COMPUTED = "tokens_computed";
    static final String BATCHES = "batches";
    static final String FORWARD_NANOS = "forward_nanos";

    static final StructType SCHEMA = new StructType()
            .add(KEY, DataTypes.BinaryType)
            .add(REWARD, DataTypes.FloatType)
            .add(TOKENS, DataTypes.IntegerType)
            .add(TRUNCATED, DataTypes.IntegerType)
            .add(REASON, DataTypes.StringType)
            .add(DETAIL, DataTypes.StringType)
            .add(TOKENS_ASKED, DataTypes.LongType)
            .add(TOKENS_COMPUTED, DataTypes.LongType)
            .add(BATCHES, DataTypes.IntegerType)
            .add(FORWARD_NANOS, DataTypes.LongType);

    static final String FINGERPRINT = "fingerprint=";
    static final String WAVE = "wave=";
    private static final String COMMITTED = "_SUCCESS";
    /** In a wave that stands for others: their names, a line each. */
    private static final String REPLACES = "_REPLACES";

    private static final String REPLACEMENT = WAVE + "compact-";
    /** Its modification time is when a run last asked for anything here; it holds what that run calls the model. */
    static final String USED = "_USED";

    private final SparkSession spark;
    private final Path folder;

    ScoreStore(SparkSession spark, String root, String fingerprint) {
        this.spark = spark;
        this.folder = new Path(root, FINGERPRINT + fingerprint);
    }

    /** A row of it as one value; of two such the greater is the same one for every reader. */
    static Column entry() {
        return functions.struct(
                Arrays.stream(SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new));
    }

    /**
     * Appends a wave. Safe for use by several threads.
     *
     * @param scored rows of {@link #SCHEMA}
     * @param name unlike that of any other wave
     * @return where it stands
     */
    String append(Dataset<Row> scored, String name) {
        Path wave = new Path(folder, WAVE + name);
        WorkTables.write(scored, wave.toString());
        try {
            FileSystem fileSystem = fileSystem();
            Path committed = new Path(wave, COMMITTED);
            if (!fileSystem.exists(committed)) {
                // Hadoop can be told to leave it out, and then no run would ever find what this one computed.
                fileSystem.create(committed, true).close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return wave.toString();
    }

    /** Waves, as they were appended: a key may stand in several. */
    Dataset<Row> read(List<String> waves) {
        return spark.read().schema(SCHEMA).parquet(waves.toArray(String[]::new));
    }

    /** All that stands here; empty if there is no wave yet. */
    Optional<Dataset<Row>> read() {
        List<String> committed = committed();
        return committed.isEmpty() ? Optional.empty() : Optional.of(read(committed));
    }

    /** The waves that count: whole, and not replaced by another. */
    List<String> committed() {
        List<Path> whole = waves().stream().filter(this::isCommitted).toList();
        Set<String> replaced = new HashSet<>();
        whole.stream().filter(ScoreStore::isReplacement).forEach(wave -> replaced.addAll(replacedBy(wave)));
        return whole.stream()
                .filter(wave -> !replaced.contains(wave.getName()))
                .map(Path::toString)
                .toList();
    }

    /**
     * Appends a wave that stands for others from then on.
     *
     * @param waves as {@link #committed} names them
     * @param entries what they hold
     */
    void replace(List<String> waves, Dataset<Row> entries) {
        String names = waves.stream().map(wave -> new Path(wave).getName()).collect(Collectors.joining("\n"));
        String wave = append(entries, REPLACEMENT.substring(WAVE.length()) + UUID.randomUUID());
        try (OutputStream stream = fileSystem().create(new Path(wave, REPLACES), true)) {
            stream.write(names.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes waves that were replaced before then. */
    void removeReplaced(Instant before) {
        for (Path wave : waves()) {
            if (isReplacement(wave)
                    && isCommitted(wave)
                    && modified(new Path(wave, COMMITTED)).isBefore(before)) {
                replacedBy(wave).forEach(name -> remove(new Path(folder, name)));
            }
        }
    }

    private static boolean isReplacement(Path wave) {
        return wave.getName().startsWith(REPLACEMENT);
    }

    private List<String> replacedBy(Path wave) {
        try (InputStream stream = fileSystem().open(new Path(wave, REPLACES))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (FileNotFoundException notYet) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes what earlier attempts of a run left half written; nobody else may be writing under that name. */
    void removeUnfinished(String prefix) {
        for (Path wave : waves()) {
            if (wave.getName().startsWith(WAVE + prefix) && !isCommitted(wave)) {
                remove(wave);
            }
        }
    }

    /** Removes what was begun before then and never committed. */
    void removeAbandoned(Instant before) {
        for (Path wave : waves()) {
            if (!isCommitted(wave) && modified(wave).isBefore(before)) {
                remove(wave);
            }
        }
    }

    /** Removes all that stands here. */
    void removeAll() {
        remove(folder);
    }

    /** Notes that a run asks. */
    void markUsed(String model) {
        try (OutputStream used = fileSystem().create(new Path(folder, USED), true)) {
            used.write(model.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the run that last asked calls the model; empty where none said so. */
    String model() {
        try (InputStream used = fileSystem().open(new Path(folder, USED))) {
            return new String(used.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (FileNotFoundException neverUsed) {
            return "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** When a run last asked; empty if none has. */
    Optional<Instant> lastUsed() {
        try {
            Path used = new Path(folder, USED);
            return fileSystem().exists(used) ? Optional.of(modified(used)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Instant modified(Path path) {
        try {
            return Instant.ofEpochMilli(fileSystem().getFileStatus(path).getModificationTime());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void remove(Path path) {
        try {
            fileSystem().delete(path, true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isCommitted(Path wave) {
        try {
            return fileSystem().exists(new Path(wave, COMMITTED));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<Path> waves() {
        List<Path> waves = new ArrayList<>();
        try {
            for (FileStatus wave : fileSystem().listStatus(folder)) {
                if (wave.getPath().getName().startsWith(WAVE)) {
                    waves.add(wave.getPath());
                }
            }
        } catch (FileNotFoundException noneYet) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return waves;
    }

    private FileSystem fileSystem() throws IOException {
        return folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    }
}
