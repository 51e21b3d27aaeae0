package io.prefscore.dataset;

import java.util.List;

/**
 * What a data set was recognised as.
 *
 * @param schema the schema that its rows are read as
 * @param parser the schema, bound to the data set's columns
 * @param alsoFit names of further schemas that its columns would fit
 * @param reason why this one, in words
 * @param unread columns that nothing is read from
 */
public record Recognition(
        PreferenceSchema schema, RowParser parser, List<String> alsoFit, String reason, List<UnreadColumn> unread) {

    public Recognition {
        alsoFit = List.copyOf(alsoFit);
        unread = List.copyOf(unread);
    }
}
