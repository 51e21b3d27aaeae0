package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Python's {@code value[start:stop:step]}. */
final class Slices {

    private Slices() {}

    private record Bounds(int start, int step, int length) {

        static Bounds of(int size, Object start, Object stop, Object step) {
            int stride = step == None.NONE ? 1 : sliceIndex(step);
            if (stride == 0) {
                throw TemplateError.value("slice step cannot be zero");
            }
            // nothing is farther apart than the size, and the largest negative integer has no positive twin
            stride = Math.max(stride, -Integer.MAX_VALUE);
            int low = stride > 0 ? 0 : -1;
            int high = stride > 0 ? size : size - 1;
            int from = start == None.NONE ? (stride > 0 ? low : high) : cut(start, size, low, high);
            int to = stop == None.NONE ? (stride > 0 ? high : low) : cut(stop, size, low, high);
            long span = stride > 0 ? (long) to - from : (long) from - to;
            long length = span <= 0 ? 0 : (span - 1) / Math.abs(stride) + 1;
            return new Bounds(from, stride, (int) length);
        }

        private static int cut(Object value, int size, int low, int high) {
            long index = sliceIndex(value);
            index = index < 0 ? index + size : index;
            return (int) Math.max(low, Math.min(high, index));
        }

        private static int sliceIndex(Object value) {
            if (!Numbers.isWhole(value)) {
                throw TemplateError.type("slice indices must be integers or None or have an __index__ method");
            }
            return Numbers.clampedIndex(value);
        }

        int index(int position) {
            return start + position * step;
        }
    }

    static Object slice(Rendering rendering, Object value, Object start, Object stop, Object step) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value instanceof String text) {
            return rendering.text(slice(text, start, stop, step));
        }
        if (value instanceof MarkupValue markup) {
            return new MarkupValue(rendering.text(slice(markup.text(), start, stop, step)));
        }
        if (value instanceof SequenceValue sequence) {
            Bounds bounds = Bounds.of(sequence.items().size(), start, stop, step);
            rendering.budget().items(bounds.length());
            List<Object> items = new ArrayList<>(bounds.length());
            for (int i = 0; i < bounds.length(); i++) {
                items.add(sequence.items().get(bounds.index(i)));
            }
            return sequence.with(items);
        }
        if (value instanceof RangeValue) {
            throw TemplateError.unsupported("slicing a range is not supported");
        }
        if (value instanceof DictValue) {
            throw TemplateError.type("unhashable type: 'slice'");
        }
        throw TemplateError.type(Text.quote(Types.name(value)) + " object is not subscriptable");
    }

    private static String slice(String text, Object start, Object stop, Object step) {
        Bounds bounds = Bounds.of(Text.length(text), start, stop, step);
        if (bounds.length() == 0) {
            return "";
        }
        if (bounds.step() == 1) {
            int from = text.offsetByCodePoints(0, bounds.start());
            return text.substring(from, text.offsetByCodePoints(from, bounds.length()));
        }
        int[] codePoints = text.codePoints().toArray();
        StringBuilder sliced = new StringBuilder();
        for (int i = 0; i < bounds.length(); i++) {
            sliced.appendCodePoint(codePoints[bounds.index(i)]);
        }
        return sliced.toString();
    }

    /** The item at an index that may count from the end; empty where there is none. */
    static Optional<Integer> position(int size, BigInteger index) {
        int at = Numbers.clamp(index);
        long position = at < 0 ? (long) at + size : at;
        return position < 0 || position >= size ? Optional.empty() : Optional.of((int) position);
    }
}
