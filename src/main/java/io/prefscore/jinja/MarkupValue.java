package io.prefscore.jinja;

/** A text marked as safe HTML by {@code safe} or {@code escape}. It prints as it is, but escapes what is added to it. */
record MarkupValue(String text) {

    /** A value as HTML text. */
    static String escape(Object value) {
        if (value instanceof MarkupValue markup) {
            return markup.text();
        }
        return Printer.str(value)
                .replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }
}
