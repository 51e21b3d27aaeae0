package io.prefscore.model;

import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.preference.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Models without weights. {@code length}: the reward is the number of characters (Unicode code points) of the last turn, so
 * that its judgement is "the longer answer wins", the ruler that a real model has to beat. {@code constant}: every reward is
 * 0 and every comparison a tie. A token of theirs is a character, and conversations of any length fit.
 */
public record WeightlessSource(Kind kind) implements FolderSource {

    private static final long serialVersionUID = 1;

    /** Which one. */
    public enum Kind {
        LENGTH,
        CONSTANT
    }

    /** Stands before each turn and is taken out of texts, so that where the last turn begins can be seen. */
    private static final char TURN = '\u001e';

    private static final int CHARACTERS_PER_CALL = 1 << 18;

    static WeightlessSource of(ModelSettings.Kind kind) {
        return switch (kind) {
            case LENGTH -> new WeightlessSource(Kind.LENGTH);
            case CONSTANT -> new WeightlessSource(Kind.CONSTANT);
            case CHECKPOINT, TORCHSCRIPT, COLUMN -> throw new IllegalArgumentException(kind + " is no such model");
        };
    }

    @Override
    public String fingerprint() {
        return new Fingerprint().with("recipe", "weightless 1 " + kind).hex();
    }

    @Override
    public ConversationRenderer renderer() {
        return WeightlessSource::render;
    }

    static String render(List<Message> conversation) {
        StringBuilder text = new StringBuilder();
        for (Message turn : conversation) {
            text.append(TURN).append(turn.role().replace('\n', ' ')).append('\n');
            text.append(turn.content().replace(TURN, ' '));
        }
        return text.toString();
    }

    @Override
    public RewardModel open(Device device) {
        return new RewardModel() {
            @Override
            public Rewards score(List<String> texts) {
                return rewards(texts);
            }

            @Override
            public int charactersPerCall() {
                return CHARACTERS_PER_CALL;
            }

            @Override
            public void close() {
                // nothing was opened
            }
        };
    }

    private Rewards rewards(List<String> texts) {
        long started = System.nanoTime();
        List<Rewards.Outcome> outcomes = new ArrayList<>(texts.size());
        long tokens = 0;
        for (String text : texts) {
            int length = text.codePointCount(0, text.length());
            outcomes.add(new Rewards.Scored(reward(text), length, 0));
            tokens += length;
        }
        Duration forward = Duration.ofNanos(System.nanoTime() - started);
        return new Rewards(outcomes, new Rewards.Cost(tokens, tokens, 1, forward));
    }

    private float reward(String text) {
        return switch (kind) {
            case CONSTANT -> 0;
            case LENGTH -> {
                int content = text.indexOf('\n', text.lastIndexOf(TURN)) + 1;
                yield text.codePointCount(content, text.length());
            }
        };
    }

    @Override
    public ModelFacts facts() {
        String none = "no weights";
        return new ModelFacts(
                kind == Kind.LENGTH ? "length of the last turn" : "constant 0",
                0,
                0,
                none,
                none,
                none,
                Integer.MAX_VALUE,
                OnTooLong.SET_ASIDE,
                "none added",
                "independent of the date",
                fingerprint(),
                List.of());
    }
}
