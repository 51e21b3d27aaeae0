package io.prefscore.encode;

import java.util.Arrays;

/** How far token sequences are the same. */
public final class CommonStart {

    private CommonStart() {}

    /** With how many equal tokens both begin. */
    public static int of(int[] left, int[] right) {
        int mismatch = Arrays.mismatch(left, right);
        return mismatch < 0 ? left.length : mismatch;
    }
}
