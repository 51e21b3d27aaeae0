package io.prefscore.scoring;

import io.prefscore.model.RewardModel;
import io.prefscore.model.Rewards;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Hands texts to a model in calls of the size that it asks for. Texts that begin alike should follow each other. Executor
 * side; what the job and the transformer share.
 */
final class TextScorer {

    /** A text to score. */
    record Text(byte[] key, String text) {}

    /** Texts of one call, and what became of them. */
    record Call(List<Text> texts, Rewards rewards) {

        Call {
            texts = List.copyOf(texts);
        }
    }

    private final RewardModel model;

    TextScorer(RewardModel model) {
        this.model = model;
    }

    /** Scores lazily: each call is made when the one before it was taken. */
    Iterator<Call> score(Iterator<Text> texts) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return texts.hasNext();
            }

            @Override
            public Call next() {
                return call(fill(texts));
            }
        };
    }

    private List<Text> fill(Iterator<Text> texts) {
        List<Text> filled = new ArrayList<>();
        long characters = 0;
        while (texts.hasNext() && characters < model.charactersPerCall()) {
            Text text = texts.next();
            filled.add(text);
            characters += text.text().length();
        }
        return filled;
    }

    private Call call(List<Text> texts) {
        Rewards rewards = model.score(texts.stream().map(Text::text).toList());
        if (rewards.outcomes().size() != texts.size()) {
            throw new IllegalStateException("the model was given " + texts.size() + " texts and returned "
                    + rewards.outcomes().size() + " outcomes");
        }
        for (int index = 0; index < texts.size(); index++) {
            if (rewards.outcomes().get(index) instanceof Rewards.Scored scored && !Float.isFinite(scored.reward())) {
                throw new NonFiniteReward(texts.get(index).key(), scored.reward());
            }
        }
        return new Call(texts, rewards);
    }
}
