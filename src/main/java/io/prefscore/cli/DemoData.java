package io.prefscore.cli;

import io.prefscore.demo.DemoPair;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.ResponseGroup;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The data set that the demo scores.
 *
 * @param generator makes each pair from its number
 * @param pairs how many, at least one
 */
record DemoData(PreferenceGenerator generator, long pairs) {

    static final String KIND = "kind";
    static final String MISLABELLED = "mislabelled";

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType)
            .add(KIND, DataTypes.StringType)
            .add("task", DataTypes.StringType)
            .add("difficulty", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType)
            .add("chosen_probability", DataTypes.DoubleType)
            .add(MISLABELLED, DataTypes.BooleanType);

    private static final StructType GROUP_SCHEMA = new StructType()
            .add("id", DataTypes.StringType)
            .add(KIND, DataTypes.StringType)
            .add("task", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("responses", DataTypes.createArrayType(DataTypes.StringType))
            .add("qualities", DataTypes.createArrayType(DataTypes.DoubleType));

    /** About 20 MB of text. */
    private static final long PAIRS_PER_FILE = 100_000;

    DemoData {
        if (pairs < 1) {
            throw new IllegalArgumentException("a data set has at least one pair; found " + pairs);
        }
    }

    /** One row a pair, made where it is needed: nothing travels but numbers. */
    Dataset<Row> table(SparkSession spark) {
        return numbers(spark, pairs).map(new MakeRow(generator), Encoders.row(SCHEMA));
    }

    /** One row a prompt with several responses: as many responses as the pairs have. */
    Dataset<Row> groups(SparkSession spark) {
        long groups = Math.max(1, 2 * pairs / ResponseGroup.SIZE);
        return numbers(spark, groups).map(new MakeGroup(generator), Encoders.row(GROUP_SCHEMA));
    }

    private static Dataset<Long> numbers(SparkSession spark, long count) {
        return spark.range(0, count, 1, Math.toIntExact((count - 1) / PAIRS_PER_FILE + 1));
    }

    /** All that the data depends on, one setting a line. */
    String recipe() {
        return String.join(
                "\n",
                "pairs = " + pairs,
                "seed = " + generator.seed(),
                "split = " + generator.split().label(),
                "adversarial = " + generator.mix().adversarial(),
                "objective = " + generator.mix().objective(),
                "subjective = " + generator.mix().subjective(),
                "label-noise = " + generator.labelNoise(),
                "");
    }

    /** Makes the row of a number. Shipped to executors. */
    private record MakeRow(PreferenceGenerator generator) implements MapFunction<Long, Row> {

        private static final long serialVersionUID = 1;

        @Override
        public Row call(Long number) {
            DemoPair pair = generator.pair(number);
            return RowFactory.create(
                    pair.id(),
                    pair.kind().label(),
                    pair.task(),
                    pair.difficulty().label(),
                    pair.prompt(),
                    pair.chosen(),
                    pair.rejected(),
                    pair.chosenProbability(),
                    pair.mislabelled());
        }
    }

    /** Makes the row of a group's number. Shipped to executors. */
    private record MakeGroup(PreferenceGenerator generator) implements MapFunction<Long, Row> {

        private static final long serialVersionUID = 1;

        @Override
        public Row call(Long number) {
            ResponseGroup group = generator.group(number);
            return RowFactory.create(
                    group.id(),
                    group.kind().label(),
                    group.task(),
                    group.prompt(),
                    group.responses().toArray(),
                    group.qualities().toArray());
        }
    }
}
