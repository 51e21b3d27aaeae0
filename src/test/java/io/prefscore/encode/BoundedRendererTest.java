package io.prefscore.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.config.EncodeSettings;
import io.prefscore.preference.Message;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused unseen, against how long the template itself makes it. */
class BoundedRendererTest {

    private static final EncodeSettings SETTINGS = new EncodeSettings(
            Optional.empty(), LocalDate.of(2024, 7, 4), OptionalInt.empty(), EncodeSettings.OnTooLong.SET_ASIDE);

    private static final int MOST = 20_000;

    private static final String PLAIN = "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}";
    private static final String TRIMMED = "{% for m in messages %}{{ m['content'] | trim }} {% endfor %}";
    private static final String STRIPPED = "{% for m in messages %}{{ m.content.rstrip('\\n') }}\n{% endfor %}";
    private static final String THINKING = "{% for m in messages %}{{ m.content.split('</think>')[-1] }}{% endfor %}";
    private static final String BY_NAME =
            "{% set end = '</think>' %}{% for m in messages %}{{ m.content.split(end)[-1] }}{% endfor %}";
    private static final String CUT = "{% for m in messages %}{{ m.content[:500] }}{% endfor %}";
    private static final String SHORTENED = "{% for m in messages %}{{ m.content | truncate(900) }}{% endfor %}";
    private static final String USERS =
            "{% for m in messages %}{% if m.role == 'user' %}{{ m.content }}{% endif %}{% endfor %}";
    private static final String LAST = "{% for m in messages[1:] %}{{ m.content }}{% endfor %}";
    private static final String TOOLS =
            "{% for m in messages %}{% if not '<tool>' in m.content %}{{ m.content }}{% endif %}{% endfor %}";

    private static final Map<String, String> TEXTS = Map.of(
            "words", "word and ".repeat(5_000),
            "han", "你好😀".repeat(7_000),
            "blank", " ".repeat(30_000),
            "lines", "\n".repeat(30_000),
            "before", "\n ".repeat(15_000) + "x",
            "behind", "x" + " ".repeat(30_000),
            "thought", "a".repeat(30_000) + "</think> b",
            "surrogate", "a".repeat(255) + "😀".repeat(20_000),
            "tool", "a".repeat(30_000) + "<tool>");

    @Test
    void refusesOnlyWhatTheTemplateMakesTooLong() {
        int refused = 0;
        for (String source : List.of(PLAIN, TRIMMED, STRIPPED, THINKING, BY_NAME, CUT, SHORTENED, USERS, LAST, TOOLS)) {
            ChatTemplate template = ChatTemplate.of(source, Map.of(), SETTINGS);
            BoundedRenderer bounded = new BoundedRenderer(template, MOST);
            for (String text : TEXTS.values()) {
                for (List<Message> conversation : conversations(text)) {
                    refused += refuses(bounded, conversation) ? 1 : 0;
                }
            }
        }
        assertThat(refused).isGreaterThan(80);
    }

    private static List<List<Message>> conversations(String text) {
        return List.of(
                List.of(new Message("user", "hi"), new Message("assistant", text)),
                List.of(new Message("user", text), new Message("assistant", "hi")));
    }

    private static boolean refuses(BoundedRenderer bounded, List<Message> conversation) {
        String whole = rendered(bounded.renderer(), conversation);
        try {
            assertThat(bounded.render(conversation)).isEqualTo(whole);
            return false;
        } catch (ConversationRefused refused) {
            assertThat(whole.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(MOST);
            assertThat(refused).hasMessageStartingWith("too-long: more than ");
            return true;
        }
    }

    private static String rendered(ConversationRenderer renderer, List<Message> conversation) {
        try {
            return renderer.render(conversation);
        } catch (ConversationRefused refused) {
            throw new AssertionError(refused);
        }
    }

    /** What a plain template does with every text, and with which size, counted by hand. */
    @ParameterizedTest
    @CsvSource({"words, '45,026'", "blank, '30,027'", "behind, '30,028'"})
    void saysHowLongItIs(String text, String bytes) {
        ConversationRenderer bounded = new BoundedRenderer(ChatTemplate.of(PLAIN, Map.of(), SETTINGS), MOST);

        assertThatThrownBy(() -> bounded.render(conversations(TEXTS.get(text)).get(0)))
                .hasMessage("too-long: more than " + bytes
                        + " bytes of text, the most that is cut into tokens is 20,000; filter the input");
    }
}
