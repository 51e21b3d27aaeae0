package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * The columns of the data whose values rows are counted by.
 *
 * @param names in the order of {@link Facts#slice}
 */
record Strata(List<String> names) {

    /** The one stratum of all rows. */
    static final String ALL = "";

    Strata {
        names = List.copyOf(names);
    }

    /** A row's stratum: a text that is never null. */
    Column of(Optional<String> per) {
        return per.isEmpty() ? lit(ALL) : col(Facts.slice(names.indexOf(per.orElseThrow())));
    }

    /** For people: {@code of kind math}, or nothing. */
    static String words(Optional<String> per, String stratum) {
        return per.map(name -> " for " + name + " " + stratum).orElse("");
    }
}
