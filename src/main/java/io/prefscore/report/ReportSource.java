package io.prefscore.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the comparisons of a report come from. Driver side. */
interface ReportSource {

    /** What is reported on, in a few words. */
    String title();

    /** Names of the models, in the order of the rewards. */
    List<String> models();

    /** Labels of the data sets. */
    List<String> data();

    /** The preference schema of each data set. */
    List<String> schemas();

    /** What is known of a model, in the order to show. */
    Map<String, String> facts(int model);

    /** What is known of the whole, in the order to show. */
    Map<String, String> facts();

    /** {@link ComparedRows}; whoever reads it several times writes it first if {@link #isCostly}. */
    Dataset<Row> compared();

    /** Whether each reading of {@link #compared} takes more than reading a table does. */
    boolean isCostly();

    /** Whether there is so little that {@link io.prefscore.scoring.SessionSettings#planForLittle} pays. */
    boolean isLittle();

    /** Whether texts may be shown that are looked up by example. */
    ExampleTexts texts(int data, Set<String> examples);
}
