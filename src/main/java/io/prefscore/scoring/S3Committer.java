package io.prefscore.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * How tables get to S3 whole. There a rename is a copy, file by file, and whoever looks meanwhile sees half a table; the magic
 * committer of s3a uploads each file once, to its own place, and lets them appear when the job has succeeded. Spark takes it
 * only if told so in three places; told in one of them, it renames without a word.
 *
 * <p>Driver side.
 */
public final class S3Committer {

    private static final System.Logger LOG = System.getLogger(S3Committer.class.getName());

    private static final String SCHEME = "s3a:";
    private static final String COMMITTER = "fs.s3a.committer.name";
    private static final String MAGIC = "magic";
    private static final String NOT_SET_BY_ANYONE = "core-default.xml";

    private static final Map<String, String> BINDINGS = Map.of(
            "spark.sql.sources.commitProtocolClass",
            "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol",
            "spark.sql.parquet.output.committer.class",
            "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");

    private S3Committer() {}

    /**
     * Sets what the session's writes need where one of the paths is on S3; what the user has set stays. Files of other
     * systems are written as ever.
     *
     * @param session takes the settings, until it is closed
     * @param paths where tables are going to be written
     */
    public static void prepare(SparkSession spark, SessionSettings session, List<String> paths) {
        if (paths.stream().noneMatch(S3Committer::isS3)) {
            return;
        }
        List<String> missing = BINDINGS.values().stream()
                .filter(name -> !isOnClassPath(name))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the committer for S3 is not on the class path (" + String.join(", ", missing)
                            + "), so tables are written aside and renamed, which on S3 copies every byte once more and shows"
                            + " half a table to whoever looks meanwhile; add spark-hadoop-cloud of your Spark's version");
            return;
        }
        BINDINGS.forEach((key, value) -> setUnlessGiven(spark, session, key, value));
        if (!isGiven(spark.sparkContext().hadoopConfiguration(), COMMITTER)) {
            setUnlessGiven(spark, session, COMMITTER, MAGIC);
        }
    }

    private static boolean isS3(String path) {
        return path.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /** A session's settings go into the Hadoop configuration of each of its writes. */
    private static void setUnlessGiven(SparkSession spark, SessionSettings session, String key, String value) {
        if (!spark.conf().getAll().contains(key)) {
            session.set(key, value);
        }
    }

    private static boolean isGiven(Configuration hadoop, String key) {
        String[] sources = hadoop.getPropertySources(key);
        return sources != null && !Arrays.asList(sources).contains(NOT_SET_BY_ANYONE);
    }

    private static boolean isOnClassPath(String name) {
        try {
            Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }
}
