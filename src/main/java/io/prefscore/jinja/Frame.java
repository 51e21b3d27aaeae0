package io.prefscore.jinja;

import org.jspecify.annotations.Nullable;

/** The variables of one running function: the template itself, a macro, a recursive loop, a loop's test. */
final class Frame {

    private final Rendering rendering;
    private final @Nullable Frame outer;
    private final @Nullable Object[] slots;

    Frame(Rendering rendering, @Nullable Frame outer, int size) {
        this.rendering = rendering;
        this.outer = outer;
        this.slots = new @Nullable Object[size];
    }

    Rendering rendering() {
        return rendering;
    }

    /** The value of a variable of this function; null where it has none. */
    @Nullable
    Object slot(int index) {
        return slots[index];
    }

    void store(int index, @Nullable Object value) {
        slots[index] = value;
    }

    /** The frame of the function that many steps outside this one. */
    Frame outer(int hops) {
        Frame frame = this;
        for (int i = 0; i < hops; i++) {
            if (frame.outer == null) {
                throw new IllegalStateException("a variable belongs to a function that is not running");
            }
            frame = frame.outer;
        }
        return frame;
    }
}
