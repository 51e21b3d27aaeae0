package io.prefscore.scoring;

import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.Rewards;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A model without weights: the reward is the text's length, and words are its tokens. Texts can ask for trouble by what
 * stands in them.
 *
 * @param fingerprint its name
 * @param journal file in which every text is noted that the model is given, one line each
 */
public record LengthModel(String fingerprint, String journal) implements ModelSource {

    /** A text with this word is refused as too long. */
    static final String TOO_LONG = "TOOLONG";
    /** A text with this word gets NaN. */
    static final String NOT_A_NUMBER = "NOTANUMBER";
    /** A text with this word loses three tokens to truncation. */
    static final String TRUNCATED = "CUTME";
    /** The first text with this word fails its call; those after it do not. */
    static final String FAILS_ONCE = "FAILONCE";
    /** The template refuses this role. */
    static final String REFUSED_ROLE = "stranger";

    @Override
    public ConversationRenderer renderer() {
        return LengthModel::render;
    }

    static String render(List<Message> conversation) throws ConversationRefused {
        StringBuilder text = new StringBuilder();
        for (Message turn : conversation) {
            if (turn.role().equals(REFUSED_ROLE)) {
                throw new ConversationRefused(Skip.Reason.TEMPLATE_REFUSED, "no role " + turn.role());
            }
            text.append('<')
                    .append(turn.role())
                    .append("> ")
                    .append(turn.content())
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public RewardModel open(Device device) {
        note("open " + device);
        return new RewardModel() {
            @Override
            public Rewards score(List<String> texts) {
                return LengthModel.this.score(texts);
            }

            @Override
            public int charactersPerCall() {
                return 200;
            }

            @Override
            public void close() {
                note("close");
            }
        };
    }

    private Rewards score(List<String> texts) {
        List<Rewards.Outcome> outcomes = new ArrayList<>();
        long tokens = 0;
        for (String text : texts) {
            failOnce(text);
            note("text " + text.replace("\n", "\\n"));
            outcomes.add(outcome(text));
            tokens += tokens(text);
        }
        return new Rewards(outcomes, new Rewards.Cost(tokens, tokens / 2, 1, Duration.ofMillis(1)));
    }

    private void failOnce(String text) {
        Path marker = Path.of(journal + ".failed");
        if (text.contains(FAILS_ONCE) && !Files.exists(marker)) {
            try {
                Files.createFile(marker);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            throw new IllegalStateException("a device that stumbles once");
        }
    }

    static Rewards.Outcome outcome(String text) {
        if (text.contains(TOO_LONG)) {
            return new Rewards.Refused(new Skip(Skip.Reason.TOO_LONG, tokens(text) + " tokens"));
        }
        float reward = text.contains(NOT_A_NUMBER) ? Float.NaN : text.length();
        return new Rewards.Scored(reward, tokens(text), text.contains(TRUNCATED) ? 3 : 0);
    }

    static int tokens(String text) {
        return text.strip().split("\\s+").length;
    }

    /** The texts that the model was given, in the order of their scoring. */
    public List<String> computed() throws IOException {
        return Files.exists(Path.of(journal))
                ? Files.readAllLines(Path.of(journal)).stream()
                        .filter(line -> line.startsWith("text "))
                        .toList()
                : List.of();
    }

    private synchronized void note(String line) {
        try {
            Files.writeString(Path.of(journal), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
