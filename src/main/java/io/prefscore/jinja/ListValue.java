package io.prefscore.jinja;

import java.util.List;

/** A Python list. */
final class ListValue extends SequenceValue {

    ListValue(List<Object> items) {
        super(items);
    }

    @Override
    ListValue with(List<Object> otherItems) {
        return new ListValue(otherItems);
    }
}
