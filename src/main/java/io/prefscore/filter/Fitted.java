package io.prefscore.filter;

import java.util.List;
import org.apache.spark.sql.Column;

/**
 * A policy that knows all it must know of other rows: what it says of a row, as columns over {@link Facts}.
 *
 * @param applies whether it says anything of a row; never null
 * @param drops where it applies; never null
 * @param flips likewise
 * @param weight what a row's weight is multiplied by; never null
 * @param reach which rows it looks at
 * @param details what was fitted, for people
 */
record Fitted(Column applies, Column drops, Column flips, Column weight, Reach reach, List<String> details) {

    /** Which rows a policy has an opinion of. */
    enum Reach {
        /** Every row, so that a row that went earlier has it among its reasons too. */
        ALL,
        /** Rows that the policies before it left: it ranks or compares these with each other. */
        LEFT
    }
}
