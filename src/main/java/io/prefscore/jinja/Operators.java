package io.prefscore.jinja;

import io.prefscore.jinja.Node.Comparison;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Truth, equality, order, membership, length and iteration by Python's rules. */
final class Operators {

    /** Lists that hold one another may take exponential work to compare. */
    private static final int MAX_COMPARISONS = 10_000_000;

    private Operators() {}

    static boolean truth(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof BigInteger number) {
            return number.signum() != 0;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value == None.NONE || value instanceof Undefined) {
            return false;
        }
        return knownLength(value).map(length -> length != 0).orElse(true);
    }

    /** Python's {@code len}, or empty for a value that has none. */
    static Optional<Integer> knownLength(Object value) {
        if (value instanceof String text) {
            return Optional.of(Text.length(text));
        }
        if (value instanceof SequenceValue sequence) {
            return Optional.of(sequence.items().size());
        }
        if (value instanceof DictValue dict) {
            return Optional.of(dict.size());
        }
        if (value instanceof DictView view) {
            return Optional.of(view.dict().size());
        }
        if (value instanceof RangeValue range) {
            return Optional.of(range.length());
        }
        if (value instanceof MarkupValue markup) {
            return Optional.of(Text.length(markup.text()));
        }
        if (value instanceof LoopValue loop) {
            return Optional.of(loop.length());
        }
        return value instanceof Undefined ? Optional.of(0) : Optional.empty();
    }

    static BigInteger length(Object value) {
        return BigInteger.valueOf(knownLength(value)
                .orElseThrow(
                        () -> TemplateError.type("object of type " + Text.quote(Types.name(value)) + " has no len()")));
    }

    // ---- iteration

    static boolean isIterable(Object value) {
        return value instanceof IteratorValue
                || value instanceof Undefined
                || knownLength(value).isPresent();
    }

    static Iterator<Object> iterator(Object value) {
        if (value instanceof SequenceValue sequence) {
            return sequence.items().iterator();
        }
        if (value instanceof String text) {
            return characters(text);
        }
        if (value instanceof MarkupValue markup) {
            return characters(markup.text());
        }
        if (value instanceof DictValue dict) {
            return new DictView(dict, DictView.Part.KEYS).items().iterator();
        }
        if (value instanceof DictView view) {
            return view.items().iterator();
        }
        if (value instanceof RangeValue range) {
            return values(range);
        }
        if (value instanceof IteratorValue iterator) {
            return iterator.items();
        }
        if (value instanceof Undefined) {
            return Collections.emptyIterator();
        }
        throw TemplateError.type(Text.quote(Types.name(value)) + " object is not iterable");
    }

    private static Iterator<Object> characters(String text) {
        return new Iterator<>() {
            private int position;

            @Override
            public boolean hasNext() {
                return position < text.length();
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int codePoint = text.codePointAt(position);
                position += Character.charCount(codePoint);
                return Character.toString(codePoint);
            }
        };
    }

    private static Iterator<Object> values(RangeValue range) {
        return new Iterator<>() {
            private int index;

            @Override
            public boolean hasNext() {
                return index < range.length();
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return range.value(index++);
            }
        };
    }

    // ---- equality

    /** Counts what one comparison compares, so that it ends. */
    private static final class Equality {

        private int comparisons;

        boolean equal(Object left, Object right) {
            if (++comparisons > MAX_COMPARISONS) {
                throw new LimitExceeded("the template compared lists of more than " + MAX_COMPARISONS + " items");
            }
            if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
                return Numbers.equal(left, right);
            }
            if (Text.isText(left) && Text.isText(right)) {
                return Text.of(left).equals(Text.of(right));
            }
            if ((left instanceof ListValue && right instanceof ListValue)
                    || (left instanceof TupleValue && right instanceof TupleValue)) {
                return equalItems(((SequenceValue) left).items(), ((SequenceValue) right).items());
            }
            if (left instanceof DictValue first && right instanceof DictValue second) {
                return equalDicts(first, second);
            }
            if (left instanceof RangeValue first && right instanceof RangeValue second) {
                return equalRanges(first, second);
            }
            if (left instanceof Undefined && right instanceof Undefined) {
                return true;
            }
            return left.equals(right);
        }

        private boolean same(Object left, Object right) {
            return left == right || equal(left, right);
        }

        private boolean equalItems(List<Object> left, List<Object> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private boolean equalDicts(DictValue left, DictValue right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (DictValue.Entry entry : left.entries()) {
                Object other = right.find(entry.key());
                if (other == null || !same(entry.value(), other)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean equalRanges(RangeValue left, RangeValue right) {
            return left.length() == right.length()
                    && (left.length() == 0 || left.start().equals(right.start()))
                    && (left.length() <= 1 || left.step().equals(right.step()));
        }
    }

    static boolean equal(Object left, Object right) {
        return new Equality().equal(left, right);
    }

    /** Python's {@code is}, as far as a template can tell. */
    static boolean same(Object left, Object right) {
        if (left == right) {
            return true;
        }
        return left instanceof Boolean && right instanceof Boolean && left.equals(right);
    }

    // ---- comparison

    static boolean compare(Rendering rendering, Comparison comparison, Object left, Object right) {
        return switch (comparison) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> !equal(left, right);
            case LESS -> ordered(left, right) && order(left, right, "<") < 0;
            case LESS_OR_EQUAL -> ordered(left, right) && order(left, right, "<=") <= 0;
            case GREATER -> ordered(left, right) && order(left, right, ">") > 0;
            case GREATER_OR_EQUAL -> ordered(left, right) && order(left, right, ">=") >= 0;
            case IN -> contains(rendering, right, left);
            case NOT_IN -> !contains(rendering, right, left);
        };
    }

    /** False where either is not a number, which no number is less than, greater than or equal to. */
    private static boolean ordered(Object left, Object right) {
        return !(left instanceof Double first && Double.isNaN(first))
                && !(right instanceof Double second && Double.isNaN(second));
    }

    /** Negative, zero or positive. */
    static int order(Object left, Object right, String operator) {
        if (left instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (right instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            return Numbers.compare(left, right);
        }
        if (Text.isText(left) && Text.isText(right)) {
            return Text.compare(Text.of(left), Text.of(right));
        }
        if ((left instanceof ListValue && right instanceof ListValue)
                || (left instanceof TupleValue && right instanceof TupleValue)) {
            return orderItems(((SequenceValue) left).items(), ((SequenceValue) right).items(), operator);
        }
        throw unordered(left, right, operator);
    }

    private static TemplateError unordered(Object left, Object right, String operator) {
        return TemplateError.type(Text.quote(operator) + " not supported between instances of "
                + Text.quote(Types.name(left)) + " and " + Text.quote(Types.name(right)));
    }

    private static int orderItems(List<Object> left, List<Object> right, String operator) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (left.get(i) != right.get(i) && !equal(left.get(i), right.get(i))) {
                return order(left.get(i), right.get(i), operator);
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    static boolean contains(Rendering rendering, Object container, Object element) {
        if (Text.isText(container)) {
            if (!Text.isText(element)) {
                throw TemplateError.type("'in <string>' requires string as left operand, not " + Types.name(element));
            }
            rendering.budget().work(1 + Text.of(container).length() / 64);
            return Text.of(container).contains(Text.of(element));
        }
        if (container instanceof DictValue dict) {
            return dict.contains(element);
        }
        if (container instanceof DictView view && view.part() == DictView.Part.KEYS) {
            return view.dict().contains(element);
        }
        if (!isIterable(container)) {
            throw TemplateError.type("argument of type " + Text.quote(Types.name(container)) + " is not iterable");
        }
        Iterator<Object> items = rendering.iterate(container);
        while (items.hasNext()) {
            Object item = items.next();
            if (item == element || equal(item, element)) {
                return true;
            }
        }
        return false;
    }

    // ---- signs

    static Object negate(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value instanceof Double number) {
            return -number;
        }
        if (Numbers.isWhole(value)) {
            return Numbers.whole(value).negate();
        }
        throw TemplateError.type("bad operand type for unary -: " + Text.quote(Types.name(value)));
    }

    static Object plus(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value instanceof Double) {
            return value;
        }
        if (Numbers.isWhole(value)) {
            return Numbers.whole(value);
        }
        throw TemplateError.type("bad operand type for unary +: " + Text.quote(Types.name(value)));
    }

    /** A stable sort by keys; descending keeps the order of equal ones too. */
    static List<Object> sorted(Rendering rendering, List<Object> items, List<Object> keys, boolean descending) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            order.add(i);
        }
        order.sort((first, second) -> {
            rendering.budget().step();
            int ascending = order(keys.get(first), keys.get(second), "<");
            return descending ? -ascending : ascending;
        });
        List<Object> sorted = new ArrayList<>();
        order.forEach(index -> sorted.add(items.get(index)));
        return sorted;
    }
}
