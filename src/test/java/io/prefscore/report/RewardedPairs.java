package io.prefscore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Pairs with rewards of two models in columns, as somebody else's program would have left them. */
final class RewardedPairs {

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType)
            .add("margin", DataTypes.DoubleType)
            .add("topic", DataTypes.StringType)
            .add("first", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("second", DataTypes.createArrayType(DataTypes.FloatType));

    /** A pair; a reward is null where it is missing, and the list where all of the row's are. */
    record RewardedPair(
            int prompt,
            String chosen,
            String rejected,
            double strength,
            String topic,
            @Nullable Double preferred,
            @Nullable Double other) {

        boolean isLabelTie() {
            return strength == 0;
        }

        boolean isFinite() {
            return preferred != null && other != null && Double.isFinite(preferred) && Double.isFinite(other);
        }

        boolean isUsed() {
            return !isLabelTie() && isFinite();
        }

        double margin() {
            return preferred == null || other == null ? Double.NaN : preferred - other;
        }
    }

    private RewardedPairs() {}

    /** Pairs of prompts that have one to five of them, with ties, and with rewards that are no numbers now and then. */
    static List<RewardedPair> random(int count, long seed, double badShare) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RewardedPair> pairs = new ArrayList<>(count);
        int prompt = 0;
        double difficulty = 0;
        for (int left = 0; pairs.size() < count; left--) {
            if (left <= 0) {
                prompt++;
                left = 1 + random.nextInt(5);
                difficulty = random.nextDouble(-1, 1);
            }
            double preferred = random.nextGaussian() + 0.6 + difficulty;
            double other = other(preferred, random);
            pairs.add(new RewardedPair(
                    prompt,
                    "right " + "x".repeat(random.nextInt(400)) + (random.nextInt(4) == 0 ? "\n# So\n- **one**" : ""),
                    "wrong " + "y".repeat(random.nextInt(300)),
                    random.nextInt(15) == 0 ? 0 : 1 + random.nextInt(3),
                    "topic " + random.nextInt(4),
                    bad(preferred, random, badShare),
                    bad(other, random, badShare)));
        }
        return pairs;
    }

    /** Now and then the same reward, or one that as a float32 would be the same. */
    private static double other(double preferred, SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> preferred;
            case 1 -> preferred - 1e-10;
            default -> random.nextGaussian();
        };
    }

    private static @Nullable Double bad(double reward, SplittableRandom random, double share) {
        if (random.nextDouble() >= share) {
            return reward;
        }
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> Double.NaN;
            case 2 -> Double.POSITIVE_INFINITY;
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    /** The pairs as a table; the second model likes the length of an answer. */
    static Dataset<Row> table(SparkSession spark, List<RewardedPair> pairs) {
        List<Row> rows = new ArrayList<>(pairs.size());
        for (int index = 0; index < pairs.size(); index++) {
            RewardedPair pair = pairs.get(index);
            rows.add(RowFactory.create(
                    "pair-" + index,
                    "prompt " + pair.prompt(),
                    pair.chosen(),
                    pair.rejected(),
                    pair.strength(),
                    pair.topic(),
                    new @Nullable Double[] {pair.preferred(), pair.other()},
                    new Float[] {
                        (float) pair.chosen().length() / 100,
                        (float) pair.rejected().length() / 100
                    }));
        }
        return spark.createDataFrame(rows, SCHEMA);
    }
}
