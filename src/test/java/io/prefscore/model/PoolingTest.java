package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PoolingTest {

    private static final OptionalInt PAD = OptionalInt.of(7);

    @Test
    void scoresTheLastTokenThoughItIsThePad() {
        assertThat(Pooling.LAST_TOKEN.index(new int[] {1, 2, 7, 7}, PAD)).isEqualTo(3);
    }

    @Test
    void scoresTheRightmostTokenThatIsNotThePad() {
        assertThat(Pooling.RIGHTMOST_NON_PAD.index(new int[] {1, 7, 2, 7, 7}, PAD))
                .isEqualTo(2);
        assertThat(Pooling.RIGHTMOST_NON_PAD.index(new int[] {1, 2}, PAD)).isEqualTo(1);
        assertThat(Pooling.RIGHTMOST_NON_PAD.index(new int[] {1, 7}, OptionalInt.empty()))
                .isEqualTo(1);
    }

    /** As in the reference. */
    @Test
    void scoresAConversationOfPadsAtItsFirstToken() {
        assertThat(Pooling.RIGHTMOST_NON_PAD.index(new int[] {7, 7, 7}, PAD)).isZero();
    }
}
