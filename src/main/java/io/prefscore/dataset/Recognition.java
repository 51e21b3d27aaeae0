package io.prefscore.dataset;

import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a data set was recognised as.
 *
 * @param schema the schema that its rows are read as
 * @param parser the schema, bound to the data set's columns
 * @param alsoFit names of further schemas that its columns would fit
 * @param reason why this one, in words
 * @param unread columns that nothing is read from
 * @param left those of them that look like a part of the conversation, and of which the schema or the settings say that they
 *     may go
 * @param refusal why rows that are read so must not be scored, and what mends it
 */
public record Recognition(
        PreferenceSchema schema,
        RowParser parser,
        List<String> alsoFit,
        String reason,
        List<UnreadColumn> unread,
        List<String> left,
        Optional<UserError> refusal) {

    public Recognition {
        alsoFit = List.copyOf(alsoFit);
        unread = List.copyOf(unread);
        left = List.copyOf(left);
    }

    /** The same with columns that cannot be read, by name and type. */
    Recognition alsoUnread(Map<String, String> leftOut) {
        List<UnreadColumn> all = new ArrayList<>(unread);
        leftOut.forEach((name, type) -> all.add(new UnreadColumn(name, type)));
        return new Recognition(schema, parser, alsoFit, reason, all, left, refusal);
    }

    /** The same, refused or not. */
    Recognition refused(Optional<UserError> why) {
        return new Recognition(schema, parser, alsoFit, reason, unread, left, why);
    }

    /** @throws UserError where rows that are read so must not be scored */
    Recognition orRefused() {
        refusal.ifPresent(error -> {
            throw error;
        });
        return this;
    }
}
