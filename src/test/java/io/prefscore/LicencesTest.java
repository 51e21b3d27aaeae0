package io.prefscore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the job's jar carries has the text of its licence in it. */
class LicencesTest {

    private static final Path FOLDER = Path.of("src/main/resources/META-INF/licenses");
    private static final String INDEX = "INDEX.txt";

    /** Written by the build: what goes into the jar. */
    private static final Path BUNDLED = Path.of("target/bundled.txt");

    private static final Pattern ARTIFACT = Pattern.compile("(?m)^ +([\\w.-]+:[\\w.-]+):jar:.*:(?:compile|runtime)\\b");

    @Test
    void standInTheJar() throws IOException {
        Map<String, List<String>> texts = index();
        TreeSet<String> bundled = ARTIFACT.matcher(Files.readString(BUNDLED))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(bundled).contains("ai.djl.pytorch:pytorch-native-cpu", "org.webjars.npm:echarts");
        assertThat(texts.keySet()).containsExactlyInAnyOrderElementsOf(bundled);
        TreeSet<String> named = new TreeSet<>(List.of(INDEX));
        texts.values().forEach(named::addAll);
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
        }
        for (String text : named) {
            assertThat(Files.size(FOLDER.resolve(text))).as(text).isGreaterThan(1_000);
        }
        assertThat(FOLDER.resolve("Apache-2.0.txt")).hasSameTextualContentAs(Path.of("LICENSE"));
    }

    private static Map<String, List<String>> index() throws IOException {
        Map<String, List<String>> index = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve(INDEX))) {
            List<String> words = List.of(line.strip().split(" +"));
            if (words.size() > 1 && !line.startsWith("#")) {
                index.put(words.get(0), words.subList(1, words.size()));
            }
        }
        return index;
    }
}
