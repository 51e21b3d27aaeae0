package io.prefscore.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;

import io.prefscore.config.FilterPolicy;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Rows that are the same to the letter. Driver side. */
final class Duplicates {

    private static final String SAME = "same";
    private static final String KEPT = "kept";
    private static final String ROWS = "rows";

    private Duplicates() {}

    /**
     * Places of all but one row of each group.
     *
     * @param left {@link Facts} of the rows to compare
     */
    static Dataset<Row> of(Dataset<Row> left, FilterPolicy.ExactDuplicates policy) {
        Column same = col(Facts.content(policy.same()));
        Column order = policy.keep() == FilterPolicy.Keep.ANY
                ? struct(col(Facts.KEY), col(Facts.PLACE))
                : struct(
                        negate(coalesce(col(Facts.MARGIN), lit(Float.NEGATIVE_INFINITY))),
                        negate(col(Facts.BEST_REWARD)),
                        col(Facts.KEY),
                        col(Facts.PLACE));
        Dataset<Row> groups = left.groupBy(same.as(SAME))
                .agg(
                        functions.count(lit(1)).as(ROWS),
                        min(order).getField(Facts.PLACE).as(KEPT))
                .where(col(ROWS).gt(1));
        return left.join(groups, same.equalTo(col(SAME)))
                .where(col(Facts.PLACE).notEqual(col(KEPT)))
                .select(Facts.PLACE);
    }
}
