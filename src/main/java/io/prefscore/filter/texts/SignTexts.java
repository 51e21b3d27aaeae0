package io.prefscore.filter.texts;

import org.apache.spark.sql.api.java.UDF1;

/**
 * The sketch of a text, and behind it the keys of its bands. Shipped to executors.
 *
 * @param shingle length of a shingle, in characters
 */
record SignTexts(int shingle, MinHash minHash, Bands bands) implements UDF1<String, long[]> {

    @Override
    public long[] call(String text) {
        int[] signature = minHash.signature(Shingles.of(text, shingle));
        long[] signed = new long[1 + bands.count()];
        signed[0] = Sketch.of(signature);
        System.arraycopy(bands.keys(signature), 0, signed, 1, bands.count());
        return signed;
    }
}
