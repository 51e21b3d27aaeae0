package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.ColumnMapping.Repeats;
import io.prefscore.config.ColumnMapping.Writing;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Settles how the turns of a data set are written, where its mapping leaves that to the first rows. Driver side. */
final class WritingStyle {

    /** Of texts that hold their prompt once more, so many do. */
    private static final double NEARLY_ALL = 0.9;

    /** A shorter prompt may well begin an answer by accident. */
    private static final int SHORTEST_REPEATED = 12;

    /** So many texts with marks that nobody writes by hand are no accident. */
    private static final double SOME = 0.1;

    private final StructType columns;
    private final FirstLook look;

    WritingStyle(StructType columns, FirstLook look) {
        this.columns = columns;
        this.look = look;
    }

    /**
     * A mapping with nothing left to the first rows.
     *
     * @param finding what these hold that is read as if somebody had said it
     */
    record Settled(ColumnMapping mapping, Optional<String> finding) {}

    /** @param told what a user's settings say of it */
    Settled settle(ColumnMapping mapping, Writing told) {
        Writing writing = mapping.writing();
        requireKnown(told.marks());
        String marks = marks(mapping, told.marks());
        Repeats repeats = writing.repeats() == Repeats.AUTO ? told.repeats() : writing.repeats();
        if (repeats == Repeats.AUTO) {
            repeats = repeats(mapping) ? Repeats.ON : Repeats.OFF;
        }
        return new Settled(
                mapping.withWriting(new Writing(marks, repeats)),
                told.marks().equals(Writing.AUTO) ? finding(mapping, marks) : Optional.empty());
    }

    /** What a user says, or else what all of the first rows do; where these differ, what the mapping has. */
    private String marks(ColumnMapping mapping, String told) {
        String declared = mapping.writing().marks();
        String usual = declared.equals(Writing.AUTO) ? Writing.BY_ROW : declared;
        if (!told.equals(Writing.AUTO)) {
            return told.equals(Writing.BY_ROW) ? usual : told;
        }
        boolean fixed = declared.equals(Writing.ALTERNATING)
                || (declared.equals(Writing.NONE) && mapping.prompt().columns().isEmpty());
        return fixed ? usual : seen(mapping).orElse(usual);
    }

    private static void requireKnown(String marks) {
        List<String> known =
                new ArrayList<>(List.of(Writing.AUTO, Writing.NONE, Writing.BY_ROW, Writing.ALTERNATING, Writing.JSON));
        TurnMarks.all().forEach(template -> known.add(template.name()));
        if (!known.contains(marks)) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "input.columns.marks must be one of " + String.join(", ", known) + "; found " + marks);
        }
    }

    /** How all of the first rows are written, if it is not the usual way. */
    private Optional<String> seen(ColumnMapping mapping) {
        List<String> prompts = mapping.prompt().columns();
        if (prompts.size() == 1 && isText(prompts.get(0))) {
            List<String> texts = notBlank(look.texts(prompts.get(0)));
            if (areJson(texts)) {
                return Optional.of(Writing.JSON);
            }
            boolean usual =
                    texts.stream().allMatch(text -> isOfSeveralTurns(text) || TurnMarks.marked(List.of(text)) == 0);
            return usual ? Optional.empty() : TurnMarks.ofPrompts(texts).map(TurnMarks::name);
        }
        List<String> conversations = prompts.isEmpty() ? conversations(mapping) : List.of();
        if (areJson(conversations)) {
            return Optional.of(Writing.JSON);
        }
        boolean usual = conversations.stream().allMatch(WritingStyle::isDialogue);
        return usual ? Optional.empty() : TurnMarks.ofDialogues(conversations).map(TurnMarks::name);
    }

    /** As hh-rlhf and HelpSteer write a prompt. */
    private static boolean isOfSeveralTurns(String text) {
        return Dialogues.isPrompt(text) || Dialogues.helpSteer(text).size() > 1;
    }

    /** What is said of texts whose marks are none where they stand; nothing where there are few. */
    private Optional<String> finding(ColumnMapping mapping, String marks) {
        boolean whole = mapping.prompt().columns().isEmpty();
        boolean settled = !marks.equals(Writing.NONE) && !marks.equals(Writing.BY_ROW);
        if (settled || (whole && marks.equals(Writing.BY_ROW))) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        mapping.prompt().columns().stream().filter(this::isText).forEach(path -> texts.addAll(look.texts(path)));
        if (whole) {
            texts.addAll(conversations(mapping));
        }
        long marked = texts.stream()
                .filter(text -> !isOfSeveralTurns(text) && TurnMarks.marked(List.of(text)) > 0)
                .count();
        return marked > SOME * texts.size()
                ? Optional.of((whole ? "texts" : "prompts") + " hold the marks of a chat template in " + marked
                        + " of the first " + texts.size() + " rows")
                : Optional.empty();
    }

    private static boolean isDialogue(String text) {
        try {
            return !Dialogues.answered(text, "").isEmpty();
        } catch (RowRefused none) {
            return false;
        }
    }

    private static boolean areJson(List<String> texts) {
        return !texts.isEmpty() && texts.stream().allMatch(WritingStyle::isJson);
    }

    private static boolean isJson(String text) {
        try {
            return JsonMessages.read(text, "").isPresent();
        } catch (RowRefused surrogate) {
            return false;
        }
    }

    /** Texts that hold whole conversations. */
    private List<String> conversations(ColumnMapping mapping) {
        List<String> texts = new ArrayList<>();
        List<String> paths = new ArrayList<>(mapping.answers().responses());
        paths.addAll(mapping.answers().chosen());
        paths.addAll(mapping.answers().rejected());
        paths.addAll(mapping.answers().conversation().stream().toList());
        paths.stream().filter(this::isText).forEach(path -> texts.addAll(notBlank(look.texts(path))));
        return texts;
    }

    private static List<String> notBlank(List<String> texts) {
        return texts.stream().filter(text -> !text.isBlank()).toList();
    }

    private boolean isText(String path) {
        return ColumnPath.find(path, columns)
                .filter(found -> ColumnKind.TEXT.holds(found.type()))
                .isPresent();
    }

    /** Whether nearly all texts of responses begin with their prompt. */
    private boolean repeats(ColumnMapping mapping) {
        Optional<String> prompt = mapping.prompt().columns().stream().reduce((first, second) -> second);
        List<String> answers = new ArrayList<>(mapping.answers().responses());
        answers.addAll(mapping.answers().chosen());
        answers.addAll(mapping.answers().rejected());
        List<String> read = new ArrayList<>(prompt.stream().toList());
        read.addAll(answers);
        if (prompt.isEmpty() || answers.isEmpty() || !read.stream().allMatch(this::isPlainColumn)) {
            return false;
        }
        List<Row> rows = look.rows(read);
        long repeating = rows.stream().filter(WritingStyle::repeats).count();
        return repeating > 0 && repeating >= NEARLY_ALL * rows.size();
    }

    private boolean isPlainColumn(String path) {
        return isText(path) && List.of(columns.fieldNames()).contains(path);
    }

    private static boolean repeats(Row row) {
        String prompt = row.isNullAt(0) ? "" : row.getString(0).strip();
        for (int answer = 1; answer < row.size(); answer++) {
            if (row.isNullAt(answer)
                    || prompt.length() < SHORTEST_REPEATED
                    || !row.getString(answer).stripLeading().startsWith(prompt)) {
                return false;
            }
        }
        return true;
    }
}
