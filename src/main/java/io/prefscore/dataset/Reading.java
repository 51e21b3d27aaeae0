package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.ColumnMapping.Repeats;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Reads rows as a mapping says: prompt, responses, and what says which is better, bound to a data set's columns. Made on the
 * driver, used on executors.
 *
 * @param prompt nothing where the responses are whole conversations
 * @param answers columns of responses, those that are preferred by their place first
 * @param chosen how many of these columns are preferred to the others; 0 where a judgement says
 * @param judge what says which is better
 * @param style how turns are written
 */
record Reading(PromptColumns prompt, List<AnswerColumns> answers, int chosen, Judge judge, Style style)
        implements Content.Reader {

    /** How turns are written. */
    private enum Style {
        /** Each text is one turn, or several by its marks. */
        TURNS,
        /** Likewise; answers begin with their prompt once more. */
        REPEATING,
        /** Texts are one turn; without a prompt they begin with it. */
        PLAIN,
        /** Lists hold one speaker's turns. */
        ALTERNATING;

        static Style of(ColumnMapping.Writing writing) {
            if (Turns.alternate(writing)) {
                return ALTERNATING;
            }
            if (writing.repeats() == Repeats.ON) {
                return REPEATING;
            }
            return writing.marks().equals(ColumnMapping.Writing.NONE) ? PLAIN : TURNS;
        }
    }

    /**
     * @param mapping whose paths all are there
     * @param weights of a rating's attributes; none for the mapping's own rating
     */
    static Content.Reader bind(
            ColumnMapping mapping, ResolvedPaths paths, Columns columns, Map<String, Double> weights) {
        ColumnMapping.Answers written = mapping.answers();
        if (written.tree().isPresent()) {
            return new ReplyTree(paths.path(written.tree().orElseThrow()).bind(columns));
        }
        PromptColumns prompt = PromptColumns.bind(mapping, paths, columns);
        if (written.conversation().isPresent()) {
            return LastAnswer.bind(mapping, prompt, paths, columns, weights);
        }
        List<String> responses = new ArrayList<>(written.responses());
        responses.addAll(written.chosen());
        responses.addAll(written.rejected());
        Turns.Part part = prompt.isGiven() || mapping.writing().marks().equals(ColumnMapping.Writing.NONE)
                ? Turns.Part.ANSWER
                : Turns.Part.CONVERSATION;
        return new Reading(
                prompt,
                AnswerColumns.bind(mapping, responses, part, part, paths, columns, weights),
                written.chosen().size(),
                Judge.bind(mapping, paths, columns),
                Style.of(mapping.writing()));
    }

    @Override
    public Content read(Row row) throws RowRefused {
        if (style == Style.ALTERNATING && prompt.parts().size() == 1) {
            return alternating(row);
        }
        List<Message> asked = prompt.isGiven() ? prompt.read(row) : List.of();
        List<List<List<Message>>> read = new ArrayList<>(answers.size());
        List<List<Message>> all = new ArrayList<>();
        for (AnswerColumns column : answers) {
            List<List<Message>> turns = column.read(row);
            read.add(turns);
            all.addAll(turns);
        }
        if (!prompt.isGiven()) {
            boolean plain =
                    style == Style.PLAIN && all.size() == 2 && all.get(0).size() == 1;
            return plain ? commonText(read, all, row) : parted(read, CommonStart.turns(all), false, row);
        }
        if (CommonStart.isRepeated(prompt.isText(), asked, all)) {
            return parted(read, CommonStart.turns(all), false, row);
        }
        List<List<List<Message>>> answered = style == Style.REPEATING ? CommonStart.withoutPrompt(asked, read) : read;
        return content(prompt.behindWhatCameBefore(asked, true, row), answered, row);
    }

    private Content content(List<Message> asked, List<List<List<Message>>> read, Row row) throws RowRefused {
        List<Response> responses = new ArrayList<>();
        int preferred = 0;
        for (int index = 0; index < answers.size(); index++) {
            if (index == chosen) {
                preferred = responses.size();
            }
            responses.addAll(answers.get(index).responses(read.get(index), row));
        }
        return new Content(asked, responses, judge.compare(row, responses, preferred));
    }

    /** Whole conversations without the turns that they share, which are the prompt. */
    private Content parted(List<List<List<Message>>> read, int shared, boolean past, Row row) throws RowRefused {
        List<Message> first = read.get(0).get(0);
        if (shared == 0 && read.stream().flatMap(List::stream).anyMatch(conversation -> conversation.size() > 1)) {
            throw new RowRefused(Skip.Reason.NO_COMMON_PROMPT, "the conversations differ in their first turn");
        }
        List<List<List<Message>>> rests = new ArrayList<>(read.size());
        for (List<List<Message>> column : read) {
            rests.add(column.stream()
                    .map(conversation -> conversation.subList(shared, conversation.size()))
                    .toList());
        }
        return content(prompt.behindWhatCameBefore(first.subList(0, shared), past, row), rests, row);
    }

    /** Two texts that are no dialogues: what they have in common is the prompt. */
    private Content commonText(List<List<List<Message>>> read, List<List<Message>> all, Row row) throws RowRefused {
        String left = all.get(0).get(0).content();
        int shared = CommonStart.characters(left, all.get(1).get(0).content());
        List<Message> asked = shared == 0 ? List.of() : List.of(new Message(Turns.USER, left.substring(0, shared)));
        List<List<List<Message>>> rests = new ArrayList<>(read.size());
        for (List<List<Message>> column : read) {
            rests.add(column.stream()
                    .map(text -> List.of(
                            new Message(Turns.ASSISTANT, text.get(0).content().substring(shared))))
                    .toList());
        }
        return content(prompt.behindWhatCameBefore(asked, true, row), rests, row);
    }

    /** A list of the user's turns, and of each response a list of the answers to them. */
    private Content alternating(Row row) throws RowRefused {
        List<?> asked = prompt.parts().get(0).each(row);
        List<List<List<Message>>> read = new ArrayList<>(answers.size());
        List<List<Message>> all = new ArrayList<>();
        for (AnswerColumns column : answers) {
            List<List<Message>> answered = column.turns().readEach(row);
            if (answered.size() != asked.size()) {
                throw RowRefused.malformed(
                        column.turns().path().column(),
                        "has " + answered.size() + " turns, '"
                                + prompt.parts().get(0).column() + "' " + asked.size()
                                + "; each question must have its answer");
            }
            List<Message> turns = Turns.alternating(
                    asked, answered.stream().map(turn -> turn.get(0).content()).toList());
            read.add(List.of(turns));
            all.add(turns);
        }
        return parted(read, CommonStart.turns(all), true, row);
    }
}
