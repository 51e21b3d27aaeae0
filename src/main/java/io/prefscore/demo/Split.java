package io.prefscore.demo;

import java.util.Locale;

/**
 * Which side of the fence a prompt stands on. The text of a prompt alone decides it, so no prompt is ever on both sides,
 * whatever the seeds, the mix and the amounts.
 */
public enum Split {
    /** Seven prompts of eight. */
    TRAINING(1),
    /** One prompt of eight; no model of ours was trained on one of these. */
    HELD_OUT(2);

    private static final int HELD_OUT_ONE_IN = 8;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final int stream;

    Split(int stream) {
        this.stream = stream;
    }

    /** The side of a prompt: a hash of its UTF-16 code units (64-bit FNV-1a, then mixed), modulo eight. */
    public static Split of(String prompt) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < prompt.length(); i++) {
            hash = (hash ^ prompt.charAt(i)) * FNV_PRIME;
        }
        return Long.remainderUnsigned(SeededRandom.mix(hash), HELD_OUT_ONE_IN) == 0 ? HELD_OUT : TRAINING;
    }

    /** Number of the stream of chance that this side draws from. */
    int stream() {
        return stream;
    }

    /** {@code held-out} for {@link #HELD_OUT}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
