package io.prefscore.scoring;

/** The model gave NaN or an infinity. The driver finds the row that the text stands in, and says so. */
final class NonFiniteReward extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String key;
    private final float reward;

    NonFiniteReward(byte[] key, float reward) {
        super("reward " + reward + " for the text with key " + TextKeys.show(key));
        this.key = TextKeys.show(key);
        this.reward = reward;
    }

    /** The text's key, hexadecimal. */
    String key() {
        return key;
    }

    float reward() {
        return reward;
    }
}
