package io.prefscore.dataset;

import io.prefscore.preference.UserError;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** The paths of a mapping in the columns of one data set; all of them were found when it was resolved. Driver side. */
record ResolvedPaths(StructType columns) {

    ColumnPath path(String written) {
        return ColumnPath.find(written, columns)
                .orElseThrow(() -> new UserError(UserError.Kind.INPUT, "column '" + written + "' is missing"));
    }

    List<ColumnPath> all(List<String> written) {
        return written.stream().map(this::path).toList();
    }
}
