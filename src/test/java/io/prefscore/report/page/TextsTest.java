package io.prefscore.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextsTest {

    @Test
    void showsControlCharactersAndKeepsLines() {
        assertThat(Texts.visible("a\u0000b\u001b[31m\r\nc\td\u007f\re")).isEqualTo("a␀b␛[31m\nc\td␡␍e");
    }

    @Test
    void leavesEveryOtherCharacterAlone() {
        String text = "日本語 👩‍👩‍👧 e\u0301 \u202eabc <b>&amp;";

        assertThat(Texts.visible(text)).isEqualTo(text);
    }

    @Test
    void cutsLabelsBetweenCharacters() {
        String label = Texts.label("  two\n\nlines " + "👩".repeat(100));

        assertThat(label).startsWith("two lines 👩").endsWith("👩…");
        assertThat(label.codePointCount(0, label.length())).isEqualTo(60);
    }
}
