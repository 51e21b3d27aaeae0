package io.prefscore.dataset;

import com.typesafe.config.Config;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the marks of one dialect in texts, by one pass over the text: the pattern is an alternation of literals. Safe for
 * use by several threads.
 *
 * @param place where a mark opens a turn
 * @param spellings the marks of each kind, without the white space around them, in the order of the declaration
 */
record MarkScanner(Place place, Pattern pattern, Map<String, List<String>> spellings) implements Serializable {

    /** Marks inside a turn that stand for a line break. */
    static final String MORE = "more";

    /** Marks that end a turn, one of which must where they are declared so. */
    static final String END = "end";

    static final String MAY_END = "may-end";

    /** Kinds in the order in which they are tried where several fit. */
    private static final List<String> OPENING =
            List.of(TurnMarks.SYSTEM, Turns.USER, Turns.ASSISTANT, TurnMarks.TOOL, MORE);

    /**
     * A mark with the white space that the template writes at its edges, which is {@code text.substring(start, end)}.
     *
     * @param kind a role, {@link #MORE} or {@link #END}
     * @param spelling the mark without the white space
     */
    record Mark(String kind, String spelling, int start, int end) {}

    /** Where a mark counts. */
    enum Place {
        ANYWHERE(""),
        LINE("(?md:^)[ \\t]*+"),
        WORD("(?<![^\\s>])");

        private final String pattern;

        Place(String pattern) {
            this.pattern = pattern;
        }

        /** Finds any of these literals where it counts; nothing where there are none. */
        Pattern find(List<String> literals) {
            if (literals.isEmpty()) {
                return Pattern.compile("(?!)");
            }
            return Pattern.compile(pattern
                    + firstOf(literals)
                    + literals.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")));
        }
    }

    /** The scanner of a declaration in {@code marks.conf}. */
    static MarkScanner of(Config declaration, Place place) {
        Map<String, List<String>> spellings = new LinkedHashMap<>();
        List<String> opening = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (String kind : OPENING) {
            List<String> marks = TurnMarks.texts(declaration, kind);
            if (!marks.isEmpty()) {
                opening.addAll(marks);
                groups.add(group(kind, marks));
                spellings.put(kind, marks.stream().map(String::strip).toList());
            }
        }
        String pattern = place.pattern + firstOf(opening) + "(?:" + String.join("|", groups) + ")";
        List<String> ends = new ArrayList<>(TurnMarks.texts(declaration, END));
        ends.addAll(TurnMarks.texts(declaration, MAY_END));
        if (!ends.isEmpty()) {
            pattern += "|" + firstOf(ends) + group(END, ends);
            spellings.put(END, ends);
        }
        return new MarkScanner(place, Pattern.compile(pattern), spellings);
    }

    /** Most characters begin no mark, which one look at a set of characters tells. */
    private static String firstOf(List<String> marks) {
        return marks.stream()
                .flatMap(mark -> Stream.of(mark.substring(0, 1), mark.strip().substring(0, 1)))
                .distinct()
                .map(Pattern::quote)
                .collect(Collectors.joining("", "(?=[\r", "])"));
    }

    private static String group(String kind, List<String> marks) {
        return marks.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(MarkScanner::pattern)
                .collect(Collectors.joining("|", "(?<" + kind + ">", ")"));
    }

    /** White space that begins a mark may be absent, that which ends one only where the text ends. */
    private static String pattern(String mark) {
        String core = mark.strip();
        int start = mark.indexOf(core);
        String before = spaces(mark.substring(0, start), "?+");
        String after = spaces(mark.substring(start + core.length()), "");
        return before + Pattern.quote(core) + (after.isEmpty() ? "" : "(?:" + after + "|\\s*+\\z)");
    }

    private static String spaces(String whiteSpace, String quantifier) {
        return whiteSpace
                .chars()
                .mapToObj(space -> (space == '\n' ? "(?:\\r?\\n)" : " ") + quantifier)
                .collect(Collectors.joining());
    }

    /** The marks of this kind in the order of the declaration, without the white space around those that open a turn. */
    List<String> spellings(String kind) {
        return spellings.getOrDefault(kind, List.of());
    }

    /** Whether a mark stands at this place of the text, which counts as the start of a line. */
    boolean at(String text, int start) {
        return matcher(text, start).lookingAt();
    }

    /** The end of the mark of this kind that stands at the start of the text, 0 where none does. */
    int endOfFirst(String text, int start, String kind) {
        Matcher matcher = matcher(text, start);
        return matcher.lookingAt() && matcher.start(kind) >= 0 ? matcher.end() : 0;
    }

    /** The marks of turns from this place on, which counts as the start of a line. */
    List<Mark> marks(String text, int start) {
        List<Mark> marks = new ArrayList<>();
        Matcher matcher = matcher(text, start);
        while (matcher.find()) {
            marks.add(new Mark(kind(matcher), matcher.group().strip(), matcher.start(), matcher.end()));
        }
        return withoutEndsInsideTurns(inOneSpelling(marks), text);
    }

    private Matcher matcher(String text, int start) {
        return pattern.matcher(text).region(start, text.length());
    }

    private String kind(Matcher matcher) {
        for (String kind : spellings.keySet()) {
            if (matcher.start(kind) >= 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the pattern is made of the kinds alone");
    }

    /**
     * Where a role has several spellings, a text uses one and the others are what somebody says: of the user that of the
     * first mark, of the assistant the first in the order of the declaration.
     */
    private List<Mark> inOneSpelling(List<Mark> marks) {
        List<Mark> kept = new ArrayList<>(marks);
        if (place == Place.LINE) {
            marks.stream()
                    .filter(mark -> mark.kind().equals(Turns.USER))
                    .findFirst()
                    .ifPresent(first -> keep(kept, Turns.USER, first.spelling()));
            spellings(Turns.ASSISTANT).stream()
                    .filter(spelling ->
                            marks.stream().anyMatch(mark -> mark.spelling().equals(spelling)))
                    .findFirst()
                    .ifPresent(first -> keep(kept, Turns.ASSISTANT, first));
        }
        return kept;
    }

    private static void keep(List<Mark> marks, String kind, String spelling) {
        marks.removeIf(mark -> mark.kind().equals(kind) && !mark.spelling().equals(spelling));
    }

    /** What could end a turn does so only where the next mark or the text's end follows: {@code </s>} is HTML as well. */
    private static List<Mark> withoutEndsInsideTurns(List<Mark> marks, String text) {
        List<Mark> kept = new ArrayList<>();
        int next = text.length();
        for (int index = marks.size() - 1; index >= 0; index--) {
            Mark mark = marks.get(index);
            if (!mark.kind().equals(END) || afterSpace(text, mark.end()) >= next) {
                kept.add(mark);
                next = mark.start();
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    /** The first place from this on that has no white space. */
    static int afterSpace(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
