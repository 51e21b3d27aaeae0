package io.prefscore.dataset;

import io.prefscore.preference.Example;
import io.prefscore.preference.Skip;

/** What a schema made of a row: every row becomes one or the other. */
public sealed interface Parsed {

    /** The row can be scored. */
    record Usable(Example example) implements Parsed {}

    /** The row is set aside. */
    record Unusable(Skip skip) implements Parsed {}
}
