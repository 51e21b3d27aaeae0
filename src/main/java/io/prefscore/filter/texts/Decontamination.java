package io.prefscore.filter.texts;

import static org.apache.spark.sql.functions.udf;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Says how much of a text stands in evaluation sets. Driver side; each executor gets their {@link NGramIndex} once.
 */
public final class Decontamination implements AutoCloseable {

    private final Broadcast<NGramIndex> grams;
    private final List<EvaluationSets.Source> sources;

    private Decontamination(Broadcast<NGramIndex> grams, List<EvaluationSets.Source> sources) {
        this.grams = grams;
        this.sources = sources;
    }

    /**
     * Reads the evaluation sets.
     *
     * @throws io.prefscore.preference.UserError of kind INPUT where one cannot be read
     */
    public static Decontamination against(SparkSession spark, EvaluationSets sets) {
        EvaluationSets.Indexed indexed = sets.index(spark);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new Decontamination(context.broadcast(indexed.grams()), indexed.sources());
    }

    /** What was read of each evaluation set. */
    public List<EvaluationSets.Source> sources() {
        return sources;
    }

    /** {@link NGramIndex#overlap} of a text: the share of its words, 0 to 1; null where the text is. */
    public Column overlap(Column text) {
        return udf(new Overlap(grams), DataTypes.DoubleType).apply(text);
    }

    /** Frees the executors' memory; columns made before work no longer. */
    @Override
    public void close() {
        grams.destroy();
    }

    /** Shipped to executors. */
    private record Overlap(Broadcast<NGramIndex> grams) implements UDF1<@Nullable String, @Nullable Double> {

        @Override
        public @Nullable Double call(@Nullable String text) {
            return text == null ? null : grams.value().overlap(text);
        }
    }
}
