package io.prefscore.jinja;

import java.util.List;

/** A Python list or tuple. The sandbox lets no template change one. */
abstract sealed class SequenceValue permits ListValue, TupleValue {

    private final List<Object> items;

    SequenceValue(List<Object> items) {
        this.items = items;
    }

    List<Object> items() {
        return items;
    }

    /** The same kind of sequence with other items. */
    abstract SequenceValue with(List<Object> otherItems);
}
