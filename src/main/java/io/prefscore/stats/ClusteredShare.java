package io.prefscore.stats;

/**
 * A share of trials that come in clusters, from sums that any number of machines can add up: of each cluster x successes
 * among n trials.
 *
 * @param successes Σx
 * @param trials Σn
 * @param squares Σx²
 * @param products Σxn
 * @param trialSquares Σn²
 * @param clusters those with n > 0
 */
public record ClusteredShare(
        double successes, double trials, double squares, double products, double trialSquares, int clusters) {

    /** The share with Wilson's interval at the number of independent trials that would be as informative. */
    public Estimate estimate(double level) {
        if (trials == 0) {
            return Estimate.UNDEFINED;
        }
        double share = successes / trials;
        // rounding may leave a hair below 0 of a sum of squares
        double residuals = Math.max(0, squares - 2 * share * products + share * share * trialSquares);
        double variance = clusters < 2 ? Double.NaN : clusters / (clusters - 1.0) * residuals / (trials * trials);
        return new Intervals(level).share(new Ratio(share, variance, clusters, trials));
    }
}
