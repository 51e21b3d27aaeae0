package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. Walks the items itself, so that it can look one ahead. */
final class LoopValue implements Function {

    /** Renders a recursive loop's body over other items, one level deeper. */
    interface Recursion {
        Object render(Rendering rendering, Object iterable, int depth);
    }

    private final Object iterable;
    private final Optional<Recursion> recursion;
    private final int depth0;
    private Iterator<Object> items;
    private int index0 = -1;
    private int length = -1;
    private @Nullable Object before;
    private @Nullable Object current;
    private @Nullable Object after;
    private @Nullable Object lastChanged;

    LoopValue(Rendering rendering, Object iterable, Optional<Recursion> recursion, int depth0) {
        this.iterable = iterable;
        this.items = rendering.iterate(iterable);
        this.recursion = recursion;
        this.depth0 = depth0;
    }

    /** The next item, or null at the end. */
    @Nullable
    Object advance() {
        Object item = after;
        after = null;
        if (item == null) {
            if (!items.hasNext()) {
                return null;
            }
            item = items.next();
        }
        index0++;
        before = current;
        current = item;
        return item;
    }

    private @Nullable Object peek() {
        if (after == null && items.hasNext()) {
            after = items.next();
        }
        return after;
    }

    int length() {
        if (length < 0) {
            Optional<Integer> known = Operators.knownLength(iterable);
            if (known.isPresent()) {
                length = known.get();
            } else {
                List<Object> rest = new ArrayList<>();
                items.forEachRemaining(rest::add);
                items = rest.iterator();
                length = rest.size() + index0 + 1 + (after == null ? 0 : 1);
            }
        }
        return length;
    }

    int index() {
        return index0 + 1;
    }

    /** An attribute of the loop; null where it has no such one. */
    @Nullable
    Object attribute(String name) {
        return switch (name) {
            case "index" -> BigInteger.valueOf(index0 + 1);
            case "index0" -> BigInteger.valueOf(index0);
            case "revindex" -> BigInteger.valueOf(length() - index0);
            case "revindex0" -> BigInteger.valueOf(length() - index0 - 1);
            case "first" -> index0 == 0;
            case "last" -> peek() == null;
            case "length" -> BigInteger.valueOf(length());
            case "depth" -> BigInteger.valueOf(depth0 + 1);
            case "depth0" -> BigInteger.valueOf(depth0);
            case "previtem" -> index0 == 0 || before == null ? Undefined.because("there is no previous item") : before;
            case "nextitem" -> {
                Object next = peek();
                yield next == null ? Undefined.because("there is no next item") : next;
            }
            case "cycle" -> (Function) this::cycle;
            case "changed" -> (Function) this::changed;
            default -> null;
        };
    }

    private Object cycle(Rendering rendering, Arguments arguments) {
        List<Object> values = arguments.positional();
        if (values.isEmpty()) {
            throw TemplateError.type("no items for cycling given");
        }
        return values.get(Math.floorMod(index0, values.size()));
    }

    private Object changed(Rendering rendering, Arguments arguments) {
        TupleValue value = new TupleValue(arguments.positional());
        if (lastChanged != null && Operators.equal(lastChanged, value)) {
            return false;
        }
        lastChanged = value;
        return true;
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
        Object other = arguments.bind("loop", 1, "iterable").value(0);
        if (recursion.isEmpty()) {
            throw TemplateError.type("The loop must have the 'recursive' marker to be called recursively.");
        }
        return recursion.get().render(rendering, other, depth0 + 1);
    }
}
