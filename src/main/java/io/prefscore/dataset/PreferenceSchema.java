package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * What a data set's rows are read as.
 *
 * @param name of a published schema; {@link #MAPPED} for a user's own mapping, {@link #BY_WORDS} where the names of the
 *     columns told
 * @param columns how they are read; every path in it is there
 */
public record PreferenceSchema(String name, ColumnMapping columns) {

    static final String MAPPED = "mapped";
    static final String BY_WORDS = "by-words";

    /** Which rows make an example. */
    public ColumnMapping.Rows rows() {
        return columns.isGrouped() ? ColumnMapping.Rows.SHARE_PROMPT : ColumnMapping.Rows.ALONE;
    }

    /** How a flipped label is written back. */
    public LabelFlip flip() {
        return LabelFlip.of(columns);
    }

    /** The attributes that a rating can be made of. */
    Set<String> attributes() {
        return columns.judgement().attributes().keySet();
    }

    /**
     * Binds the schema to a data set's columns.
     *
     * @param types must hold every path
     * @param weights of a rating's attributes, in place of its own; empty for these
     */
    RowParser bind(StructType types, Map<String, Double> weights) {
        Columns bound = new Columns(types);
        Content.Reader reader = Reading.bind(columns, new ResolvedPaths(types), bound, weights);
        List<String> ids = columns.isGrouped() ? columns.groupBy().stream().toList() : columns.ids();
        return RowParser.of(ToolsLeftOut.guard(reader, columns, bound), bound, ids, columns.slices(), rows());
    }
}
