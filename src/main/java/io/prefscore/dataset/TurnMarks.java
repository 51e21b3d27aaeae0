package io.prefscore.dataset;

import com.typesafe.config.Config;
import io.prefscore.dataset.MarkScanner.Mark;
import io.prefscore.dataset.MarkScanner.Place;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A dialect in which a whole conversation stands in one text: what a chat template renders, or a speaker's mark before each
 * turn. Knows the dialects that {@code marks.conf} beside this class declares, where their sources are named.
 *
 * <p>Strict: a text that is not wholly of the dialect is not read. It must begin with a mark, its turns must be ended as the
 * dialect ends them, and no turn may hold a mark of a template. A text without marks costs a look at its start, and a search
 * for one literal where the dialect lets a system prompt stand before the first mark. Roles are system, user, assistant and
 * tool. Immutable; safe for use by several threads.
 */
final class TurnMarks implements Serializable {

    static final String SYSTEM = "system";
    static final String TOOL = "tool";

    private static final long serialVersionUID = 1;

    /** What ends a system prompt that is followed by a mark in the same line. */
    private static final String SENTENCE_ENDS = ".!?:。！？：";

    private static final List<TurnMarks> ALL = declared();

    /** The marks of templates that no plain text has by accident. */
    private static final Pattern OF_TEMPLATES = Place.ANYWHERE.find(ALL.stream()
            .filter(dialect -> dialect.place == Place.ANYWHERE)
            .flatMap(dialect -> dialect.special.stream())
            .distinct()
            .toList());

    private final String name;
    private final Place place;
    private final MarkScanner scanner;
    private final boolean mustEnd;
    private final boolean mayEnd;
    private final List<String> begin;
    private final List<String> finish;
    private final List<String> ends;
    private final List<String> opened;
    private final List<String> special;
    private final Pattern specialMarks;
    private final List<String> spacesBehindMark;
    private final String preamble;
    private final boolean stripped;

    /**
     * The turns of a text.
     *
     * @param open whether an empty turn of the assistant, which is not among them, stands at the end
     */
    private record Conversation(List<Message> turns, boolean open) {

        String lastRole() {
            return turns.get(turns.size() - 1).role();
        }

        Conversation closed() {
            if (!open) {
                return this;
            }
            List<Message> all = new ArrayList<>(turns);
            all.add(new Message(Turns.ASSISTANT, ""));
            return new Conversation(all, false);
        }
    }

    private TurnMarks(Config declaration) {
        name = declaration.getString("name");
        place = declaration.hasPath("at")
                ? Place.valueOf(declaration.getString("at").toUpperCase(Locale.ROOT))
                : Place.ANYWHERE;
        scanner = MarkScanner.of(declaration, place);
        mustEnd = declaration.hasPath(MarkScanner.END);
        mayEnd = declaration.hasPath(MarkScanner.MAY_END);
        begin = texts(declaration, "begin");
        finish = longestFirst(texts(declaration, "finish"));
        List<String> marks = new ArrayList<>(finish);
        for (String end : scanner.spellings(MarkScanner.END)) {
            marks.add(end);
            marks.add(end.strip());
        }
        ends = longestFirst(marks);
        opened = texts(declaration, "opened");
        special = texts(declaration, "special");
        specialMarks = place.find(special);
        spacesBehindMark = longestFirst(texts(declaration, Turns.ASSISTANT).stream()
                .map(mark -> mark.substring(mark.stripTrailing().length()))
                .filter(space -> !space.isEmpty())
                .toList());
        preamble = declaration.hasPath("preamble") ? declaration.getString("preamble") : "";
        stripped = declaration.hasPath("stripped") && declaration.getBoolean("stripped");
    }

    /** The texts of a key that a declaration may lack. */
    static List<String> texts(Config declaration, String key) {
        return declaration.hasPath(key) ? List.copyOf(declaration.getStringList(key)) : List.of();
    }

    private static List<String> longestFirst(List<String> texts) {
        return texts.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static List<TurnMarks> declared() {
        return Vocabulary.resource("marks.conf").getConfigList("dialects").stream()
                .map(TurnMarks::new)
                .collect(Collectors.toUnmodifiableList());
    }

    /** All dialects, in the order in which they are tried. */
    static List<TurnMarks> all() {
        return ALL;
    }

    /** The dialect of this name. */
    static Optional<TurnMarks> named(String name) {
        return ALL.stream().filter(dialect -> dialect.name.equals(name)).findFirst();
    }

    /** The first dialect in which all texts are prompts; none for no texts. */
    static Optional<TurnMarks> ofPrompts(List<String> texts) {
        return firstThatReads(texts, dialect -> text -> dialect.prompt(text).isPresent());
    }

    /** The first dialect in which all texts are dialogues and not all prompts; none for no texts. */
    static Optional<TurnMarks> ofDialogues(List<String> texts) {
        return firstThatReads(texts, dialect -> text -> dialect.dialogue(text).isPresent())
                .filter(dialect ->
                        !texts.stream().allMatch(text -> dialect.prompt(text).isPresent()));
    }

    private static Optional<TurnMarks> firstThatReads(
            List<String> texts, Function<TurnMarks, Predicate<String>> reads) {
        return ALL.stream()
                .filter(dialect -> !texts.isEmpty() && texts.stream().allMatch(reads.apply(dialect)))
                .findFirst();
    }

    /** How many of the texts hold marks of any dialect. */
    static long marked(List<String> texts) {
        return texts.stream()
                .filter(text -> ALL.stream().anyMatch(dialect -> dialect.occursIn(text)))
                .count();
    }

    String name() {
        return name;
    }

    /**
     * The turns of a text that waits for an answer: it ends with an open turn of the assistant, which is left out, or with a
     * whole turn of the user or of a tool.
     *
     * @return empty where the text is not wholly of this dialect or waits for no answer
     */
    Optional<List<Message>> prompt(String text) {
        return conversation(text)
                .filter(found ->
                        found.lastRole().equals(Turns.USER) || found.lastRole().equals(TOOL))
                .map(Conversation::turns);
    }

    /**
     * The turns of a conversation that ends with the assistant's. The mark that ends the last one may be absent. Where turns
     * need no such mark, an open turn is an empty answer as well.
     *
     * @return empty where the text is not wholly of this dialect or ends otherwise
     */
    Optional<List<Message>> dialogue(String text) {
        return conversation(text)
                .filter(found -> !(found.open() && mustEnd))
                .map(Conversation::closed)
                .filter(found -> found.lastRole().equals(Turns.ASSISTANT))
                .map(Conversation::turns);
    }

    /**
     * An answer without the mark that opens the assistant's turn, the marks that end it, and the white space that the template
     * writes beside them.
     */
    String answer(String text) {
        String answer = withoutTrailing(text, ends);
        int start = scanner.endOfFirst(answer, afterBegin(answer), Turns.ASSISTANT);
        return content(answer.substring(start > 0 ? start : lengthOfSpaceBehindMark(answer)));
    }

    /** The space that ends the assistant's mark begins the answer where the prompt was cut behind the mark's text. */
    private int lengthOfSpaceBehindMark(String answer) {
        return spacesBehindMark.stream()
                .filter(answer::startsWith)
                .mapToInt(String::length)
                .findFirst()
                .orElse(0);
    }

    /**
     * Whether a mark that no plain text has by accident stands in a text: one of those that the declaration calls special, or
     * a mark of the user and one of the assistant after it.
     */
    boolean occursIn(String text) {
        int start = afterBegin(text);
        if (holdsAny(special, text)
                && specialMarks.matcher(text).region(start, text.length()).find()) {
            return true;
        }
        if (place == Place.ANYWHERE || !holdsMarkOf(Turns.USER, text) || !holdsMarkOf(Turns.ASSISTANT, text)) {
            return false;
        }
        List<String> roles =
                scanner.marks(text, start).stream().map(Mark::kind).distinct().toList();
        int user = roles.indexOf(Turns.USER);
        return user >= 0 && roles.indexOf(Turns.ASSISTANT) > user;
    }

    private boolean holdsMarkOf(String role, String text) {
        return holdsAny(scanner.spellings(role), text);
    }

    /** Most texts hold none, which a search for literals tells in a tenth of the time that a pattern takes. */
    private static boolean holdsAny(List<String> literals, String text) {
        for (String literal : literals) {
            if (text.contains(literal)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Conversation> conversation(String text) {
        String whole = withoutTrailing(text, finish);
        int start = afterBegin(whole);
        if (!scanner.at(whole, start) && !mayHavePreamble(whole)) {
            return Optional.empty();
        }
        List<Mark> marks = marks(whole, start);
        return marks.isEmpty() ? Optional.empty() : turns(whole, start, marks).filter(this::isPlausible);
    }

    private static String withoutTrailing(String text, List<String> tokens) {
        int end = text.length();
        while (true) {
            int last = beforeSpace(text, end);
            Optional<String> token = tokens.stream()
                    .filter(one -> text.startsWith(one, last - one.length()))
                    .findFirst();
            if (token.isEmpty()) {
                return text.substring(0, end);
            }
            end = last - token.get().length();
        }
    }

    private static int beforeSpace(String text, int end) {
        int start = end;
        while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Where the text begins after white space and what may stand before the first turn. */
    private int afterBegin(String text) {
        int start = MarkScanner.afterSpace(text, 0);
        for (String token : begin) {
            if (text.startsWith(token, start)) {
                start = MarkScanner.afterSpace(text, start + token.length());
            }
        }
        return start;
    }

    private boolean mayHavePreamble(String text) {
        return !preamble.isEmpty() && holdsMarkOf(Turns.ASSISTANT, text);
    }

    /** The marks of a text, first of them one for its preamble if it has one; none where it begins as no text of the dialect. */
    private List<Mark> marks(String text, int start) {
        List<Mark> marks = scanner.marks(text, start);
        if (marks.isEmpty()) {
            return marks;
        }
        String lead = text.substring(start, marks.get(0).start());
        if (lead.isBlank()) {
            return marks;
        }
        boolean follows = start > MarkScanner.afterSpace(text, 0);
        boolean whole = preamble.equals(Turns.USER) || follows || isParted(lead);
        if (preamble.isEmpty() || !whole) {
            return List.of();
        }
        marks.add(0, new Mark(preamble, "", start, start));
        return marks;
    }

    /** Whether a system prompt is whole: ends its line or a sentence. */
    private static boolean isParted(String preamble) {
        String whole = preamble.stripTrailing();
        return preamble.indexOf('\n', whole.length()) >= 0
                || SENTENCE_ENDS.indexOf(whole.charAt(whole.length() - 1)) >= 0;
    }

    private Optional<Conversation> turns(String text, int from, List<Mark> marks) {
        List<Message> turns = new ArrayList<>();
        String speaker = "";
        int start = from;
        for (Mark mark : marks) {
            boolean ends = mark.kind().equals(MarkScanner.END);
            // where turns must be ended, an end stands exactly where somebody speaks
            boolean fits = !mustEnd || ends != speaker.isEmpty();
            if (!fits || !add(turns, speaker, text.substring(start, mark.start()))) {
                return Optional.empty();
            }
            speaker = ends ? "" : mark.kind();
            start = mark.end();
        }
        return ended(text.substring(start), speaker, turns);
    }

    /** Adds a turn, unless nobody speaks. False where it cannot be. */
    private boolean add(List<Message> turns, String speaker, String content) {
        if (speaker.isEmpty()) {
            return true;
        }
        if (OF_TEMPLATES.matcher(content).find()) {
            return false;
        }
        if (!speaker.equals(MarkScanner.MORE)) {
            turns.add(new Message(speaker, content(content)));
            return true;
        }
        int last = turns.size() - 1;
        if (last < 0 || !turns.get(last).role().equals(Turns.USER)) {
            return false;
        }
        String joined = turns.get(last).content() + "\n" + content(content);
        turns.set(last, new Message(Turns.USER, content(joined)));
        return true;
    }

    private String content(String text) {
        return stripped ? text.strip() : text;
    }

    private Optional<Conversation> ended(String rest, String speaker, List<Message> turns) {
        if (speaker.isEmpty()) {
            return Optional.of(new Conversation(turns, false));
        }
        boolean assistant = speaker.equals(Turns.ASSISTANT);
        if (assistant && (rest.isBlank() || opened.contains(rest.strip()))) {
            return Optional.of(new Conversation(turns, true));
        }
        return (assistant || !mustEnd) && add(turns, speaker, rest)
                ? Optional.of(new Conversation(turns, false))
                : Optional.empty();
    }

    /**
     * Whether the roles are those of a conversation: the user speaks, and first but for system prompts where nothing need mark a
     * turn's end. Where a mark may, one role twice in a row means that a mark stands inside a turn.
     */
    private boolean isPlausible(Conversation conversation) {
        List<String> roles =
                conversation.turns().stream().map(Message::role).collect(Collectors.toCollection(ArrayList::new));
        if (mustEnd) {
            return roles.contains(Turns.USER);
        }
        if (roles.indexOf(SYSTEM) == 0) {
            roles.remove(0);
        }
        if (conversation.open()) {
            roles.add(Turns.ASSISTANT);
        }
        return roles.indexOf(Turns.USER) == 0 && !roles.contains(SYSTEM) && !(mayEnd && hasRepetition(roles));
    }

    private static boolean hasRepetition(List<String> roles) {
        return IntStream.range(1, roles.size()).anyMatch(turn -> roles.get(turn).equals(roles.get(turn - 1)));
    }
}
