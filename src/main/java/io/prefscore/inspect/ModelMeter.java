package io.prefscore.inspect;

import io.prefscore.encode.CommonStart;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.model.TextFacts;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures with a model's template and tokenizer: conversations are the same where their rendered texts are. */
final class ModelMeter extends Meter {

    private final TextFacts facts;
    private final TextTokenizer tokenizer;

    ModelMeter(TextFacts facts) {
        this.facts = facts;
        this.tokenizer = facts.openTokenizer();
    }

    @Override
    MeasuredRow measure(Example example) throws ConversationRefused {
        List<int[]> tokens = new ArrayList<>();
        List<MeasuredRow.Conversation> conversations = new ArrayList<>();
        for (Response response : example.responses()) {
            String text = facts.renderer().render(conversation(example, response));
            int[] ids = tokenizer.encode(text);
            if (ids.length == 0) {
                throw new ConversationRefused(Skip.Reason.NO_TOKENS, "the text has no tokens");
            }
            tokens.add(ids);
            conversations.add(
                    new MeasuredRow.Conversation(keys().of(text), characters(response.messages()), ids.length));
        }
        return new MeasuredRow(
                example,
                keys().of(example.prompt()),
                characters(example.prompt()),
                promptTokens(example.prompt(), tokens),
                conversations,
                facts.renderer().findsSpecialToken(example));
    }

    /**
     * With how many tokens all conversations begin as the prompt by itself does. A template that does not write a prompt
     * without a response leaves what the conversations have in common.
     */
    private int promptTokens(List<Message> prompt, List<int[]> conversations) throws ConversationRefused {
        Optional<String> alone = renderedAlone(prompt);
        int[] first = alone.isPresent() ? tokenizer.encode(alone.get()) : conversations.get(0);
        int shared = alone.isPresent() || conversations.size() > 1 ? first.length : 0;
        for (int[] conversation : conversations) {
            shared = Math.min(shared, CommonStart.of(first, conversation));
        }
        return shared;
    }

    private Optional<String> renderedAlone(List<Message> prompt) {
        if (prompt.isEmpty()) {
            return Optional.of("");
        }
        try {
            return Optional.of(facts.renderer().render(prompt));
        } catch (ConversationRefused wantsAResponse) {
            return Optional.empty();
        }
    }

    @Override
    RenderedExample render(Example example) {
        List<String> texts = new ArrayList<>();
        try {
            for (Response response : example.responses()) {
                texts.add(facts.renderer().render(conversation(example, response)));
            }
        } catch (ConversationRefused refused) {
            throw new IllegalStateException(example.id() + " was rendered but cannot be rendered again", refused);
        }
        String prompt = renderedAlone(example.prompt()).orElse(texts.get(0));
        int shared = prompt.length();
        for (String text : texts) {
            shared = Math.min(shared, commonStart(prompt, text));
        }
        // the prompt alone may end otherwise; then the cut is between lines and not within a token
        int line = prompt.lastIndexOf('\n', shared - 1) + 1;
        int start = shared == prompt.length() || line == 0 ? shared : line;
        return rendered(
                example,
                prompt.substring(0, start),
                texts.stream().map(text -> text.substring(start)).toList());
    }

    private static int commonStart(String left, String right) {
        int most = Math.min(left.length(), right.length());
        int shared = 0;
        while (shared < most && left.charAt(shared) == right.charAt(shared)) {
            shared++;
        }
        // not between the halves of a character
        return shared > 0 && Character.isHighSurrogate(left.charAt(shared - 1)) ? shared - 1 : shared;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
