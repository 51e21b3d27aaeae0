package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers in few bytes: most sums of a small slice are counts, and most counts are small. */
final class CompactNumbers {

    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;
    /** Whole numbers up to here are exact as doubles. */
    private static final double LARGEST_WHOLE = 0x1p53;

    private CompactNumbers() {}

    /** Writes a number without sign, seven bits a byte, the lowest first. */
    static void writeCount(DataOutput output, long count) throws IOException {
        long rest = count;
        while ((rest & -MORE) != 0) {
            output.writeByte((int) (rest & (MORE - 1)) | MORE);
            rest >>>= PAYLOAD_BITS;
        }
        output.writeByte((int) rest);
    }

    /** Reads what {@link #writeCount} wrote. */
    static long readCount(DataInput input) throws IOException {
        long count = 0;
        int shift = 0;
        byte next = input.readByte();
        while (next < 0) {
            count |= (long) (next & (MORE - 1)) << shift;
            shift += PAYLOAD_BITS;
            next = input.readByte();
        }
        return count | (long) next << shift;
    }

    /** Writes a whole number of either sign: 0, −1, 1, −2 as 0, 1, 2, 3. */
    static void writeWhole(DataOutput output, long number) throws IOException {
        writeCount(output, (number << 1) ^ (number >> 63));
    }

    /** Reads what {@link #writeWhole} wrote. */
    static long readWhole(DataInput input) throws IOException {
        long coded = readCount(input);
        return (coded >>> 1) ^ -(coded & 1);
    }

    /** Writes numbers to the last bit: a count as itself plus one, any other number as a 0 and its eight bytes. */
    static void writeNumbers(DataOutput output, double[] numbers) throws IOException {
        for (double number : numbers) {
            if (isCount(number)) {
                writeCount(output, (long) number + 1);
            } else {
                writeCount(output, 0);
                output.writeDouble(number);
            }
        }
    }

    /** Reads what {@link #writeNumbers} wrote. */
    static void readNumbers(DataInput input, double[] numbers) throws IOException {
        for (int index = 0; index < numbers.length; index++) {
            long count = readCount(input);
            numbers[index] = count == 0 ? input.readDouble() : count - 1;
        }
    }

    /** Tells 0 from −0 too: what is read back is equal to the last bit. */
    private static boolean isCount(double number) {
        return number >= 0
                && number < LARGEST_WHOLE
                && Double.doubleToRawLongBits(number) == Double.doubleToRawLongBits((double) (long) number);
    }
}
