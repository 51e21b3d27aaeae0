package io.prefscore.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a note must be before anybody opens it: what it is for comes first, and nothing in it is of our machines or runs. */
final class NoteRules {

    /** A path from a root that machines have, a file's URL, this machine's own names, or a host with its port. */
    private static final Pattern MACHINE = Pattern.compile(
            "(?<![\\w.}/])/(?:home|root|Users|tmp|work|mnt|opt|var|etc|usr)/[^\\s\"]*"
                    + "|file:/[^\\s\"]*|[A-Z]:\\\\\\\\[^\\s\"]*|\\blocalhost\\b|\\b127\\.0\\.0\\.1\\b|\\w+://[\\w.-]+:\\d+");

    private NoteRules() {}

    /** What is wrong with a note, each complaint saying where; empty where nothing is. */
    static List<String> complaints(Note note) {
        List<String> complaints = new ArrayList<>();
        if (note.paragraphs().isEmpty()
                || note.paragraphs().get(0).language().orElse(Paragraph.Language.SCALA)
                        != Paragraph.Language.MARKDOWN) {
            complaints.add(note.file() + " must open with a paragraph in %md that says what it is for");
        }
        Matcher machine = MACHINE.matcher(note.json().toString());
        while (machine.find()) {
            complaints.add(note.file() + " names a machine's path or host: " + machine.group());
        }
        note.paragraphs().forEach(paragraph -> complaints.addAll(complaints(paragraph)));
        return complaints;
    }

    private static List<String> complaints(Paragraph paragraph) {
        List<String> complaints = new ArrayList<>();
        if (paragraph.title().isBlank()) {
            complaints.add(paragraph.where() + " has no title");
        }
        if (paragraph.language().isEmpty()) {
            complaints.add(paragraph.where() + " is for %" + paragraph.interpreter()
                    + "; notes are written for %spark, %spark.sql (or %sql) and %md");
        }
        // the second is what Zeppelin wrote before 0.7
        if (paragraph.json().has("results") || paragraph.json().has("result")) {
            complaints.add(paragraph.where() + " holds results; publish notes without any");
        }
        return complaints;
    }
}
