package io.prefscore.filter.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NGramIndexTest {

    /** Against sets of lists of words and a flag for each word. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 5", "5, 8", "6, 13"})
    void findsTheShareThatSetsOfWordTuplesFind(long seed, int words) {
        SplittableRandom random = new SplittableRandom(seed);
        NGramIndex index = new NGramIndex(words);
        Set<List<String>> tuples = new HashSet<>();
        List<String> evaluation = new ArrayList<>();
        for (int text = 0; text < 50; text++) {
            evaluation.add(PlantedTexts.sentence(random.nextInt(40), 30, random));
            index.add(evaluation.get(text));
            tuples.addAll(tuples(words(evaluation.get(text)), words));
        }

        int partly = 0;
        for (int text = 0; text < 500; text++) {
            String planted = evaluation.get(random.nextInt(evaluation.size()));
            int from = random.nextInt(planted.length() + 1);
            String mixed = PlantedTexts.sentence(random.nextInt(15), 30, random)
                    + " "
                    + planted.substring(from, from + random.nextInt(planted.length() - from + 1))
                    + " "
                    + PlantedTexts.sentence(random.nextInt(15), 30, random);
            double expected = share(words(mixed), words, tuples);
            partly += expected > 0 && expected < 1 ? 1 : 0;

            assertThat(index.overlap(mixed)).isEqualTo(expected);
        }
        assertThat(index.size()).isEqualTo(tuples.size());
        if (words > 1) {
            assertThat(partly).isGreaterThan(20);
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }

    private static List<List<String>> tuples(List<String> words, int length) {
        List<List<String>> tuples = new ArrayList<>();
        for (int start = 0; start + length <= words.size(); start++) {
            tuples.add(words.subList(start, start + length));
        }
        return tuples.isEmpty() && !words.isEmpty() ? List.of(words) : tuples;
    }

    private static double share(List<String> words, int length, Set<List<String>> held) {
        boolean[] covered = new boolean[words.size()];
        List<List<String>> tuples = tuples(words, length);
        for (int start = 0; start < tuples.size(); start++) {
            if (held.contains(tuples.get(start))) {
                for (int word = start; word < start + tuples.get(start).size(); word++) {
                    covered[word] = true;
                }
            }
        }
        int count = 0;
        for (boolean word : covered) {
            count += word ? 1 : 0;
        }
        return words.isEmpty() ? 0 : count / (double) words.size();
    }

    @Test
    void overlooksCaseSpacingAndPunctuation() {
        NGramIndex index = new NGramIndex(5);
        index.add("What's the capital of France -- and of Spain?");

        assertThat(index.overlap("whats THE \"capital\"\nof france, and of spain"))
                .isEqualTo(1);
        assertThat(index.overlap("the capital of Italy and of Spain")).isZero();
        assertThat(index.overlap("Tell me: the capital of France and no more")).isEqualTo(5.0 / 9);
    }

    @Test
    void comparesTextsOfFewerWordsAsAWhole() {
        NGramIndex index = new NGramIndex(13);
        index.add("Who wrote Hamlet?");

        assertThat(index.overlap("who wrote hamlet")).isEqualTo(1);
        assertThat(index.overlap("who wrote")).isZero();
        assertThat(index.overlap("who wrote hamlet then")).isZero();
        assertThat(index.overlap("a b c d e f g h i j k l m n who wrote hamlet"))
                .isZero();
    }

    @Test
    void findsNothingInTextsWithoutWords() {
        NGramIndex index = new NGramIndex(13);
        index.add("?!");

        assertThat(index.size()).isZero();
        assertThat(index.overlap("?!")).isZero();
        assertThat(index.overlap("")).isZero();
    }

    @Test
    void takesIdeographsAndKanaForWords() {
        NGramIndex index = new NGramIndex(8);
        index.add("日本で一番高い山は何ですか？");

        assertThat(index.overlap("日本で一番高い山は何ですか")).isEqualTo(1);
        assertThat(index.overlap("教えて。日本で一番高い山は何か")).isEqualTo(11.0 / 14);
        assertThat(WordHashes.of("コーヒー 2 杯 ok")).hasSize(7);
    }

    @Test
    void keepsVowelSignsWithTheirLetters() {
        assertThat(WordHashes.of("हिन्दी में")).hasSize(2);
        assertThat(WordHashes.of("हिन्दी")).isNotEqualTo(WordHashes.of("हन्द"));
    }

    @Test
    void refusesNGramsOfNoWords() {
        assertThatThrownBy(() -> new NGramIndex(0)).hasMessageContaining("at least one word");
    }
}
