package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Sets rows aside whose conversation has tools: a template would tell the model of them, and a reward without that is another.
 *
 * @param tools where they stand, if the data has them
 */
record ToolsLeftOut(Content.Reader reader, List<ColumnPath.Bound> tools) implements Content.Reader {

    private static final String NAME = "tools";

    /** The reader itself where the data has no tools. */
    static Content.Reader guard(Content.Reader reader, ColumnMapping mapping, Columns columns) {
        List<ColumnPath.Bound> tools = new ArrayList<>();
        List<String> places = new ArrayList<>();
        places.add(NAME);
        mapping.prompt().columns().stream()
                .filter(path -> path.contains("."))
                .forEach(path -> places.add(path.substring(0, path.lastIndexOf('.') + 1) + NAME));
        for (String place : places) {
            ColumnPath.find(place, columns.available()).ifPresent(path -> tools.add(path.bind(columns)));
        }
        return tools.isEmpty() ? reader : new ToolsLeftOut(reader, tools);
    }

    @Override
    public Content read(Row row) throws RowRefused {
        for (ColumnPath.Bound place : tools) {
            if (holdsTools(place.value(row))) {
                throw new RowRefused(
                        Skip.Reason.TOOLS_NOT_RENDERED,
                        "'" + place.text() + "' holds tools, of which a prompt without them would not tell");
            }
        }
        return reader.read(row);
    }

    private static boolean holdsTools(@Nullable Object value) {
        if (value instanceof String text) {
            return !text.isBlank()
                    && !text.strip().equals("[]")
                    && !text.strip().equals("null");
        }
        return value instanceof scala.collection.Seq<?> list && !list.isEmpty();
    }
}
