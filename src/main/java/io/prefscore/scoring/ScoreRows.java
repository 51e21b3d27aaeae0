package io.prefscore.scoring;

import io.prefscore.dataset.RowParser;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.Rewards;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Flag;
import io.prefscore.preference.Response;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Scores the rows of a partition in windows: as many rows at a time as give the model a few calls of work. Shipped to
 * executors.
 *
 * <p>Reads rows of the input's columns as one struct, a name, and a struct of the parser's columns.
 */
record ScoreRows(RowParser parser, ModelSource source, TaskDevice device) implements MapPartitionsFunction<Row, Row> {

    /** What a row gets, as in the job's scores table. */
    static final StructType RESULT = new StructType()
            .add("example_id", DataTypes.StringType)
            .add("rewards", DataTypes.createArrayType(DataTypes.FloatType))
            .add("tokens", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("margin", DataTypes.FloatType)
            .add("agrees", DataTypes.BooleanType)
            .add("flags", DataTypes.createArrayType(DataTypes.StringType))
            .add("first_response", DataTypes.IntegerType)
            .add("prompt_key", DataTypes.LongType)
            .add("characters", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("comparisons", StagedRows.COMPARED);

    /** Calls of the model that a window is to fill, so that most texts that share a beginning meet in one. */
    private static final int CALLS_PER_WINDOW = 4;
    /** Outcomes that a task remembers, about 10 MB. */
    private static final int REMEMBERED = 100_000;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return rows;
        }
        TaskContext task = TaskContext.get();
        ModelHolder.Lease lease = ModelHolder.borrow(source, device.device(task));
        task.addTaskCompletionListener((TaskCompletionListener) ended -> lease.close());
        Partition partition =
                new Partition(lease.model(), new Rendering(parser, source.renderer(), source.fingerprint()));
        return Iterators.concat(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Iterator<Row> next() {
                return partition.window(rows);
            }
        });
    }

    /** A row and what rendering made of it. */
    private record Asked(Row row, Rendering.Outcome rendering) {}

    /** The state of one task. */
    private static final class Partition {

        private final RewardModel model;
        private final Rendering rendering;
        private final Map<ByteBuffer, Rewards.Outcome> remembered = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Rewards.Outcome> eldest) {
                return size() > REMEMBERED;
            }
        };

        Partition(RewardModel model, Rendering rendering) {
            this.model = model;
            this.rendering = rendering;
        }

        /** Takes the next rows and scores them. */
        Iterator<Row> window(Iterator<Row> rows) {
            List<Asked> asked = new ArrayList<>();
            Map<ByteBuffer, Rewards.Outcome> outcomes = new LinkedHashMap<>();
            TreeMap<String, byte[]> missing = new TreeMap<>();
            long characters = 0;
            while (rows.hasNext() && characters < (long) CALLS_PER_WINDOW * model.charactersPerCall()) {
                Row row = rows.next();
                Rendering.Outcome outcome = rendering.render(row.getString(1), row.getStruct(2));
                asked.add(new Asked(row.getStruct(0), outcome));
                characters += outcome instanceof Rendering.Rendered rendered ? look(rendered, outcomes, missing) : 0;
            }
            Iterator<TextScorer.Text> texts = Iterators.map(
                    missing.entrySet().iterator(), entry -> new TextScorer.Text(entry.getValue(), entry.getKey()));
            new TextScorer(model).score(texts).forEachRemaining(call -> keep(call, outcomes));
            return Iterators.map(asked.iterator(), row -> withResult(row, outcomes, rendering.firstResponse()));
        }

        /** Finds what is known of an example's texts and notes what is not; returns the characters to score. */
        private long look(
                Rendering.Rendered rendered, Map<ByteBuffer, Rewards.Outcome> outcomes, Map<String, byte[]> missing) {
            long characters = 0;
            for (int index = 0; index < rendered.texts().size(); index++) {
                ByteBuffer key = ByteBuffer.wrap(rendered.keys().get(index));
                Rewards.@Nullable Outcome known = remembered.get(key);
                if (known != null) {
                    outcomes.put(key, known);
                } else if (missing.put(rendered.texts().get(index), key.array()) == null) {
                    characters += rendered.texts().get(index).length();
                }
            }
            return characters;
        }

        private void keep(TextScorer.Call call, Map<ByteBuffer, Rewards.Outcome> outcomes) {
            for (int index = 0; index < call.texts().size(); index++) {
                ByteBuffer key = ByteBuffer.wrap(call.texts().get(index).key());
                Rewards.Outcome outcome = call.rewards().outcomes().get(index);
                outcomes.put(key, outcome);
                remembered.put(key, outcome);
            }
        }
    }

    private static Row withResult(
            Asked asked, Map<ByteBuffer, Rewards.Outcome> outcomes, @Nullable Integer firstResponse) {
        Object[] values = new Object[asked.row().size() + 1];
        for (int index = 0; index < asked.row().size(); index++) {
            values[index] = asked.row().get(index);
        }
        values[values.length - 1] = result(asked.rendering(), outcomes, firstResponse);
        return RowFactory.create(values);
    }

    private static Row result(
            Rendering.Outcome rendering, Map<ByteBuffer, Rewards.Outcome> outcomes, @Nullable Integer firstResponse) {
        if (rendering instanceof Rendering.SetAside refused) {
            Object[] flags = {refused.skip().reason().label()};
            return RowFactory.create(null, null, null, null, null, flags, null, null, null, null);
        }
        Rendering.Rendered rendered = (Rendering.Rendered) rendering;
        List<String> flags = new ArrayList<>(rendered.flags());
        @Nullable Object[] rewards = new Object[rendered.keys().size()];
        @Nullable Object[] tokens = new Object[rendered.keys().size()];
        for (int index = 0; index < rewards.length; index++) {
            Rewards.Outcome outcome =
                    outcomes.get(ByteBuffer.wrap(rendered.keys().get(index)));
            if (outcome instanceof Rewards.Scored scored) {
                rewards[index] = scored.reward();
                tokens[index] = scored.tokens();
                addOnce(flags, scored.truncated() > 0 ? Flag.TRUNCATED.label() : "");
            } else if (outcome instanceof Rewards.Refused refused) {
                addOnce(flags, refused.skip().reason().label());
            }
        }
        @Nullable Float margin = margin(rendered, rewards);
        return RowFactory.create(
                rendered.example().id(),
                rewards,
                tokens,
                margin,
                agrees(rendered, margin),
                flags.toArray(),
                firstResponse,
                rendered.group(),
                rendered.example().responses().stream()
                        .map(Response::characters)
                        .toArray(),
                rendered.example().comparisons().stream()
                        .map(RenderRows::comparison)
                        .toArray());
    }

    private static void addOnce(List<String> flags, String flag) {
        if (!flag.isEmpty() && !flags.contains(flag)) {
            flags.add(flag);
        }
    }

    private static @Nullable Float margin(Rendering.Rendered rendered, @Nullable Object[] rewards) {
        List<Comparison> comparisons = rendered.example().comparisons();
        if (comparisons.isEmpty()) {
            return null;
        }
        Comparison first = comparisons.get(0);
        return rewards[first.preferred()] instanceof Float preferred && rewards[first.other()] instanceof Float other
                ? preferred - other
                : null;
    }

    private static @Nullable Boolean agrees(Rendering.Rendered rendered, @Nullable Float margin) {
        if (margin == null
                || margin == 0
                || rendered.example().comparisons().get(0).isTie()) {
            return null;
        }
        return margin > 0;
    }
}
