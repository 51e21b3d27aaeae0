package io.prefscore.encode;

import io.prefscore.preference.Example;
import io.prefscore.preference.LeftOut;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Renders conversations for a model that refuses those with too much text. Of one that has it in a single turn only the
 * beginnings are rendered, which shows that its template leaves the turn in.
 *
 * @param renderer renders what is not too long
 * @param most bytes of a text that the model takes
 */
public record BoundedRenderer(ConversationRenderer renderer, int most) implements ConversationRenderer {

    private static final long serialVersionUID = 1;

    private static final int KEPT_BYTES = 256;

    @Override
    public String render(List<Message> conversation) throws ConversationRefused {
        if (conversation.stream().anyMatch(turn -> turn.content().length() > most)) {
            long bytes = bytes(conversation);
            if (bytes > most) {
                throw new ConversationRefused(Skip.tooMuchText(bytes, most));
            }
        }
        return renderer.render(conversation);
    }

    @Override
    public OptionalInt mostBytes() {
        return OptionalInt.of(most);
    }

    @Override
    public boolean findsSpecialToken(Example example) {
        return renderer.findsSpecialToken(example);
    }

    @Override
    public List<String> marks() {
        return renderer.marks();
    }

    /** Bytes of a conversation, with white space at the end of turns where more of it makes a longer one. */
    private long bytes(List<Message> conversation) {
        long bytes = bytes(conversation, KEPT_BYTES);
        long blanks = conversation.stream()
                .filter(turn -> isShortened(turn.content()))
                .mapToLong(turn -> turn.content().length() - endOfWords(turn.content()))
                .filter(count -> count > 2 * KEPT_BYTES)
                .min()
                .orElse(0);
        boolean blanksCount = blanks > 0 && bytes(conversation, 2 * KEPT_BYTES) >= bytes + KEPT_BYTES;
        return blanksCount ? bytes + blanks - KEPT_BYTES : bytes;
    }

    private long bytes(List<Message> conversation, int blanks) {
        List<Message> shorter = new ArrayList<>(conversation.size());
        for (Message turn : conversation) {
            shorter.add(
                    isShortened(turn.content())
                            ? new Message(turn.role(), shortened(turn.content(), blanks), turn.extras())
                            : turn);
        }
        try {
            String text = renderer.render(shorter);
            return Utf8.length(text) + LeftOut.bytes(text);
        } catch (ConversationRefused whatIsShort) {
            // the whole is rendered, and says itself what is wrong with it
            return 0;
        }
    }

    private boolean isShortened(String text) {
        return text.length() > most && marks().stream().noneMatch(text::contains);
    }

    /** The beginning of a text, the length of what follows, and some of the white space at its end. */
    private static String shortened(String text, int blanks) {
        int end = endOfWords(text);
        String beginning = Utf8.start(text, KEPT_BYTES);
        String words = text.substring(beginning.length(), end).stripLeading();
        return beginning
                + (words.isEmpty() ? "" : LeftOut.sign(Utf8.length(words)))
                + text.substring(end, Math.min(text.length(), end + blanks));
    }

    private static int endOfWords(String text) {
        int end = text.length();
        while (end > KEPT_BYTES && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
