package io.prefscore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The texts that stand in quotes in the program's sources and in its launcher: what its sentences are put together of. */
final class ProgramTexts {

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final String JOINED = "\"\\s*\\+\\s*\"";

    /** Where something is put in: by Java's formats, at line ends, by the shell. */
    private static final String GAP = "%[-,.0-9]*[sdf%]|\\\\n|\\$\\w+|…";

    /** Shorter ones stand in any sentence. */
    private static final int SHORTEST = 8;

    private final List<String> texts;

    private ProgramTexts(List<String> texts) {
        this.texts = texts;
    }

    static ProgramTexts read() throws IOException {
        StringBuilder sources = new StringBuilder(Files.readString(Path.of("jobs/prefscore")));
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file).replaceAll(JOINED, ""));
            }
        }
        return new ProgramTexts(QUOTED.matcher(sources)
                .results()
                .map((MatchResult result) -> result.group(1))
                .flatMap(text -> Stream.of(text.split(GAP)))
                .filter(text -> text.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** How much of a sentence is none of these texts, as a share; … is what the program puts in. */
    double foreign(String sentence) {
        String rest = sentence.replace("…", "");
        int length = rest.length();
        for (String text : texts) {
            rest = rest.replace(text, "");
        }
        return rest.length() / (double) length;
    }
}
