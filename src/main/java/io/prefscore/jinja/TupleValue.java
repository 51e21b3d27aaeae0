package io.prefscore.jinja;

import java.util.List;

/** A Python tuple; with names for its two items where the {@code groupby} filter made it. */
final class TupleValue extends SequenceValue {

    private final boolean group;

    private TupleValue(List<Object> items, boolean group) {
        super(items);
        this.group = group;
    }

    TupleValue(List<Object> items) {
        this(items, false);
    }

    static TupleValue of(Object... items) {
        return new TupleValue(List.of(items));
    }

    static TupleValue group(Object grouper, ListValue members) {
        return new TupleValue(List.of(grouper, members), true);
    }

    boolean isGroup() {
        return group;
    }

    @Override
    TupleValue with(List<Object> otherItems) {
        return new TupleValue(otherItems);
    }
}
