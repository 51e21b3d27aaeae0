package io.prefscore.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Texts that each are one token wherever they stand.
 *
 * @param byStart the texts by their first UTF-16 unit, of which a tokenizer's special tokens have few
 */
record TokenTexts(TreeMap<Character, List<String>> byStart) implements Serializable {

    static TokenTexts of(Collection<String> texts) {
        TreeMap<Character, List<String>> byStart = new TreeMap<>();
        texts.stream().filter(text -> !text.isEmpty()).forEach(text -> byStart.computeIfAbsent(
                        text.charAt(0), start -> new ArrayList<>())
                .add(text));
        return new TokenTexts(byStart);
    }

    /** Whether one of them stands in a text. */
    boolean standIn(String text) {
        return byStart.entrySet().stream().anyMatch(same -> standIn(text, same.getKey(), same.getValue()));
    }

    private static boolean standIn(String text, char start, List<String> same) {
        for (int place = text.indexOf(start); place >= 0; place = text.indexOf(start, place + 1)) {
            for (String token : same) {
                if (text.startsWith(token, place)) {
                    return true;
                }
            }
        }
        return false;
    }
}
