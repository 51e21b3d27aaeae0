package io.prefscore.scoring;

import io.prefscore.dataset.RowParser;
import io.prefscore.dataset.TooLong;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.encode.Utf8;
import io.prefscore.preference.LeftOut;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Measures rows by rendering them. Shipped to executors. */
record LongConversations(RowParser parser, ConversationRenderer renderer) implements TooLong.Length {

    private static final long serialVersionUID = 1;

    /** For a model that refuses too much text; empty for one that takes any. */
    static Optional<TooLong> rule(RowParser parser, ConversationRenderer renderer) {
        return renderer.mostBytes().isPresent()
                ? Optional.of(new TooLong(
                        parser.columns(),
                        renderer.marks(),
                        renderer.mostBytes().orElseThrow(),
                        new LongConversations(parser, renderer)))
                : Optional.empty();
    }

    @Override
    public long bytes(Row row) {
        return new Rendering(parser, renderer, "").render("", row) instanceof Rendering.Rendered rendered
                ? rendered.texts().stream()
                        .mapToLong(text -> Utf8.length(text) + LeftOut.bytes(text))
                        .max()
                        .orElse(0)
                : 0;
    }
}
