package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Count, mean and spread, gathered one by one or from parts. Source: T. Chan, G. Golub, R. LeVeque, The American Statistician
 * 37 (1983), 242–247: unlike the difference of two sums of squares it keeps its digits where the mean is far from 0.
 *
 * @param count how many values
 * @param mean of them; 0 without any
 * @param squares sum of squared distances from the mean
 */
public record Moments(long count, double mean, double squares) {

    /** Of no values. */
    public static final Moments NONE = new Moments(0, 0, 0);

    /** With another value. */
    public Moments plus(double value) {
        double step = value - mean;
        double newMean = mean + step / (count + 1);
        return new Moments(count + 1, newMean, squares + step * (value - newMean));
    }

    /** Of both. Nothing is rounded where one of them has no values. */
    public Moments plus(Moments other) {
        if (other.count == 0) {
            return this;
        }
        if (count == 0) {
            return other;
        }
        double all = (double) count + other.count;
        double step = other.mean - mean;
        return new Moments(
                count + other.count,
                mean + step * (other.count / all),
                squares + other.squares + step * step * (count * (other.count / all)));
    }

    /** Standard deviation with one degree of freedom taken off; 0 for fewer than two values. */
    public double standardDeviation() {
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    /** Writes it to the last bit. */
    void write(DataOutput output) throws IOException {
        output.writeLong(count);
        output.writeDouble(mean);
        output.writeDouble(squares);
    }

    /** Reads what {@link #write} wrote. */
    static Moments read(DataInput input) throws IOException {
        return new Moments(input.readLong(), input.readDouble(), input.readDouble());
    }
}
