package io.prefscore.preference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One turn of a conversation, as a chat template sees it.
 *
 * @param role who speaks, as the data says it (usually {@code system}, {@code user} or {@code assistant}); the template
 *     decides which roles it accepts
 * @param content the text of the turn; may be empty
 * @param extras further keys that a template may read ({@code tool_calls}, {@code name}, {@code reasoning_content}),
 *     made of strings, numbers, booleans, lists, maps and nulls, in the data's order; empty for ordinary turns
 */
public record Message(String role, String content, Map<String, Object> extras) {

    public Message {
        // keeps the order, which a template that writes a turn as JSON shows, and nulls
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /** Length of its text in Unicode code points. */
    public int characters() {
        return content.codePointCount(0, content.length());
    }

    public Message(String role, String content) {
        this(role, content, Map.of());
    }
}
