package io.prefscore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What documents tell people to type, held to the command line, the build and the scripts as they are. Runs none of it. */
final class DocumentedCommands {

    private static final String NOT_RUN = "# not run by the tests";

    /** Words, where quotes keep blanks, and a backslash a quote. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"(?:\\\\.|[^\"\\\\])*\"|'[^']*')+");

    private static final Pattern PART = Pattern.compile("'([^']*)'|\"((?:\\\\.|[^\"\\\\])*)\"");

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=\\S*");
    private static final Pattern TEST = Pattern.compile("-Dtest=(\\S+)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\S+)");
    private static final Path LAUNCHER = Path.of("jobs/prefscore");
    private static final Path NIGHTLY = Path.of("jobs/nightly.sh");

    private DocumentedCommands() {}

    /** Why a line of a shell block cannot be typed as it stands; nothing of one that can, or that says no test runs it. */
    static Optional<String> complaint(String line) throws IOException {
        List<String> words = words(line.endsWith(NOT_RUN) ? "" : line);
        if (words.isEmpty() || words.get(0).matches("export|unset")) {
            return Optional.empty();
        }
        List<String> arguments = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "jobs/prefscore" -> ofLauncher(arguments);
            case "jobs/nightly.sh" ->
                complaint(concat(
                        List.of("nightly", "--conf", "conf/nightly.conf"),
                        isScript(NIGHTLY) ? arguments : List.of("--gone")));
            case "jobs/bench.sh" ->
                Files.readString(Path.of("jobs/bench.sh")).contains("\n  " + arguments.get(0) + ")")
                        ? Optional.empty()
                        : Optional.of("jobs/bench.sh has no " + arguments.get(0));
            case "jobs/quickstart.sh", ".ci/run" ->
                isScript(Path.of(words.get(0))) ? Optional.empty() : Optional.of(words.get(0) + " cannot be run");
            case "spark-submit" -> ofSparkSubmit(arguments);
            case "mvn" -> ofMaven(line);
            default -> Optional.of("neither known, nor marked as not run: " + line);
        };
    }

    /** The same of a command in a sentence, which may be its name alone. */
    static Optional<String> complaintInSentence(String code) throws IOException {
        return complaint(code.matches("jobs/prefscore \\w+") ? code + " --help" : code);
    }

    /** All options that any command has. */
    static String options() {
        return Stream.of("score", "nightly", "report", "scaling", "filter", "inspect", "check", "demo", "store")
                .map(command -> {
                    StringWriter help = new StringWriter();
                    PrintWriter out = new PrintWriter(help, true);
                    Prefscore.execute(
                            SparkJobs.inOwnSessions(),
                            new Terminal(out, out, Terminal.Kind.PLAIN, 80),
                            command,
                            "--help-all");
                    return help.toString();
                })
                .collect(Collectors.joining());
    }

    private static Optional<String> ofLauncher(List<String> arguments) throws IOException {
        String script = isScript(LAUNCHER) ? Files.readString(LAUNCHER) : "";
        List<String> left = new ArrayList<>(arguments);
        while (!left.isEmpty() && left.get(0).equals("--spark") && script.contains("--spark)")) {
            left.subList(0, 2).clear();
        }
        return left.equals(List.of("--archive")) && script.contains("--archive ") ? Optional.empty() : complaint(left);
    }

    private static Optional<String> ofSparkSubmit(List<String> arguments) {
        int jar = arguments.indexOf("target/prefscore.jar");
        return arguments.contains(Main.class.getName()) && jar >= 0
                ? complaint(arguments.subList(jar + 1, arguments.size()))
                : Optional.of("spark-submit without the main class and the jar");
    }

    private static Optional<String> ofMaven(String line) throws IOException {
        Matcher profile = PROFILE.matcher(line);
        if (profile.find() && !Files.readString(Path.of("pom.xml")).contains("<id>" + profile.group(1) + "</id>")) {
            return Optional.of("no profile " + profile.group(1));
        }
        Matcher test = TEST.matcher(line);
        String named = test.find() ? test.group(1) : "";
        return Arrays.stream(named.split("\\+"))
                .filter(name -> !name.isEmpty() && !isTest(name))
                .findFirst()
                .map(name -> "no test " + name);
    }

    private static boolean isTest(String name) {
        try (Stream<Path> sources = Files.walk(Path.of("src/test"))) {
            return sources.anyMatch(source -> source.endsWith(name + ".java"));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean isScript(Path script) {
        return Files.isExecutable(script);
    }

    /** What the command line says of arguments before it sets to work. */
    private static Optional<String> complaint(List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int code = Preflight.check(new Terminal(out, out, Terminal.Kind.PLAIN, 80), arguments.toArray(new String[0]));
        return code == 0 ? Optional.empty() : Optional.of(arguments + ": " + said);
    }

    /** Without the variables before a command and the remark behind it. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.replaceFirst("(^|\\s)#\\s.*", ""));
        while (word.find()) {
            if (!words.isEmpty() || !ASSIGNMENT.matcher(word.group()).matches()) {
                words.add(unquoted(word.group()));
            }
        }
        return words;
    }

    private static String unquoted(String word) {
        return PART.matcher(word)
                .replaceAll(part -> Matcher.quoteReplacement(
                        part.group().startsWith("'")
                                ? part.group(1)
                                : part.group(2).replaceAll("\\\\(.)", "$1")));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
