package io.prefscore.inspect;

import io.prefscore.config.ColumnMapping;
import io.prefscore.dataset.Parsed;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The {@link Findings} of one partition, made as they are asked for; the tally comes last. */
final class PartitionFindings implements Iterator<Row> {

    private static final int IDENTITY = 0;
    private static final int NAME = 1;
    private static final int DEFECT_REASON = 2;
    private static final int DEFECT_DETAIL = 3;
    private static final int COLUMNS = 4;

    /** Values of slices that are counted here before they go to the shuffle: a few hundred kilobytes of short ones. */
    private static final int SLICES_HELD = 4096;

    private record Slice(String name, String value) {}

    private final Iterator<Row> rows;
    private final BiFunction<String, Row, Parsed> parser;
    private final ColumnMapping.Rows grouping;
    private final Meter meter;
    private final int limit;
    private final RowTally tally = new RowTally();
    private final Map<Slice, Long> slices = new HashMap<>();
    private final Deque<Row> found = new ArrayDeque<>();
    private boolean ended;

    /**
     * @param rows see {@link FindRows}
     * @param parser what becomes of a row by its name and columns
     * @param limit most tokens of a conversation that a model holds
     */
    PartitionFindings(
            Iterator<Row> rows,
            BiFunction<String, Row, Parsed> parser,
            ColumnMapping.Rows grouping,
            Meter meter,
            int limit) {
        this.rows = rows;
        this.parser = parser;
        this.grouping = grouping;
        this.meter = meter;
        this.limit = limit;
    }

    @Override
    public boolean hasNext() {
        while (found.isEmpty() && !ended) {
            if (rows.hasNext()) {
                find(rows.next());
            } else {
                releaseSlices();
                found.add(tally(tally.toBytes()));
                ended = true;
            }
        }
        return !found.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return found.remove();
    }

    private void find(Row row) {
        byte[] identity = row.getAs(IDENTITY);
        String name = row.getString(NAME);
        Rank rank = Rank.of(meter.keys().of(identity), name);
        if (!row.isNullAt(DEFECT_REASON)) {
            Skip.Reason reason = Skip.Reason.valueOf(row.getString(DEFECT_REASON));
            tally.addSetAside(rank, name, new Skip(reason, row.getString(DEFECT_DETAIL)));
            return;
        }
        Parsed parsed = parser.apply(name, row.getStruct(COLUMNS));
        if (parsed instanceof Parsed.Unusable unusable) {
            tally.addSetAside(rank, name, unusable.skip());
            return;
        }
        Example example = ((Parsed.Usable) parsed).example();
        try {
            use(rank, meter.measure(example));
        } catch (ConversationRefused refused) {
            tally.addSetAside(rank, name, refused.skip());
        }
    }

    private void use(Rank rank, MeasuredRow row) {
        Example example = row.example();
        long prompt = ByteBuffer.wrap(row.promptKey()).getLong();
        for (MeasuredRow.Conversation text : row.conversations()) {
            found.add(text(text, prompt, row));
        }
        row.judged().ifPresent(judged -> addPair(row, judged));
        example.slices().forEach((name, value) -> slices.merge(new Slice(name, value), 1L, Long::sum));
        if (slices.size() >= SLICES_HELD) {
            releaseSlices();
        }
        switch (grouping) {
            case ALONE -> {
                tally.addExample(row.counts());
                tally.addUsed(row, limit, rank, () -> meter.render(example));
            }
            case SHARE_PROMPT -> {
                byte[] key = meter.keys().of(example.id().getBytes(StandardCharsets.UTF_8));
                for (Response response : example.responses()) {
                    found.add(answer(key, response, row));
                }
                tally.addUsed(row, limit, Rank.of(key, example.id()), () -> meter.render(example));
            }
        }
    }

    private void addPair(MeasuredRow row, Comparison judged) {
        byte[] preferred = row.conversations().get(judged.preferred()).key();
        byte[] other = row.conversations().get(judged.other()).key();
        int order = Arrays.compareUnsigned(preferred, other);
        if (order != 0) {
            byte[] both = ByteBuffer.allocate(preferred.length + other.length)
                    .put(order < 0 ? preferred : other)
                    .put(order < 0 ? other : preferred)
                    .array();
            found.add(pair(meter.keys().of(both), order < 0 ? 1 : 0));
        }
    }

    private void releaseSlices() {
        slices.forEach((slice, count) -> found.add(slice(slice, count)));
        slices.clear();
    }

    private static Row text(MeasuredRow.Conversation text, long prompt, MeasuredRow row) {
        return RowFactory.create(
                Findings.Kind.TEXT.name(),
                text.key(),
                prompt,
                row.promptCharacters() + text.responseCharacters(),
                text.tokens(),
                row.promptCharacters(),
                row.promptTokens(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Row answer(byte[] key, Response response, MeasuredRow row) {
        @Nullable
        Double rating = response.rating().isPresent() ? response.rating().getAsDouble() : null;
        return RowFactory.create(
                Findings.Kind.ANSWER.name(),
                key,
                null,
                null,
                null,
                row.promptCharacters(),
                row.promptTokens(),
                (long) row.example().prompt().size(),
                rating,
                null,
                null,
                null,
                null);
    }

    private static Row pair(byte[] key, long lower) {
        return RowFactory.create(
                Findings.Kind.PAIR.name(), key, null, null, null, null, null, null, null, null, null, lower, null);
    }

    private static Row slice(Slice slice, long count) {
        return RowFactory.create(
                Findings.Kind.SLICE.name(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                slice.name(),
                slice.value(),
                count,
                null);
    }

    private static Row tally(byte[] bytes) {
        return RowFactory.create(
                Findings.Kind.TALLY.name(), null, null, null, null, null, null, null, null, null, null, null, bytes);
    }
}
