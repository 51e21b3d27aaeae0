package io.prefscore.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the results of a note that ran must be. */
final class ResultRules {

    private ResultRules() {}

    /** What is wrong with a paragraph that ran, each complaint saying where; empty where nothing is. */
    static List<String> complaints(Paragraph paragraph) {
        Results results = paragraph.results().orElseThrow();
        List<String> complaints = new ArrayList<>();
        if (results.code() == Results.Code.ERROR) {
            complaints.add(paragraph.where() + " failed: " + results.text());
        }
        return complaints;
    }

    /** Seconds, rows, interpreter and title, for a list of paragraphs. */
    static String line(Paragraph paragraph) {
        Results results = paragraph.results().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%6.1f s %7d rows  %-5s %2d %-9s %s",
                paragraph.time().toMillis() / 1e3,
                results.rows(),
                results.code() == Results.Code.SUCCESS ? "ok" : "ERROR",
                paragraph.number(),
                paragraph.interpreter(),
                paragraph.title());
    }
}
