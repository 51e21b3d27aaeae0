package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Unit;
import java.util.List;
import java.util.Locale;

/** Rows, pairs and responses in words, and where one becomes the other. */
final class Units {

    private Units() {}

    /** {@code rows}. */
    static String many(Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    /** What enters a step: what the one before it leaves. */
    static Unit entering(List<Step> steps, int index) {
        return index == 0 ? Unit.ROWS : steps.get(index - 1).unit();
    }

    /** Whether a step makes something else of what enters it. */
    static boolean changesAt(List<Step> steps, int index) {
        return entering(steps, index) != steps.get(index).unit();
    }
}
