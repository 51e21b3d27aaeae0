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

    private final ColumnMapping mapping;
    private final StructType columns;
    private final FirstLook look;

    WritingStyle(ColumnMapping mapping, StructType columns, FirstLook look) {
        this.mapping = mapping;
        this.columns = columns;
        this.look = look;
    }

    /** The mapping, with nothing left to the first rows. */
    ColumnMapping settled() {
        Writing writing = mapping.writing();
        ColumnMapping marked = writing.marks().equals(Writing.AUTO)
                ? mapping.withWriting(new Writing(marks(), writing.repeats()))
                : mapping;
        requireKnown(marked.writing().marks());
        if (writing.repeats() != Repeats.AUTO) {
            return marked;
        }
        Repeats repeats = repeats() ? Repeats.ON : Repeats.OFF;
        return marked.withWriting(new Writing(marked.writing().marks(), repeats));
    }

    private static void requireKnown(String marks) {
        List<String> known = new ArrayList<>(List.of(
                Writing.AUTO, Writing.NONE, Writing.BY_ROW, Writing.ALTERNATING, Writing.JSON));
        TurnMarks.all().forEach(template -> known.add(template.name()));
        if (!known.contains(marks)) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "input.columns.marks must be one of " + String.join(", ", known) + "; found " + marks);
        }
    }

    private String marks() {
        List<String> prompts = mapping.prompt().columns();
        if (prompts.size() == 1 && isText(prompts.get(0))) {
            List<String> texts = notBlank(look.texts(prompts.get(0)));
            if (areJson(texts)) {
                return Writing.JSON;
            }
            return texts.stream().anyMatch(text -> TurnMarks.marked(List.of(text)) > 0)
                    ? TurnMarks.ofPrompts(texts).map(TurnMarks::name).orElse(Writing.BY_ROW)
                    : Writing.BY_ROW;
        }
        List<String> conversations = conversations();
        if (!prompts.isEmpty() || conversations.isEmpty()) {
            return Writing.BY_ROW;
        }
        if (areJson(conversations)) {
            return Writing.JSON;
        }
        boolean asHh = conversations.stream().allMatch(WritingStyle::isDialogue);
        return asHh
                ? Writing.BY_ROW
                : TurnMarks.ofDialogues(conversations).map(TurnMarks::name).orElse(Writing.BY_ROW);
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
    private List<String> conversations() {
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
    private boolean repeats() {
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
