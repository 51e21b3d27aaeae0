package io.prefscore.scoring;

import io.prefscore.config.ModelSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import io.prefscore.model.GivenSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/** Runs made of rewards that data carries, so that whatever works on scored runs works on them. Driver side. */
public final class GivenRuns {

    private GivenRuns() {}

    /**
     * Makes a run of each column of rewards that the settings name.
     *
     * @param folder where a run is to stand, by its name
     * @return the runs' folders, in the order of the columns
     * @throws io.prefscore.preference.UserError where the data or its rewards cannot be read
     */
    public static List<String> make(SparkSession spark, Settings settings, UnaryOperator<String> folder) {
        List<String> runs = new ArrayList<>();
        for (String column : settings.report().rewardsColumns()) {
            String run = folder.apply(column.replaceAll("[^A-Za-z0-9._,-]", "_"));
            Settings scoring = new Settings(
                    settings.input(),
                    settings.encode(),
                    settings.model().of(ModelSettings.Kind.COLUMN, column),
                    StoreSettings.IN_OUTPUT,
                    settings.scoring(),
                    run);
            ScoreJob.run(spark, scoring, new GivenSource(column), ProgressListener.SILENT);
            runs.add(run);
        }
        return runs;
    }
}
