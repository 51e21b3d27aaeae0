package io.prefscore.dataset;

import io.prefscore.dataset.LabelFlip.Exchange;
import io.prefscore.dataset.LabelFlip.Negate;
import io.prefscore.dataset.LabelFlip.Swap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What says which of a row's responses is better.
 *
 * @param judge how it is read
 * @param flip how it is written the other way round
 */
record Label(Judge.Binder judge, LabelFlip flip) {

    static final LabelFlip NOT_TURNED = new LabelFlip.None("the mapping names no label that could be turned round");

    /**
     * The first response is preferred, so that what the row says of the two changes places where it is not.
     *
     * @param margins columns that may say how strongly, before the difference of the two ratings does
     */
    static Label firstOf(Side first, Side second, String... margins) {
        List<List<String>> ratings = pairs(first.ratings(), second.ratings());
        List<List<String>> swapped = pairs(List.of(first.column()), List.of(second.column()));
        swapped.addAll(ratings);
        swapped.addAll(pairs(first.sources(), second.sources()));
        return new Label(Judge.firstBy(List.of(margins), ratings), new Swap(swapped));
    }

    private static List<List<String>> pairs(List<String> first, List<String> second) {
        List<List<String>> pairs = new ArrayList<>();
        for (int index = 0; index < first.size(); index++) {
            pairs.add(List.of(first.get(index), second.get(index)));
        }
        return pairs;
    }

    /** See {@link Judge#signed}. */
    static Label signed(String column, double largest) {
        return new Label(Judge.signed(column, largest), new Negate(column));
    }

    /** See {@link Judge#flags}. */
    static Label flags(String first, String second, String tie) {
        return new Label(Judge.flags(first, second, tie), new Swap(List.of(List.of(first, second))));
    }

    /**
     * See {@link Judge#named}.
     *
     * @param winners one value a response, in their order
     */
    static Label named(String column, List<String> winners, Map<String, String> ties, Optional<String> strength) {
        Map<String, Integer> positions = new TreeMap<>();
        for (int index = 0; index < winners.size(); index++) {
            positions.put(winners.get(index), index);
        }
        LabelFlip flip = winners.size() == 2 ? new Exchange(column, winners.get(0), winners.get(1)) : NOT_TURNED;
        return new Label(Judge.named(column, winners.size(), positions, ties, strength), flip);
    }
}
