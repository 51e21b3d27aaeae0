package io.prefscore.scoring;

import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.model.ModelSource;
import io.prefscore.model.Rewards;
import io.prefscore.preference.Message;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * The reward of a response to a prompt of one turn, as a function of SQL. Each row is a forward pass of its own: nothing is
 * batched, no prompt is shared, no duplicate is found, nothing is kept, so it is for looking at a few rows.
 *
 * <p>It counts as a function whose values differ from call to call, though they do not: so Spark calls it once for each row
 * and place where it stands. Spark may call it on the driver for rows that a query spells out, as in {@code values ('a', 'b')}.
 */
public final class RewardFunction implements UDF2<String, String, Float> {

    private static final long serialVersionUID = 1;

    private final ModelSource source;
    private final TaskDevice device;

    private RewardFunction(ModelSource source, TaskDevice device) {
        this.source = source;
        this.device = device;
    }

    /**
     * Registers the function under a name: {@code name(prompt, response)}, a float; null where one of the two is null or the
     * model refuses the text.
     */
    public static void register(SparkSession spark, String name, ModelSource source, ModelSettings settings) {
        spark.udf()
                .register(
                        name,
                        functions
                                .udf(new RewardFunction(source, TaskDevice.of(settings)), DataTypes.FloatType)
                                .asNondeterministic());
    }

    @Override
    public @Nullable Float call(@Nullable String prompt, @Nullable String response) {
        if (prompt == null || response == null) {
            return null;
        }
        try {
            String text =
                    source.renderer().render(List.of(new Message("user", prompt), new Message("assistant", response)));
            return reward(text);
        } catch (ConversationRefused refused) {
            return null;
        }
    }

    private @Nullable Float reward(String text) {
        byte[] key = new TextKeys(source.fingerprint()).key(text);
        try (ModelHolder.Lease lease = ModelHolder.borrow(source, device.device(TaskContext.get()))) {
            Rewards.Outcome outcome = new TextScorer(lease.model())
                    .score(List.of(new TextScorer.Text(key, text)).iterator())
                    .next()
                    .rewards()
                    .outcomes()
                    .get(0);
            return outcome instanceof Rewards.Scored scored ? scored.reward() : null;
        }
    }
}
