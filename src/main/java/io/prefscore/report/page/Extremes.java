package io.prefscore.report.page;

import io.prefscore.report.page.PageView.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Keeps a page readable where there are very many slices: shows the first and the last of those that are sorted. */
public final class Extremes {

    /** A chart has no more rows than this: some three screens. */
    public static final int CHART_ROWS = 60;

    /** A table has no more rows than this; the tables that are written beside the page have all. */
    public static final int TABLE_ROWS = 400;

    private Extremes() {}

    /** All, or as many from both ends. */
    public static <T> List<T> of(List<T> sorted, int most) {
        if (sorted.size() <= most) {
            return sorted;
        }
        List<T> shown = new ArrayList<>(sorted.subList(0, most / 2));
        shown.addAll(sorted.subList(sorted.size() - most / 2, sorted.size()));
        return shown;
    }

    /** Says what is not shown; empty where all is. */
    public static String note(List<?> sorted, int most) {
        return sorted.size() <= most
                ? ""
                : " (%d from either end of %s)".formatted(most / 2, Figures.count(sorted.size()));
    }

    /** A block for each name, numbered from 1. */
    static List<Block> numbered(Map<String, ?> byName, BiFunction<String, Integer, Block> block) {
        List<Block> blocks = new ArrayList<>();
        for (String name : byName.keySet()) {
            blocks.add(block.apply(name, blocks.size() + 1));
        }
        return blocks;
    }
}
