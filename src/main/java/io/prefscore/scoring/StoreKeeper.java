package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.preference.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Looks after a store of rewards that runs share: shows what is in it, makes few large waves of many small ones, removes
 * what no run has asked for in a long time. Runs may read and append meanwhile. Driver side.
 */
public final class StoreKeeper {

    /** A Parquet file of about 100 MB. */
    private static final long ENTRIES_PER_FILE = 3_000_000;

    private static final String TRANSFORMED = "transformed";

    private final SparkSession spark;
    private final ProgressListener listener;
    private final Path root;
    private final FileSystem fileSystem;

    /**
     * @param root the store's folder
     * @param listener told how far a call is
     * @throws UserError of kind OUTPUT where there is none
     */
    public StoreKeeper(SparkSession spark, String root, ProgressListener listener) {
        this.spark = spark;
        this.listener = listener;
        this.root = new Path(root);
        try {
            this.fileSystem = this.root.getFileSystem(spark.sparkContext().hadoopConfiguration());
            if (!fileSystem.exists(this.root)) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        root + ": no such folder; a store is made by the first run" + " that is given it with --store");
            }
        } catch (IOException failure) {
            throw new UserError(UserError.Kind.OUTPUT, root + ": cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** Folder of the runs over rows that have no path of their own, by data and by model. */
    public static String transformed(String store) {
        return store + "/" + TRANSFORMED;
    }

    /** Notes that a run in {@link #transformed} is read. */
    public static void markUsed(String run, Configuration hadoop) {
        try {
            Path used = new Path(run, ScoreStore.USED);
            used.getFileSystem(hadoop).create(used, true).close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * What a store holds of one model.
     *
     * @param fingerprint the model
     * @param model its name, as the run that last asked has it; empty where that is not known
     * @param waves how many jobs' appends stand there
     * @param entries texts, those that stand twice counted twice
     * @param refused entries that hold no reward because the model refused the text
     * @param tokensComputed what they cost
     * @param bytes size of the files
     * @param lastUsed when a run last asked, if one has
     */
    public record Shelf(
            String fingerprint,
            String model,
            int waves,
            long entries,
            long refused,
            long tokensComputed,
            long bytes,
            Optional<Instant> lastUsed) {}

    /** What stands there, by model. */
    public List<Shelf> shelves() {
        List<Shelf> shelves = new ArrayList<>();
        forEachModel("counts", fingerprint -> {
            ScoreStore store = store(fingerprint);
            Row totals = store.read()
                    .map(entries -> entries.agg(
                                    functions.count(functions.lit(1)),
                                    functions.count(col(ScoreStore.REASON)),
                                    functions.coalesce(
                                            functions.sum(col(ScoreStore.TOKENS_COMPUTED)), functions.lit(0L)))
                            .first())
                    .orElse(org.apache.spark.sql.RowFactory.create(0L, 0L, 0L));
            shelves.add(new Shelf(
                    fingerprint,
                    store.model(),
                    store.committed().size(),
                    totals.getLong(0),
                    totals.getLong(1),
                    totals.getLong(2),
                    bytes(folder(fingerprint)),
                    store.lastUsed()));
        });
        return shelves;
    }

    private void forEachModel(String what, Consumer<String> step) {
        List<String> fingerprints = fingerprints();
        try (StepProgress progress = new StepProgress(spark.sparkContext(), listener, "store")) {
            for (String fingerprint : fingerprints) {
                int number = 1 + fingerprints.indexOf(fingerprint);
                progress.enter(
                        what + " model " + number + " of " + fingerprints.size(),
                        (double) number / fingerprints.size(),
                        1);
                step.accept(fingerprint);
            }
        }
    }

    /**
     * Makes one wave of each model's waves, each key once. What was replaced is left for runs that are reading it, and
     * removed by a later call.
     *
     * @param grace age after which what was replaced is removed; longer than the longest run
     * @return waves replaced by this call
     * @throws UserError of kind INPUT where the folder is no store
     */
    public int compact(Duration grace) {
        requireStore();
        AtomicInteger replaced = new AtomicInteger();
        forEachModel("compacts", fingerprint -> {
            ScoreStore store = store(fingerprint);
            store.removeReplaced(Instant.now().minus(grace));
            List<String> waves = store.committed();
            if (waves.size() > 1) {
                store.replace(waves, unique(store.read(waves)));
                replaced.addAndGet(waves.size());
            }
        });
        return replaced.get();
    }

    /** A job that looks after the wrong folder would do nothing for ever, while the store grows. */
    private void requireStore() {
        if (fingerprints().isEmpty() && folders(new Path(root, TRANSFORMED)).isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    root + ": holds no store of rewards (there is no folder " + ScoreStore.FINGERPRINT
                            + "… in it); name the folder that score --store was given");
        }
    }

    private static Dataset<Row> unique(Dataset<Row> entries) {
        int files = (int) (1 + entries.count() / ENTRIES_PER_FILE);
        return entries.repartition(files, col(ScoreStore.KEY))
                .groupBy(ScoreStore.KEY)
                .agg(functions.max(ScoreStore.entry()).as("entry"))
                .select("entry.*");
    }

    /**
     * Removes models that no run has asked for, data sets whose scored rows nobody has read, and what killed runs left half
     * written.
     *
     * @param unused since when a model or a data set must have been asked for to be kept; half-written waves are removed by the
     *     same age
     * @return fingerprints of the models and names of the data sets removed
     * @throws UserError of kind INPUT where the folder is no store
     */
    public List<String> expire(Duration unused) {
        requireStore();
        Instant since = Instant.now().minus(unused);
        List<String> removed = new ArrayList<>();
        for (String fingerprint : fingerprints()) {
            ScoreStore store = store(fingerprint);
            if (store.lastUsed().map(since::isAfter).orElse(false)) {
                store.removeAll();
                removed.add(fingerprint);
            } else {
                store.removeAbandoned(since);
            }
        }
        for (Path data : folders(new Path(root, TRANSFORMED))) {
            if (lastUsed(data).isBefore(since)) {
                delete(data);
                removed.add(TRANSFORMED + "/" + data.getName());
            }
        }
        return removed;
    }

    /** When any run over the data was read, or, if none has been finished, begun. */
    private Instant lastUsed(Path data) {
        Instant last = Instant.EPOCH;
        try {
            for (FileStatus run : fileSystem.listStatus(data)) {
                Path used = new Path(run.getPath(), ScoreStore.USED);
                FileStatus status = fileSystem.exists(used) ? fileSystem.getFileStatus(used) : run;
                Instant then = Instant.ofEpochMilli(status.getModificationTime());
                last = then.isAfter(last) ? then : last;
            }
            return last;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void delete(Path folder) {
        try {
            fileSystem.delete(folder, true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ScoreStore store(String fingerprint) {
        return new ScoreStore(spark, root.toString(), fingerprint);
    }

    private Path folder(String fingerprint) {
        return new Path(root, ScoreStore.FINGERPRINT + fingerprint);
    }

    private long bytes(Path folder) {
        try {
            ContentSummary summary = fileSystem.getContentSummary(folder);
            return summary.getLength();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> fingerprints() {
        return folders(root).stream()
                .map(Path::getName)
                .filter(name -> name.startsWith(ScoreStore.FINGERPRINT))
                .map(name -> name.substring(ScoreStore.FINGERPRINT.length()))
                .sorted()
                .toList();
    }

    private List<Path> folders(Path parent) {
        try {
            return Arrays.stream(fileSystem.listStatus(parent))
                    .filter(FileStatus::isDirectory)
                    .map(FileStatus::getPath)
                    .toList();
        } catch (FileNotFoundException none) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
