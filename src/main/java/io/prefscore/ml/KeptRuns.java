package io.prefscore.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;

import io.prefscore.config.InputSettings;
import io.prefscore.config.Settings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.model.ModelSource;
import io.prefscore.preference.UserError;
import io.prefscore.report.ScoredRun;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunRecord;
import io.prefscore.scoring.S3Committer;
import io.prefscore.scoring.ScoreJob;
import io.prefscore.scoring.SessionSettings;
import io.prefscore.scoring.StoreKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scoring runs over rows that have no path of their own. They stand in a store, under names made of what was scored and how,
 * so that the same question finds its answer, and a run that was cut short is gone on with. Driver side.
 */
final class KeptRuns {

    private static final int HEX_DIGITS_OF_HALF = 15;

    private final SparkSession spark;
    private final String store;
    private final String asker;

    /**
     * @param asker named in messages
     */
    KeptRuns(SparkSession spark, String store, String asker) {
        this.spark = spark;
        this.store = store;
        this.asker = asker;
    }

    /**
     * Scores rows unless that has been done.
     *
     * @return folder of the finished run
     * @throws UserError where the rows are others at each reading
     */
    String scored(Dataset<Row> rows, Settings settings, ModelSource source) {
        if (rows.isStreaming()) {
            throw new UserError(
                    UserError.Kind.INPUT, asker + ": a stream has no end to wait for; transform it without a store");
        }
        String content = content(rows);
        Path data = new Path(StoreKeeper.transformed(store), content);
        Path copy = new Path(data, "rows");
        InputSettings input = settings.input().withPaths(List.of(copy.toString()));
        String run = new Path(data, name(RunRecord.identity(settings.withPaths(input, ""), source))).toString();
        if (!ScoredRun.isFinished(run, spark.sparkContext().hadoopConfiguration())) {
            keep(rows, copy, content);
            ScoreJob.run(spark, settings.withPaths(input, run), source, ProgressListener.SILENT);
            delete(copy);
        }
        StoreKeeper.markUsed(run, spark.sparkContext().hadoopConfiguration());
        return run;
    }

    /** Fixes the rows, so that every stage of the run has the same ones. */
    private void keep(Dataset<Row> rows, Path copy, String content) {
        if (!exists(new Path(copy, "_SUCCESS"))) {
            write(rows, copy);
        }
        if (!content(spark.read().schema(rows.schema()).parquet(copy.toString()))
                .equals(content)) {
            delete(copy);
            throw new UserError(
                    UserError.Kind.INPUT,
                    asker
                            + ": the rows are others at each reading, so what is scored could not be kept; write them to a"
                            + " table first, or leave out what is random or goes by the time");
        }
    }

    private void write(Dataset<Row> rows, Path copy) {
        try (SessionSettings session = new SessionSettings(spark)) {
            S3Committer.prepare(spark, session, List.of(store));
            rows.write().mode("overwrite").parquet(copy.toString());
        } catch (Exception failure) {
            if (failure instanceof AnalysisException) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        asker + ": the rows cannot be kept as Parquet: " + UserError.reason(failure),
                        failure);
            }
            throw ReadFailures.unchecked(failure);
        }
    }

    /** Equal for equal columns and rows, in whatever order, and else different but for one chance in 10¹⁸ and less. */
    private static String content(Dataset<Row> rows) {
        Column digest = hex(col(InputTable.IDENTITY));
        Row sums = InputReader.of(rows, "")
                .rows()
                .agg(
                        count(lit(1)),
                        sum(half(digest, 1)).cast("string"),
                        sum(half(digest, 1 + HEX_DIGITS_OF_HALF)).cast("string"))
                .first();
        return name(rows.schema().catalogString() + "\n" + sums.mkString("\n"));
    }

    private static Column half(Column digest, int from) {
        return conv(substring(digest, from, HEX_DIGITS_OF_HALF), 16, 10).cast("decimal(38,0)");
    }

    private static String name(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private boolean exists(Path path) {
        try {
            return fileSystem(path).exists(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void delete(Path path) {
        try {
            fileSystem(path).delete(path, true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private FileSystem fileSystem(Path path) throws IOException {
        return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
    }
}
