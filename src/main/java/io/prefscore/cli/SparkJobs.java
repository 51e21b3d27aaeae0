package io.prefscore.cli;

import io.prefscore.config.Settings;
import org.apache.spark.sql.SparkSession;

/** Gives the jobs that need one a Spark session, configured by whoever started the process, and stops it afterwards. */
final class SparkJobs implements Jobs {

    /** A scoring run within a session. */
    @FunctionalInterface
    interface Scoring {
        RunFigures score(SparkSession spark, Settings settings, ProgressDisplay progress);
    }

    /** A self-check, which needs no session. */
    @FunctionalInterface
    interface Checking {
        CheckReport check(Settings settings);
    }

    private final Scoring scoring;
    private final Checking checking;

    SparkJobs(Scoring scoring, Checking checking) {
        this.scoring = scoring;
        this.checking = checking;
    }

    @Override
    public RunFigures score(Settings settings, ProgressDisplay progress) {
        SparkSession spark = SparkSession.builder().appName("prefscore score").getOrCreate();
        try {
            return scoring.score(spark, settings, progress);
        } finally {
            spark.stop();
        }
    }

    @Override
    public CheckReport check(Settings settings) {
        return checking.check(settings);
    }
}
