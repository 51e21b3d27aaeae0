package io.prefscore.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentKeysTest {

    private final ContentKeys keys = new ContentKeys();

    @Test
    void tellsTurnsApartThatReadTheSameWhenJoined() throws ConversationRefused {
        byte[] key = keys.of(List.of(new Message("user", "ab"), new Message("user", "c")));

        assertThat(key).hasSize(16);
        assertThat(keys.of(List.of(new Message("user", "ab"), new Message("user", "c"))))
                .isEqualTo(key);
        assertThat(keys.of(List.of(new Message("user", "a"), new Message("user", "bc"))))
                .isNotEqualTo(key);
        assertThat(keys.of(List.of(new Message("user", "abuserc")))).isNotEqualTo(key);
        assertThat(keys.of(List.of(new Message("user", "ab"), new Message("user", "c", Map.of("name", "x")))))
                .isNotEqualTo(key);
    }

    @Test
    void refusesALoneSurrogateAndGoesOn() throws ConversationRefused {
        byte[] key = keys.of("fine");

        assertThatThrownBy(() -> keys.of(List.of(new Message("user", "fine"), new Message("user", "\ud800"))))
                .isInstanceOfSatisfying(
                        ConversationRefused.class,
                        refused -> assertThat(refused.skip().reason()).isEqualTo(Skip.Reason.INVALID_UNICODE));
        assertThat(keys.of("fine")).isEqualTo(key);
    }
}
