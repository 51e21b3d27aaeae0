package io.prefscore.dataset;

import io.prefscore.preference.Comparison;
import io.prefscore.preference.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes comparisons of ratings. */
public final class Ratings {

    /** Of answers to one prompt that stand in rows of their own, so many are compared, each with each: 499,500 pairs. */
    public static final int MOST_COMPARED = 1000;

    private Ratings() {}

    /**
     * All pairs of rated responses: the higher rating is preferred, by the difference; equal ratings are a tie. A response
     * without rating is in none.
     *
     * @param ratings one a response, greater is better
     */
    public static List<Comparison> comparisons(List<OptionalDouble> ratings) {
        List<Comparison> comparisons = new ArrayList<>();
        for (int first = 0; first < ratings.size(); first++) {
            for (int second = first + 1; second < ratings.size(); second++) {
                OptionalDouble left = ratings.get(first);
                OptionalDouble right = ratings.get(second);
                if (left.isPresent() && right.isPresent()) {
                    comparisons.add(compared(first, left.getAsDouble(), second, right.getAsDouble()));
                }
            }
        }
        return comparisons;
    }

    /** {@link #comparisons} of the ratings that responses carry. */
    static List<Comparison> of(List<Response> responses) {
        return comparisons(responses.stream().map(Response::rating).toList());
    }

    private static Comparison compared(int first, double left, int second, double right) {
        OptionalDouble strength = OptionalDouble.of(Math.abs(left - right));
        return left >= right
                ? new Comparison(first, second, strength, Optional.empty())
                : new Comparison(second, first, strength, Optional.empty());
    }
}
