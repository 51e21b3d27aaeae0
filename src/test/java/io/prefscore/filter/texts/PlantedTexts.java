package io.prefscore.filter.texts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** Texts whose similarities are known, and the slow way to find them out. */
final class PlantedTexts {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private PlantedTexts() {}

    /**
     * Two texts that begin alike and have no shingle in common behind that: of n shingles each the first k are shared, so that
     * their similarity is k / (2n − k), the nearest there is to the one asked for.
     */
    static List<String> pair(double similarity, int shingles, int length, SplittableRandom random) {
        int shared = (int) Math.round(2 * shingles * similarity / (1 + similarity));
        String common = letters(shared + length - 1, random);
        int rest = shingles - shared;
        // a letter that is never drawn ends what is common to the two
        return List.of(common + "0" + letters(rest - 1, random), common + "1" + letters(rest - 1, random));
    }

    static String letters(int count, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < count; index++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** A sentence of made-up words out of a vocabulary. */
    static String sentence(int words, int vocabulary, SplittableRandom random) {
        List<String> drawn = new ArrayList<>();
        for (int word = 0; word < words; word++) {
            drawn.add(letters(3 + random.nextInt(6), new SplittableRandom(0x5eedL + random.nextInt(vocabulary))));
        }
        return String.join(" ", drawn);
    }

    /** Jaccard's similarity by sets of substrings. */
    static double similarity(String left, String right, int length) {
        Set<String> one = shingles(left, length);
        Set<String> other = shingles(right, length);
        Set<String> shared = new HashSet<>(one);
        shared.retainAll(other);
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return shared.size() / (double) all.size();
    }

    static Set<String> shingles(String text, int length) {
        String normal = text.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
        Set<String> shingles = new HashSet<>();
        for (int start = 0; start + length <= normal.length(); start++) {
            shingles.add(normal.substring(start, start + length));
        }
        if (shingles.isEmpty()) {
            shingles.add(normal);
        }
        return shingles;
    }
}
