package io.prefscore.scoring;

import io.prefscore.dataset.RowParser;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import io.prefscore.stats.TextStyle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Makes {@link StagedRows} of {@link ReadRows}. Shipped to executors. */
record RenderRows(RowParser parser, ConversationRenderer renderer, String fingerprint)
        implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Rendering rendering = new Rendering(parser, renderer, fingerprint);
        return Iterators.map(rows, row -> staged(rendering, row));
    }

    private static Row staged(Rendering rendering, Row row) {
        byte[] identity = row.getAs(ReadRows.IDENTITY);
        String name = row.getString(ReadRows.NAME);
        if (!row.isNullAt(ReadRows.DEFECT_REASON)) {
            return setAside(
                    identity, name, row.getString(ReadRows.DEFECT_REASON), row.getString(ReadRows.DEFECT_DETAIL));
        }
        Rendering.Outcome outcome = rendering.render(name, row.getStruct(ReadRows.COLUMNS));
        if (outcome instanceof Rendering.SetAside refused) {
            Skip skip = refused.skip();
            return setAside(identity, name, skip.reason().name(), skip.detail());
        }
        Rendering.Rendered rendered = (Rendering.Rendered) outcome;
        if (row.isNullAt(ReadRows.GIVEN)) {
            return usable(identity, name, rendered, null);
        }
        List<@Nullable Double> given = row.getList(ReadRows.GIVEN);
        Optional<Skip> defect =
                GivenDefect.of(given, rendered.example().responses().size());
        return defect.isPresent()
                ? setAside(
                        identity,
                        name,
                        defect.get().reason().name(),
                        defect.get().detail())
                : usable(
                        identity,
                        name,
                        rendered,
                        given.stream().map(Double::floatValue).toArray());
    }

    private static Row setAside(byte[] identity, String name, String reason, String detail) {
        return RowFactory.create(
                identity, name, false, reason, detail, null, null, null, null, null, null, null, null, null, null,
                null);
    }

    private static Row usable(byte[] identity, String name, Rendering.Rendered rendered, Object @Nullable [] given) {
        Example example = rendered.example();
        return RowFactory.create(
                identity,
                example.id(),
                !example.id().equals(name),
                null,
                null,
                rendered.flags().toArray(),
                rendered.group(),
                rendered.keys().toArray(),
                rendered.texts().stream().map(String::length).toArray(),
                example.responses().stream().map(Response::characters).toArray(),
                example.responses().stream().map(RenderRows::style).toArray(),
                example.prompt().size(),
                example.comparisons().stream().map(RenderRows::comparison).toArray(),
                orNull(example.responses().get(0).rating()),
                slices(example),
                given);
    }

    private static Row style(Response response) {
        TextStyle style = TextStyle.of(response);
        return RowFactory.create(style.headings(), style.listItems(), style.boldPassages(), style.codePassages());
    }

    /** As {@link StagedRows#COMPARED} has it. */
    static Row comparison(Comparison comparison) {
        return RowFactory.create(
                comparison.preferred(),
                comparison.other(),
                orNull(comparison.strength()),
                comparison.tag().orElse(null));
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static Object[] slices(Example example) {
        List<Row> entries = new ArrayList<>();
        new TreeMap<>(example.slices()).forEach((name, value) -> entries.add(RowFactory.create(name, value)));
        return entries.toArray();
    }
}
