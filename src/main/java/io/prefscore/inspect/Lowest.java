package io.prefscore.inspect;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The few values of lowest rank among many, whatever the order and the partitions in which they came. What has the same
 * rank is joined.
 *
 * @param <V> what is kept
 */
final class Lowest<V extends Lowest.Joinable<V>> implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * A value that can be made one with another of its rank; the result must not depend on the order.
     *
     * @param <V> itself
     */
    interface Joinable<V> extends Serializable {

        V join(V other);
    }

    private final int most;
    private final TreeMap<Rank, V> values = new TreeMap<>();

    /**
     * @param most how many ranks to keep
     */
    Lowest(int most) {
        this.most = most;
    }

    /** Offers a value, which is made only if it is kept. */
    void offer(Rank rank, Supplier<V> value) {
        if (values.size() >= most && rank.compareTo(values.lastKey()) > 0) {
            return;
        }
        values.merge(rank, value.get(), Joinable::join);
        if (values.size() > most) {
            values.pollLastEntry();
        }
    }

    void merge(Lowest<V> other) {
        other.values.forEach((rank, value) -> offer(rank, () -> value));
    }

    /** From the lowest rank on. */
    List<V> values() {
        return List.copyOf(values.values());
    }
}
