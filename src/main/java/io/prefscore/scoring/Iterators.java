package io.prefscore.scoring;

import java.util.Iterator;
import java.util.function.Function;

/** Lazy iterators for functions over partitions, which must not hold a partition in memory. */
public final class Iterators {

    private Iterators() {}

    static <T, R> Iterator<R> map(Iterator<T> source, Function<T, R> function) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public R next() {
                return function.apply(source.next());
            }
        };
    }

    /** Draws from one source after another; a source is asked for only once those before it are used up. */
    public static <R> Iterator<R> concat(Iterator<Iterator<R>> sources) {
        return new Iterator<>() {
            private Iterator<R> current = java.util.Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!current.hasNext() && sources.hasNext()) {
                    current = sources.next();
                }
                return current.hasNext();
            }

            @Override
            public R next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                return current.next();
            }
        };
    }
}
