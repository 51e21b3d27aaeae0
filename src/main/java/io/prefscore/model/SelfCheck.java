package io.prefscore.model;

import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * What a loaded model must show before its first row: rewards that are numbers, and that do not depend on what else is in
 * the batch or in which order it stands. A device, a driver or a build of libtorch that computes wrongly shows here.
 */
public final class SelfCheck {

    /** A question and what is answered to it; the texts of one call share their beginning. */
    private record Talk(String question, List<String> answers) {}

    /** From long to short: the first that fits the limit of tokens is taken. */
    private static final List<Talk> TALKS = List.of(
            new Talk(
                    "A train leaves at nine and needs two hours and a half. When does it arrive,"
                            + " and what should somebody do who wants to be there by eleven?",
                    List.of(
                            "It arrives at half past eleven, so one has to take an earlier train.",
                            "It arrives at ten.",
                            "Trains are a pleasant way to travel. Many people read on them, and some look out of the"
                                    + " window.",
                            "")),
            new Talk("When?", List.of("At ten.", "Now.", "")),
            new Talk("a", List.of("b", "c", "")));

    private SelfCheck() {}

    /**
     * Checks a model that was just opened, and closes it where it fails.
     *
     * @param tolerance largest difference allowed, in units of max(1, largest absolute reward)
     * @return the model
     * @throws UserError of kind CHECK saying what was found
     */
    static RewardModel passed(RewardModel model, ConversationRenderer renderer, double tolerance) {
        try {
            check(largestDifference(model, renderer), tolerance);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void check(double worst, double tolerance) {
        if (!(worst <= tolerance)) {
            throw new UserError(
                    UserError.Kind.CHECK,
                    "self-check: rewards of one conversation alone, packed and in another order differ by " + worst
                            + " of the largest reward; they may differ by " + tolerance
                            + ". Nothing was scored. The device"
                            + " or its libtorch computes wrongly; try model.device = cpu or another host");
        }
    }

    /**
     * Scores a few conversations alone, together and in reverse.
     *
     * @return largest difference of one conversation's rewards, in units of max(1, largest absolute reward)
     * @throws UserError of kind CHECK where one is not scored or its reward is not a finite number
     */
    public static double largestDifference(RewardModel model, ConversationRenderer renderer) {
        Iterator<Talk> talks = TALKS.iterator();
        List<String> texts = texts(talks.next(), renderer);
        List<Rewards.Outcome> outcomes = model.score(texts).outcomes();
        while (outcomes.stream().anyMatch(SelfCheck::isTooLong) && talks.hasNext()) {
            texts = texts(talks.next(), renderer);
            outcomes = model.score(texts).outcomes();
        }
        float[] together = rewards(outcomes);
        List<String> reversed = new ArrayList<>(texts);
        Collections.reverse(reversed);
        float[] backwards = rewards(model.score(reversed).outcomes());
        double scale = 1;
        double worst = 0;
        for (int i = 0; i < together.length; i++) {
            float alone = rewards(model.score(List.of(texts.get(i))).outcomes())[0];
            float reverse = backwards[together.length - 1 - i];
            scale = Math.max(scale, Math.abs(together[i]));
            worst = Math.max(worst, Math.max(Math.abs(alone - together[i]), Math.abs(reverse - together[i])));
        }
        return worst / scale;
    }

    private static boolean isTooLong(Rewards.Outcome outcome) {
        return outcome instanceof Rewards.Refused refused && refused.skip().reason() == Skip.Reason.TOO_LONG;
    }

    private static float[] rewards(List<Rewards.Outcome> outcomes) {
        float[] rewards = new float[outcomes.size()];
        for (int i = 0; i < rewards.length; i++) {
            if (outcomes.get(i) instanceof Rewards.Refused refused) {
                throw new UserError(
                        UserError.Kind.CHECK,
                        "self-check: even a question and an answer of one letter are not scored: "
                                + refused.skip().reason().label() + ", "
                                + refused.skip().detail().split(";", 2)[0]
                                + "; raise encode.max-tokens, or look at the tokenizer");
            }
            Rewards.Scored scored = (Rewards.Scored) outcomes.get(i);
            if (!Float.isFinite(scored.reward())) {
                throw new UserError(
                        UserError.Kind.CHECK,
                        "self-check: a short conversation scores " + scored.reward()
                                + ", not a number that can be compared; the weights or the arithmetic (model.dtype) are"
                                + " at fault");
            }
            rewards[i] = scored.reward();
        }
        return rewards;
    }

    private static List<String> texts(Talk talk, ConversationRenderer renderer) {
        List<String> texts = new ArrayList<>();
        for (String answer : talk.answers()) {
            try {
                texts.add(renderer.render(
                        List.of(new Message("user", talk.question()), new Message("assistant", answer))));
            } catch (ConversationRefused e) {
                throw new UserError(
                        UserError.Kind.CHECK,
                        "self-check: the chat template refuses a user's question with an answer: " + e.getMessage(),
                        e);
            }
        }
        return texts;
    }
}
