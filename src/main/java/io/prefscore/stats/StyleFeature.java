package io.prefscore.stats;

/** What of a response's looks may sway a judge. */
public enum StyleFeature {
    /** Characters, as a difference over the sum of both responses' characters. */
    LENGTH,
    /** Markdown headings; this and the following as a difference over the sum, 0 where neither response has any. */
    HEADINGS,
    /** Items of ordered and unordered lists. */
    LIST_ITEMS,
    /** Bold passages. */
    BOLD,
    /** Fenced code blocks and code spans. */
    CODE
}
