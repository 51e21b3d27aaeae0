package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds README.md and the documents to the program: what they link to is there, what they tell people to type it takes. */
class DocumentsTest {

    private static final Path README = Path.of("README.md");
    private static final Path FOLDER = Path.of("src/site/markdown");

    /** Two screens. */
    private static final int MAX_LINES = 120;

    private static final long MAX_PICTURE_BYTES = 60 << 10;

    private static final int TROUBLES = 15;

    /** Share of a sentence that names of files and other constants make up. */
    private static final double FOREIGN = 0.25;

    /** In whatever block or sentence they stand. */
    private static final Pattern COMMAND =
            Pattern.compile("^(?:[A-Z_]+=\\S+ )*(?:jobs/\\w+(?:\\.sh)?|mvn|spark-submit) .*");

    private static final Pattern PATH = Pattern.compile("(?:jobs|conf|src|notebooks|\\.ci)/[\\w./-]*");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

    /** Of Spark's, and of the launcher's. */
    private static final Set<String> OTHER_OPTIONS = Set.of("--spark", "--archive", "--executor-cores");

    private static final Config DEFAULTS = ConfigFactory.parseFile(
            Path.of("src/main/resources/io/prefscore/config/defaults.conf").toFile());

    /** Settings whose keys users name. */
    private static final Pattern OPEN = Pattern.compile("(input\\.(rating-weights|max-flagged|columns\\.\\w.*))\\..+");

    private static final Pattern SETTING = Pattern.compile("("
            + String.join("|", DEFAULTS.root().keySet())
            + ")\\.(?!(?:html|json|sh|conf|cron)$)[a-z][a-z.-]*[a-z](?=$|[ =].*)");

    static List<Document> documents() throws IOException {
        List<Document> documents = new ArrayList<>(List.of(Document.read(README)));
        for (Path file : files()) {
            documents.add(Document.read(file));
        }
        return documents;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> listing = Files.list(FOLDER)) {
            return listing.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksAndPicturesLeadSomewhere(Document document) throws IOException {
        assertThat(document.brokenLinks()).isEmpty();
        assertThat(document.code())
                .filteredOn(code -> PATH.matcher(code).matches())
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsCanBeTyped(Document document) throws IOException {
        assertThat(complaints(document)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void settingsAreSome(Document document) {
        assertThat(unknownSettings(document)).isEmpty();
    }

    @Test
    void optionsAreSome() throws IOException {
        Set<String> known = OPTION.matcher(DocumentedCommands.options())
                .results()
                .map(option -> option.group())
                .collect(Collectors.toSet());
        known.addAll(OTHER_OPTIONS);

        for (Document document : documents()) {
            for (String code : document.code()) {
                Matcher option = OPTION.matcher(code);
                if (option.lookingAt()) {
                    assertThat(known).as("%s: %s", document.file(), code).contains(option.group());
                }
            }
        }
    }

    @Test
    void theReadmeIsTwoScreensAndNamesAllDocuments() throws IOException {
        String readme = Files.readString(README);

        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(MAX_LINES);
        assertThat(files()).isNotEmpty().allSatisfy(file -> assertThat(readme).contains("(" + file + ")"));
    }

    @Test
    void picturesAreSmallAndShown() throws IOException {
        String readme = Files.readString(README);
        try (Stream<Path> pictures = Files.list(Path.of("src/site/resources/images"))) {
            assertThat(pictures.toList()).isNotEmpty().allSatisfy(picture -> {
                assertThat(Files.size(picture)).isLessThanOrEqualTo(MAX_PICTURE_BYTES);
                assertThat(readme).contains("(" + picture + ")");
            });
        }
    }

    @Test
    void troublesAreSentencesOfTheProgram() throws IOException {
        ProgramTexts program = ProgramTexts.read();
        List<Document.Fence> sentences = Document.read(FOLDER.resolve("troubleshooting.md")).fences().stream()
                .filter(fence -> fence.language().equals("text"))
                .toList();

        assertThat(sentences).hasSize(TROUBLES).allSatisfy(sentence -> assertThat(
                        program.foreign(sentence.lines().get(0)))
                .as("%s", sentence)
                .isLessThan(FOREIGN));
        assertThat(program.foreign(
                        "…: holds a completed run; remove it, choose another output folder, or give --force"))
                .isGreaterThan(FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/prefscore score --inputs DATA --model M --output O",
                "jobs/prefscore scores",
                "jobs/prefscore filter --scores RUN --output O --conf conf/gone.conf",
                "jobs/prefscore filter --scores RUN --output O --policy \"margins { at-least = 1 }\"",
                "jobs/nightly.sh --since yesterday-ish",
                "jobs/bench.sh everything",
                "SPARK_HOME=X spark-submit target/prefscore.jar score",
                "mvn test -Dtest=GoneTest",
                "mvn -Pgone test",
                "hf download MODEL"
            })
    void aCommandThatCannotBeTypedIsFound(String command) throws IOException {
        assertThat(complaints(Document.of(README, "```sh\n" + command + "\n```")))
                .hasSize(1);
        assertThat(complaints(Document.of(README, "```sh\n" + command + "  # not run by the tests\n```")))
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsFound() throws IOException {
        Document document = Document.of(README, """
                # A heading

                [here](#a-heading), [there](LICENSE), ![a `picture`](src/gone.png), [a part](README.md#gone)
                `input.path = []`, `input.limit`, `report.html`, `model.kind=length`

                ```text
                mvn verify
                ```
                """);

        assertThat(document.brokenLinks()).containsExactly("src/gone.png", "README.md#gone");
        assertThat(unknownSettings(document)).containsExactly("input.path");
        assertThat(complaints(document)).containsExactly("stands in no block of commands: mvn verify");
    }

    private static List<String> complaints(Document document) throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Document.Fence fence : document.fences()) {
            for (String line : fence.commands()) {
                if (fence.language().equals("sh")) {
                    DocumentedCommands.complaint(line).ifPresent(complaints::add);
                } else if (COMMAND.matcher(line).matches()) {
                    complaints.add("stands in no block of commands: " + line);
                }
            }
        }
        for (String code : document.code()) {
            if (COMMAND.matcher(code).matches()) {
                DocumentedCommands.complaintInSentence(code).ifPresent(complaints::add);
            }
        }
        return complaints;
    }

    private static List<String> unknownSettings(Document document) {
        Stream<String> inProse = document.code().stream()
                .map(SETTING::matcher)
                .filter(Matcher::lookingAt)
                .map(Matcher::group);
        Stream<String> inBlocks = document.fences().stream()
                .filter(fence -> fence.language().equals("hocon"))
                .flatMap(fence -> ConfigFactory.parseString(String.join("\n", fence.lines())).entrySet().stream())
                .map(entry -> String.join(".", ConfigUtil.splitPath(entry.getKey())));
        return Stream.concat(inProse, inBlocks)
                .filter(setting -> !DEFAULTS.hasPathOrNull(setting)
                        && !OPEN.matcher(setting).matches())
                .toList();
    }
}
