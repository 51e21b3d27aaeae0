package io.prefscore.config;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether one path lies in another, by their names alone: no file system is asked. */
final class PathOverlap {

    private static final Pattern ELSEWHERE = Pattern.compile("(?!file:)([a-zA-Z][a-zA-Z0-9+.-]*://[^/]*)(.*)");
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private PathOverlap() {}

    /**
     * Whether whoever reads the one comes by the other. Names that begin with an underscore or a dot are never read.
     *
     * @param read a folder or a file, or a pattern of such
     * @param written a folder
     */
    static boolean holds(String read, String written) {
        List<String> outer = names(read);
        List<String> inner = names(written);
        if (inner.size() < outer.size()) {
            return false;
        }
        for (int depth = 0; depth < outer.size(); depth++) {
            if (!matches(outer.get(depth), inner.get(depth))) {
                return false;
            }
        }
        return inner.subList(outer.size(), inner.size()).stream()
                .noneMatch(name -> name.startsWith("_") || name.startsWith("."));
    }

    /** Whether a folder is the place that a scoring run has for its report. */
    static boolean isReport(String run, String written) {
        List<String> report = names(run);
        report.add("report");
        return report.equals(names(written));
    }

    /** The names that a path consists of, the first of which says on which file system it is. */
    private static List<String> names(String path) {
        Matcher elsewhere = ELSEWHERE.matcher(path);
        boolean local = !elsewhere.matches();
        String place = local
                ? Path.of(path.replaceFirst("^file:(//)?(?=/)", ""))
                        .toAbsolutePath()
                        .normalize()
                        .toString()
                : elsewhere.group(2);
        List<String> names = new ArrayList<>(List.of(local ? "" : elsewhere.group(1)));
        Arrays.stream(place.split("/")).filter(name -> !name.isEmpty()).forEach(names::add);
        return names;
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.equals(name)) {
            return true;
        }
        try {
            return GLOB.matcher(pattern).find()
                    && FileSystems.getDefault()
                            .getPathMatcher("glob:" + pattern)
                            .matches(Path.of(name));
        } catch (PatternSyntaxException malformed) {
            return false;
        }
    }
}
