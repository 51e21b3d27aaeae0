package io.prefscore.filter;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Preference pairs beside columns of every type and name that Parquet can hold and that code likes to get wrong. */
final class OddTable {

    private static final String[] COLUMNS = {
        "prompt",
        "chosen",
        "rejected",
        "array(named_struct('a', map('k', array(cast(id as int), null)), 'B', array(map(1.5D, 'x')))) deep",
        "if(id % 2 = 0, null, named_struct('empty', cast(array() as array<int>), 'null', cast(null as string))) `struct or null`",
        "unhex(if(id % 3 = 0, '', '00FF80')) bytes",
        "array(cast('x' as binary), null) `more bytes`",
        "cast(id as decimal(38,18)) / -3 exact",
        "cast(1234567.89 as decimal(9,2)) short_decimal",
        "timestamp_micros(-2208988799999999L + id * 86400000001L) instant",
        "timestamp_ntz '1969-12-31 23:59:59.999999' local",
        "date_add(date '1900-03-01', cast(id as int) * 100) day",
        "cast(id - 3 as byte) tiny",
        "cast(-32768 as short) small",
        "9223372036854775807L big",
        "cast(element_at(array('NaN', '-0.0', 'Infinity', '1.4E-45', null), cast(id % 5 as int) + 1) as float) float",
        "cast(element_at(array('NaN', '-0.0', '-Infinity', '4.9E-324', null), cast(id % 5 as int) + 1) as double) double",
        "interval '1-2' year to month months",
        "interval '1 02:03:04.000005' day to second seconds",
        "map(cast(id as int), cast(null as string)) `map`",
        "cast(null as int) `only nulls`",
        "id % 2 = 0 `dots.in.name`",
        "id `spaces in  name`",
        "id `back``tick`",
        "'x' `UPPER and lower`",
        "'y' `ünïcode ✓`",
        "'z' ` leading, (odd); {name}=`",
        "struct(id `inner.dot`, id `inner``tick`) `outer.struct`",
    };

    private OddTable() {}

    /** Twelve rows, two of which are the same. */
    static Dataset<Row> rows(SparkSession spark) {
        return spark.sql("select id, concat('prompt ', id div 2) prompt, repeat('good ', cast(id as int)) chosen,"
                        + " 'bad bad bad bad ' rejected from range(11) union all"
                        + " select 10, 'prompt 5', repeat('good ', 10), 'bad bad bad bad '")
                .selectExpr(COLUMNS);
    }
}
