package io.prefscore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text in Markdown, for people, in the parts that can be held to the program.
 *
 * @param file where it stands
 * @param prose all lines outside of fences
 * @param fences its blocks of code
 */
record Document(Path file, String prose, List<Fence> fences) {

    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*(?:\\[[^\\]]*\\])?[^\\]\\[]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /**
     * A block of code.
     *
     * @param language what stands behind its opening; empty where nothing does
     */
    record Fence(String language, List<String> lines) {

        /** Its lines, with those put together that a backslash at the end divides. */
        List<String> commands() {
            return String.join("\n", lines).replaceAll("\\\\\n\\s*", "").lines().toList();
        }
    }

    static Document read(Path file) throws IOException {
        return of(file, Files.readString(file));
    }

    static Document of(Path file, String text) {
        List<String> prose = new ArrayList<>();
        List<Fence> fences = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("```")) {
                inside = !inside;
                if (inside) {
                    fences.add(new Fence(line.substring(3), new ArrayList<>()));
                }
            } else if (inside) {
                fences.get(fences.size() - 1).lines().add(line);
            } else {
                prose.add(line);
            }
        }
        return new Document(file, String.join("\n", prose), fences);
    }

    /** What stands between single backquotes, on one line each. */
    List<String> code() {
        return all(CODE, prose).map(code -> code.replaceAll("\\s+", " ")).toList();
    }

    /** Targets of links and pictures within the repository that are not there, or whose heading is not. */
    List<String> brokenLinks() throws IOException {
        List<String> broken = new ArrayList<>();
        for (String target : all(LINK, prose.replaceAll(CODE.pattern(), "code")).toList()) {
            if (!target.matches("https?:.*") && !leadsSomewhere(target)) {
                broken.add(target);
            }
        }
        return broken;
    }

    private boolean leadsSomewhere(String target) throws IOException {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path other = file.resolveSibling(path).normalize();
        if (!path.isEmpty() && !Files.exists(other)) {
            return false;
        }
        Document document = path.isEmpty() || hash < 0 ? this : read(other);
        return hash < 0 || document.anchors().anyMatch(Predicate.isEqual(target.substring(hash + 1)));
    }

    /** Headings as code hosts name them: small letters, hyphens for blanks, no other punctuation. */
    private Stream<String> anchors() {
        return all(HEADING, prose).map(heading -> heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'));
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
    }
}
