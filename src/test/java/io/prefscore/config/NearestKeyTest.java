package io.prefscore.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestKeyTest {

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "same, same, 0", "flaw, lawn, 2"})
    void countsEdits(String left, String right, int edits) {
        assertThat(NearestKey.edits(left, right)).isEqualTo(edits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void countsAsTheRecursiveDefinitionDoes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            String left = word(random);
            String right = word(random);
            assertThat(NearestKey.edits(left, right)).as(left + " to " + right).isEqualTo(recursive(left, right));
        }
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(6), 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int recursive(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.length() + right.length();
        }
        String restLeft = left.substring(1);
        String restRight = right.substring(1);
        if (left.charAt(0) == right.charAt(0)) {
            return recursive(restLeft, restRight);
        }
        return 1
                + Math.min(
                        recursive(restLeft, restRight),
                        Math.min(recursive(restLeft, right), recursive(left, restRight)));
    }
}
