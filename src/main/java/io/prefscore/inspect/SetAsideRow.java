package io.prefscore.inspect;

import io.prefscore.preference.Skip;

/**
 * A row that could not be used.
 *
 * @param row its name
 * @param detail what was found, at most {@value #MOST_CHARACTERS} characters of it
 */
public record SetAsideRow(String row, String detail) implements Lowest.Joinable<SetAsideRow> {

    /** A detail may quote a whole line. */
    private static final int MOST_CHARACTERS = 500;

    static SetAsideRow of(String row, Skip skip) {
        return new SetAsideRow(row, ShortText.of(skip.detail(), MOST_CHARACTERS));
    }

    /** Equal rows have equal names and are shown once. */
    @Override
    public SetAsideRow join(SetAsideRow other) {
        return detail.compareTo(other.detail) <= 0 ? this : other;
    }
}
