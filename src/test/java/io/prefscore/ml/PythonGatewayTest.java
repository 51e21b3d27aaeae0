package io.prefscore.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.LengthModel;
import io.prefscore.scoring.ModelHolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import py4j.Gateway;
import py4j.Protocol;
import py4j.ReturnObject;

/** What a Python driver says reaches Java through Py4J, which finds methods by reflection: this half of it is here without Python. */
@OnEachSpark
@ExtendWith(LocalSpark.class)
class PythonGatewayTest {

    private static final String ERROR_REFERENCE = "" + Protocol.ERROR + Protocol.REFERENCE_TYPE;

    @TempDir
    private Path folder;

    private final Gateway gateway = new Gateway(new Object());

    @AfterEach
    void close() {
        gateway.shutdown();
        ModelHolder.closeAll();
    }

    @Test
    void theReadmesLinesRunThroughTheGateway(SparkSession spark) {
        Dataset<Row> pairs = spark.range(20)
                .selectExpr(
                        "concat('p', id) as prompt", "repeat('x', 1 + cast(id as int)) as chosen", "'y' as rejected");
        Object model = new LengthModel("gateway", folder.resolve("journal").toString());

        String scorer = construct(RewardScorer.class);
        scorer = call(scorer, "setModelSource", model);
        scorer = call(scorer, "setSettings", List.of("input.max-set-aside=1"));
        scorer = call(scorer, "setStore", folder.resolve("store").toString());
        String scored = call(scorer, "score", pairs);
        String rows = call(scored, "rows");
        String kept = call(scored, "filter", folder.resolve("kept").toString(), List.of("margin { at-least = 5 }"));

        assertThat(((Dataset<?>) gateway.getObject(rows)).columns())
                .containsExactly("prompt", "chosen", "rejected", "prefscore");
        assertThat(((Dataset<?>) gateway.getObject(call(kept, "table", "data"))).count())
                .isEqualTo(15);
        assertThat(gateway.getObject(call(Protocol.STATIC_PREFIX + RewardScorer.class.getName(), "of", "folder")))
                .isInstanceOf(RewardScorer.class);
    }

    @Test
    void anErrorArrivesAsItsSentence(SparkSession spark) {
        ReturnObject returned = gateway.invoke(
                "open", Protocol.STATIC_PREFIX + ScoredData.class.getName(), List.of(spark, folder.toString()));

        assertThat(returned.isError()).isTrue();
        String reference = returned.getCommandPart().substring(ERROR_REFERENCE.length());
        assertThat((Throwable) gateway.getObject(reference))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds no finished scoring run")
                .hasNoCause()
                .extracting(Throwable::getStackTrace)
                .isEqualTo(new StackTraceElement[0]);
    }

    private String construct(Class<?> type) {
        return gateway.invoke(type.getName(), List.of()).getName();
    }

    private String call(String target, String method, Object... arguments) {
        ReturnObject returned = gateway.invoke(method, target, Arrays.asList(arguments));
        return returned.getName();
    }
}
