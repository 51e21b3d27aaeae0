package io.prefscore.scoring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Settings of a session that are changed for a while: closing puts back what was there. Driver side. */
public final class SessionSettings implements AutoCloseable {

    public static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

    /** So many rows of numbers are little. */
    public static final long LITTLE_ROWS = 50_000;

    private final SparkSession spark;
    private final Map<String, Optional<String>> before = new LinkedHashMap<>();

    public SessionSettings(SparkSession spark) {
        this.spark = spark;
    }

    /** Changes a setting until it is restored. */
    public void set(String key, String value) {
        before.computeIfAbsent(
                key,
                // one that nobody has set has a value too where Spark has a default, and must be without one afterwards
                changed -> spark.conf().getAll().contains(changed)
                        ? Optional.of(spark.conf().get(changed))
                        : Optional.empty());
        spark.conf().set(key, value);
    }

    /**
     * For little to go over: each stage is one task, and planned once. Looking again after each stage, as Spark does otherwise,
     * makes a job of every stage, and costs more than it can save.
     */
    public void planForLittle() {
        set("spark.sql.adaptive.enabled", "false");
        set(SHUFFLE_PARTITIONS, "1");
    }

    /** Puts back what one setting was. */
    void restore(String key) {
        Optional<String> value = before.getOrDefault(key, Optional.empty());
        value.ifPresentOrElse(
                was -> spark.conf().set(key, was), () -> spark.conf().unset(key));
    }

    @Override
    public void close() {
        before.keySet().forEach(this::restore);
    }
}
