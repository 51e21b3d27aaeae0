package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.prefscore.config.FilterPolicy;
import io.prefscore.stats.Calibration;
import io.prefscore.stats.ConfidenceMethod;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.LabelConfidence;
import io.prefscore.stats.LabelConfidenceFit;
import io.prefscore.stats.Units;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * How sure a model is of labels, calibrated on all pairs of the run, whatever policies came before: what these left is no fair
 * sample of agreement. Each prompt's confidence was learned from other prompts.
 *
 * @param byStratum strata with too few pairs of their own have the one of all pairs
 * @param details what was fitted, for people
 */
record Confidence(HashMap<String, LabelConfidence> byStratum, List<String> details) {

    private static final String BLOCK = "block";
    private static final String BIN = "bin";
    private static final String STRATUM = OrderStatistics.STRATUM;

    /**
     * Fits.
     *
     * @param facts of all scored rows
     * @param stratum column of texts, never null
     * @return empty where there are too few pairs to calibrate on
     */
    static Optional<Confidence> fit(
            Dataset<Row> facts,
            FilterPolicy.Method method,
            OptionalDouble noise,
            Optional<String> per,
            Column stratum) {
        Dataset<Row> pairs =
                facts.where(col(Facts.MARGIN).isNotNull().and(col(Facts.MARGIN).notEqual(0)));
        UDF1<Long, Integer> block = key -> LabelConfidenceFit.block(Units.of(key));
        UDF1<Float, Long> bin = margin -> LabelConfidenceFit.bin(margin);
        LabelConfidenceFit all = new LabelConfidenceFit();
        Map<String, LabelConfidenceFit> fits = new TreeMap<>();
        pairs.groupBy(
                        stratum.as(STRATUM),
                        udf(block, DataTypes.IntegerType)
                                .apply(col(Facts.PROMPT_KEY))
                                .as(BLOCK),
                        udf(bin, DataTypes.LongType).apply(col(Facts.MARGIN)).as(BIN))
                .count()
                .collectAsList()
                .forEach(row -> {
                    all.add(row.getInt(1), row.getLong(2), row.getLong(3));
                    fits.computeIfAbsent(row.getString(0), name -> new LabelConfidenceFit())
                            .add(row.getInt(1), row.getLong(2), row.getLong(3));
                });
        if (!all.isUsable()) {
            return Optional.empty();
        }
        ConfidenceMethod curve = ConfidenceMethod.valueOf(method.name());
        LabelConfidence overall = all.fit(curve, noise);
        HashMap<String, LabelConfidence> byStratum = new HashMap<>();
        List<String> details = new ArrayList<>();
        fits.forEach((name, fit) -> {
            byStratum.put(name, fit.isUsable() ? fit.fit(curve, noise) : overall);
            String whose = fit.isUsable() ? "" : ", of all pairs, since it has too few";
            details.add(words(byStratum.getOrDefault(name, overall)) + Strata.words(per, name) + whose);
        });
        return Optional.of(new Confidence(byStratum, details));
    }

    private static String words(LabelConfidence confidence) {
        Estimate temperature = confidence.overallTemperature();
        Estimate noise = confidence.overallNoise();
        return String.format(Locale.ROOT, "temperature %.3g", confidence.temperature())
                + interval("%.3g", 1, temperature)
                + ", "
                + (confidence.isNoisy()
                        ? String.format(Locale.ROOT, "%.1f %% of labels wrong", 100 * confidence.noise())
                                + interval("%.1f", 100, noise)
                        : "no wrong labels found");
    }

    /** {@code  [1.2, 1.6]}, or nothing without one. */
    private static String interval(String format, double unit, Estimate estimate) {
        return Double.isNaN(estimate.low())
                ? ""
                : String.format(
                        Locale.ROOT,
                        " [" + format + ", " + format + "]",
                        unit * estimate.low(),
                        unit * estimate.high());
    }

    /** Probability that a row's label is wrong; null where it has none. */
    Column labelWrong(Column stratum) {
        return udf(new Ask(byStratum, Question.WRONG), DataTypes.DoubleType)
                .apply(stratum, col(Facts.PROMPT_KEY), col(Facts.MARGIN));
    }

    /** Probability, by the model alone, that the labelled side is the better one; null where a row has no label. */
    Column labelRight(Column stratum) {
        return udf(new Ask(byStratum, Question.RIGHT), DataTypes.DoubleType)
                .apply(stratum, col(Facts.PROMPT_KEY), col(Facts.MARGIN));
    }

    private enum Question {
        WRONG,
        RIGHT
    }

    /** Shipped to executors. */
    private record Ask(HashMap<String, LabelConfidence> byStratum, Question question)
            implements UDF3<String, Long, @Nullable Float, @Nullable Double>, Serializable {

        @Override
        public @Nullable Double call(String stratum, Long promptKey, @Nullable Float margin) {
            LabelConfidence confidence = byStratum.get(stratum);
            if (margin == null || confidence == null) {
                return null;
            }
            int fold = Calibration.fold(Units.of(promptKey));
            if (question == Question.WRONG) {
                return confidence.labelWrong(fold, margin);
            }
            double right = confidence.modelRight(fold, margin);
            return margin < 0 ? 1 - right : right;
        }
    }
}
