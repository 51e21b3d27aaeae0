package io.prefscore.filter;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Divides a number of rows among strata in proportion to their sizes: Hamilton's method of largest remainders. */
final class Quotas {

    private Quotas() {}

    /**
     * Quotas that sum to {@code wanted}, or to all rows where there are fewer.
     *
     * @param sizes rows of each stratum, in a fixed order, which decides between equal remainders
     */
    static Map<String, Long> of(Map<String, Long> sizes, long wanted) {
        long all = sizes.values().stream().mapToLong(Long::longValue).sum();
        long given = Math.min(wanted, all);
        Map<String, Long> quotas = new LinkedHashMap<>();
        sizes.forEach((stratum, size) -> quotas.put(stratum, all == 0 ? 0 : multiply(given, size) / all));
        long missing =
                given - quotas.values().stream().mapToLong(Long::longValue).sum();
        List<String> byRemainder = sizes.keySet().stream()
                .sorted(Comparator.comparingLong(
                        (String stratum) -> -(multiply(given, sizes.getOrDefault(stratum, 0L)) % Math.max(1, all))))
                .toList();
        byRemainder.stream().limit(missing).forEach(stratum -> quotas.merge(stratum, 1L, Long::sum));
        return quotas;
    }

    /** 3 billion rows squared still fit. */
    private static long multiply(long rows, long size) {
        return Math.multiplyExact(rows, size);
    }
}
