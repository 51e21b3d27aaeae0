package io.prefscore.notebooks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HTML in a note must be: whole, and neither running anything nor fetching it. */
final class HtmlRules {

    private static final Pattern TAG =
            Pattern.compile("<(/?)([A-Za-z][\\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", Pattern.DOTALL);

    /** Have no end in HTML. */
    private static final Set<String> VOID =
            Set.of("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr");

    private static final Pattern RUNS =
            Pattern.compile("<script|javascript:|<[^>]*\\son\\w+\\s*=", Pattern.CASE_INSENSITIVE);

    private static final Pattern FETCHES = Pattern.compile("https?://[^\\s\"'<>]*", Pattern.CASE_INSENSITIVE);

    private HtmlRules() {}

    /** What is wrong with a fragment; empty where nothing is. */
    static List<String> complaints(String html) {
        List<String> complaints = new ArrayList<>(nesting(html));
        if (RUNS.matcher(html).find()) {
            complaints.add("HTML that runs a script");
        }
        Matcher address = FETCHES.matcher(html);
        while (address.find()) {
            complaints.add("HTML that refers to " + address.group());
        }
        return complaints;
    }

    /** Tags must close in the order in which they opened; what opens none is written as an entity. */
    private static List<String> nesting(String html) {
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(html);
        while (tag.find()) {
            String name = tag.group(2).toLowerCase(Locale.ROOT);
            boolean closes = !tag.group(1).isEmpty();
            if (closes && !name.equals(open.poll())) {
                return List.of("HTML with </" + name + "> where it was not opened");
            }
            if (!closes && !VOID.contains(name) && !tag.group(3).endsWith("/")) {
                open.push(name);
            }
        }
        if (!open.isEmpty()) {
            return List.of("HTML without </" + open.peek() + ">");
        }
        return TAG.matcher(html).replaceAll("").contains("<")
                ? List.of("HTML with a < that opens no tag; write &lt;")
                : List.of();
    }
}
