package io.prefscore.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.ErrorBudget;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A data set that carries rewards in columns. What is read of it is written once, without texts, below a work folder. */
final class ColumnSource implements ReportSource {

    private final RewardColumns columns;
    private final List<String> models;
    private final Dataset<Row> read;
    private final Map<Skip.Reason, Long> setAside = new EnumMap<>(Skip.Reason.class);

    /**
     * @param work folder for what is needed while the report is made
     * @throws UserError where the data cannot be read or recognised, or fewer of its rows can be used than the settings allow
     */
    ColumnSource(SparkSession spark, InputSettings settings, List<String> models, String work) {
        this.columns = RewardColumns.open(spark, settings, models);
        this.models = models;
        Dataset<Row> rows = columns.read();
        rows.write().parquet(work);
        this.read = spark.read().schema(rows.schema()).parquet(work);
        read.where(col(ReadRewards.REASON).isNotNull())
                .groupBy(ReadRewards.REASON)
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> setAside.put(Skip.Reason.valueOf(row.getString(0)), row.getLong(1)));
        if (!setAside.isEmpty()) {
            long all = read.agg(sum(ReadRewards.ROWS)).first().getLong(0);
            ErrorBudget.enforce(settings, all, setAside, read, columns.input());
        }
    }

    @Override
    public String title() {
        return columns.input().source();
    }

    @Override
    public List<String> models() {
        return models;
    }

    @Override
    public List<String> data() {
        return List.of(columns.input().source());
    }

    @Override
    public List<String> schemas() {
        return List.of(columns.recognition().schema().name());
    }

    @Override
    public Map<String, String> facts(int model) {
        return Map.of("rewards", "column " + models.get(model));
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "data",
                columns.input().source() + ", read as "
                        + columns.recognition().schema().name() + ": "
                        + columns.recognition().reason());
        facts.put(
                "rows set aside",
                setAside.isEmpty()
                        ? "0"
                        : String.join(
                                ", ",
                                setAside.entrySet().stream()
                                        .map(reason -> reason.getValue() + " "
                                                + reason.getKey().label())
                                        .toList()));
        return facts;
    }

    @Override
    public Dataset<Row> compared() {
        return columns.compared(read);
    }

    @Override
    public boolean isCostly() {
        return columns.recognition().parser().groupsByPrompt();
    }

    @Override
    public boolean isLittle() {
        return columns.input().isLittle();
    }

    @Override
    public ExampleTexts texts(int data, Set<String> examples) {
        ExampleTexts texts = new ExampleTexts();
        boolean shared = columns.recognition().parser().groupsByPrompt();
        columns.texts(examples).forEach((id, rows) -> {
            for (int index = 0; index < rows.size(); index++) {
                texts.add(id, shared ? index : 0, rows.get(index));
            }
        });
        return texts;
    }
}
