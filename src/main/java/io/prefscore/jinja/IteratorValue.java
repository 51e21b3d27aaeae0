package io.prefscore.jinja;

import java.util.Iterator;

/** A Python generator or iterator: can be walked once, has no length, prints as a memory address. */
record IteratorValue(String typeName, Iterator<Object> items) {

    static IteratorValue generator(Iterator<Object> items) {
        return new IteratorValue("generator", items);
    }
}
