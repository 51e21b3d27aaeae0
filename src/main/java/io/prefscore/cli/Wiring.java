package io.prefscore.cli;

import io.prefscore.config.Settings;
import org.apache.spark.sql.SparkSession;

/** Joins the commands to the rooms that do the work: the one class here that knows them. */
final class Wiring {

    private Wiring() {}

    static Jobs jobs() {
        return new SparkJobs(Wiring::score, Wiring::check);
    }

    private static RunFigures score(SparkSession spark, Settings settings, ProgressDisplay progress) {
        throw new UnsupportedOperationException("this build has no scoring job");
    }

    private static Jobs.CheckReport check(Settings settings) {
        throw new UnsupportedOperationException("this build has no self-check");
    }
}
