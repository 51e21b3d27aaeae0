package io.prefscore.notebooks;

import io.prefscore.notebooks.Results.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the results of a note that ran must be: no error, and nothing that Zeppelin would show wrongly or in part. */
final class ResultRules {

    /** Zeppelin's {@code zeppelin.interpreter.output.limit}, bytes; what is longer it may cut. */
    private static final int LONGEST_OUTPUT = 102_400;

    /** What Zeppelin says of an output that it cut, or of rows that it left out. */
    private static final String CUT = "<strong>Output is truncated</strong>";

    private ResultRules() {}

    /** What is wrong with a note that ran, each complaint saying where; empty where nothing is. */
    static List<String> complaints(Note note) {
        return note.paragraphs().stream()
                .flatMap(paragraph -> complaints(paragraph).stream())
                .toList();
    }

    /** The same of one paragraph. */
    static List<String> complaints(Paragraph paragraph) {
        Results results = paragraph.results().orElseThrow(() -> new IllegalStateException(paragraph + " did not run"));
        if (results.code() == Results.Code.ERROR) {
            return List.of(paragraph.where() + " failed: " + results.text());
        }
        List<String> complaints = new ArrayList<>();
        for (Output output : results.outputs()) {
            complaints.addAll(complaints(output, paragraph));
        }
        complaints.addAll(ChartRules.complaints(paragraph, results));
        return complaints.stream()
                .map(complaint -> paragraph.where() + ": " + complaint)
                .toList();
    }

    private static List<String> complaints(Output output, Paragraph paragraph) {
        List<String> complaints = new ArrayList<>();
        int bytes = output.data().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_OUTPUT) {
            complaints.add("an output of " + bytes + " bytes; Zeppelin shows " + LONGEST_OUTPUT);
        }
        if (output.data().contains(CUT)) {
            complaints.add("Zeppelin left a part out; show fewer rows");
            return complaints;
        }
        output.table()
                .ifPresent(table -> complaints.addAll(TableRules.complaints(table, TableRules.fewestRows(paragraph))));
        if (output.type().equals("HTML")) {
            complaints.addAll(HtmlRules.complaints(output.data()));
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
