package io.prefscore.scoring;

import io.prefscore.preference.Skip;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps a row from being taken as scored by the rewards that its data carries. */
final class GivenDefect {

    private GivenDefect() {}

    /**
     * Looks at a row's rewards.
     *
     * @param rewards one a response, null where there is none
     * @return empty where they are as many finite numbers as there are responses, told apart by 32 bits where they differ
     */
    static Optional<Skip> of(List<@Nullable Double> rewards, int responses) {
        if (rewards.isEmpty()) {
            return Optional.of(new Skip(Skip.Reason.MISSING_FIELD, "no rewards are given"));
        }
        if (rewards.size() != responses) {
            return malformed("holds " + rewards.size() + " rewards for " + responses + " responses");
        }
        for (int index = 0; index < responses; index++) {
            Double reward = rewards.get(index);
            if (reward == null) {
                return Optional.of(
                        new Skip(Skip.Reason.MISSING_FIELD, "no reward is given for response " + (index + 1)));
            }
            if (!Float.isFinite(reward.floatValue())) {
                return malformed(
                        "the reward of response " + (index + 1) + " is " + reward + ", no finite 32-bit number");
            }
        }
        for (int first = 0; first < responses; first++) {
            for (int second = 0; second < first; second++) {
                if (isBlurred(rewards.get(first), rewards.get(second))) {
                    return malformed("the rewards " + rewards.get(second) + " and " + rewards.get(first)
                            + " are the same as 32-bit numbers, as which runs keep rewards; subtract what all have in"
                            + " common, or scale them");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBlurred(@Nullable Double first, @Nullable Double second) {
        return first != null
                && second != null
                && first.doubleValue() != second.doubleValue()
                && first.floatValue() == second.floatValue();
    }

    private static Optional<Skip> malformed(String detail) {
        return Optional.of(new Skip(Skip.Reason.MALFORMED_FIELD, detail));
    }
}
