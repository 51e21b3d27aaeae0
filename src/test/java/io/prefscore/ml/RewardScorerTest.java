package io.prefscore.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.LengthModel;
import io.prefscore.scoring.ModelHolder;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@OnEachSpark
@ExtendWith(LocalSpark.class)
class RewardScorerTest {

    @TempDir
    private Path folder;

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private LengthModel model() {
        return new LengthModel("scorer", folder.resolve("journal").toString());
    }

    private static Dataset<Row> pairs(SparkSession spark) {
        return spark.sql("""
            select * from values
              ('p', 'longer', 'long', map('k', 1)),
              ('p', 'long', 'longer', map('k', 2)),
              ('p', 'same', 'same', null),
              ('p', 'TOOLONG', 'short', null),
              ('p', null, 'short', null)
            as t(prompt, chosen, rejected, other)""").coalesce(1);
    }

    @Test
    void addsAStructAndKeepsEveryRow(SparkSession spark) throws Exception {
        LengthModel model = model();

        List<Row> rows = new RewardScorer()
                .setModelSource(model)
                .setOutputCol("score")
                .transform(pairs(spark))
                .select("score.margin", "score.agrees", "score.rewards", "score.flags", "other", "chosen")
                .collectAsList();

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0).getFloat(0)).isEqualTo(2);
        assertThat(rows.get(0).getBoolean(1)).isTrue();
        assertThat(rows.get(0).<String, Integer>getJavaMap(4)).containsEntry("k", 1);
        assertThat(rows.get(1).getBoolean(1)).isFalse();
        assertThat(rows.get(2).isNullAt(1)).isTrue();
        assertThat(rows.get(2).<String>getList(3)).containsExactly("identical-responses");
        assertThat(rows.get(3).isNullAt(0)).isTrue();
        assertThat(rows.get(3).<Float>getList(2).get(0)).isNull();
        assertThat(rows.get(3).<String>getList(3)).containsExactly("too-long");
        assertThat(rows.get(4).<String>getList(3)).containsExactly("missing-field");
        assertThat(model.computed()).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void scoresAgainWithEachAction(SparkSession spark) throws Exception {
        LengthModel model = model();
        Dataset<Row> scored = new RewardScorer().setModelSource(model).transform(pairs(spark));

        assertThat(model.computed()).isEmpty();
        scored.collectAsList();
        scored.collectAsList();

        assertThat(model.computed()).hasSize(10);
    }

    @Test
    void keepsItsParametersWhenCopiedAndSaved(SparkSession spark) throws Exception {
        RewardScorer scorer =
                new RewardScorer().setModelSource(model()).setOutputCol("score").setThreads(1);
        String path = folder.resolve("saved").toString();

        scorer.write().overwrite().save(path);
        RewardScorer loaded = RewardScorer.load(path);

        assertThat(loaded.uid()).isEqualTo(scorer.uid());
        assertThat(loaded.transformSchema(pairs(spark).schema()).fieldNames()).endsWith("score");
        assertThatThrownBy(() -> loaded.transform(pairs(spark)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no model; call setModelPath");
        assertThat(scorer.copy(ParamMap.empty()).transform(pairs(spark)).count())
                .isEqualTo(5);
        assertThatThrownBy(() -> new RewardScorer()
                        .setModelSource(model())
                        .setOutputCol("chosen")
                        .transform(pairs(spark)))
                .hasMessageContaining("has a column 'chosen' already");
    }
}
