package io.prefscore.scoring;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;

import org.apache.spark.sql.Column;

/** The loss that reward models are trained with, as a column. Driver side. */
public final class BradleyTerry {

    private BradleyTerry() {}

    /**
     * Loss of a comparison in nats: {@code −log σ(m) = log(1 + e^−m) = max(−m, 0) + log1p(e^−|m|)}, of which the last
     * form overflows for no {@code m}.
     *
     * @param margin reward of the preferred response minus reward of the other; any numeric type
     */
    public static Column loss(Column margin) {
        Column number = margin.cast("double");
        return greatest(number.unary_$minus(), lit(0.0))
                .plus(log1p(exp(abs(number).unary_$minus())));
    }
}
