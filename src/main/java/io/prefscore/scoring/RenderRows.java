package io.prefscore.scoring;

import io.prefscore.dataset.RowParser;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Skip;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link StagedRows} of input rows. Shipped to executors.
 *
 * <p>Reads rows of identity, name, reason and detail of a defect (null if there is none) and a struct of the parser's columns.
 */
record RenderRows(RowParser parser, ConversationRenderer renderer, String fingerprint)
        implements MapPartitionsFunction<Row, Row> {

    private static final int IDENTITY = 0;
    private static final int NAME = 1;
    private static final int DEFECT_REASON = 2;
    private static final int DEFECT_DETAIL = 3;
    private static final int COLUMNS = 4;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Rendering rendering = new Rendering(parser, renderer, fingerprint);
        return Iterators.map(rows, row -> staged(rendering, row));
    }

    private Row staged(Rendering rendering, Row row) {
        byte[] identity = row.getAs(IDENTITY);
        String name = row.getString(NAME);
        if (!row.isNullAt(DEFECT_REASON)) {
            return setAside(identity, name, row.getString(DEFECT_REASON), row.getString(DEFECT_DETAIL));
        }
        Row columns = row.getStruct(COLUMNS);
        Rendering.Outcome outcome = rendering.render(name, columns);
        if (outcome instanceof Rendering.SetAside refused) {
            Skip skip = refused.skip();
            return setAside(identity, name, skip.reason().name(), skip.detail());
        }
        Rendering.Rendered rendered = (Rendering.Rendered) outcome;
        String id = rendered.example().id();
        List<Comparison> comparisons = rendered.example().comparisons();
        @Nullable Comparison first = comparisons.isEmpty() ? null : comparisons.get(0);
        return RowFactory.create(
                identity,
                id,
                !id.equals(name),
                null,
                null,
                rendered.flags().toArray(),
                rendered.group(),
                rendered.keys().toArray(),
                rendered.texts().toArray(),
                rendered.characters(),
                first == null ? null : first.preferred(),
                first == null ? null : first.other(),
                first == null ? null : first.isTie());
    }

    private static Row setAside(byte[] identity, String name, String reason, String detail) {
        return RowFactory.create(identity, name, false, reason, detail, null, null, null, null, 0L, null, null, null);
    }
}
