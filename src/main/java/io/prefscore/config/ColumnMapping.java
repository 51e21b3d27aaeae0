package io.prefscore.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How columns are read: group {@code input.columns} of the settings, and every published schema that we know. Empty where
 * nothing is mapped and the schema is recognised.
 *
 * <p>A column is named by a path: {@code chosen}, {@code input.messages}, {@code summaries[0].text}, or
 * {@code completions[].response} for one of each item of a list. Names with {@code " | "} between them are alternatives, of
 * which the first that is there is meant.
 *
 * @param ids columns that name the example; the first that is not null does
 * @param prompt what the responses follow; nothing where they are whole conversations
 * @param answers where the responses stand
 * @param judgement what says which of them is better
 * @param writing how turns are written
 * @param slices columns to break results down by
 * @param rows which rows make an example
 * @param groupBy rows that share this column's value, and the prompt, are one example, with one rated response each
 */
public record ColumnMapping(
        List<String> ids,
        Prompt prompt,
        Answers answers,
        Judgement judgement,
        Writing writing,
        List<String> slices,
        Rows rows,
        Optional<String> groupBy)
        implements Keyed {

    /** Nothing is mapped. */
    public static final ColumnMapping NONE = new ColumnMapping(
            List.of(),
            new Prompt(List.of(), "\n", Optional.empty(), Optional.empty()),
            new Answers(
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of()),
            new Judgement(
                    Optional.empty(),
                    List.of(),
                    Map.of(),
                    OptionalDouble.empty(),
                    List.of(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    List.of(),
                    List.of(),
                    Switch.OFF,
                    Map.of(),
                    List.of(),
                    Optional.empty()),
            new Writing(Writing.AUTO, Repeats.AUTO),
            List.of(),
            Rows.ALONE,
            Optional.empty());

    static final String GROUP = "input.columns.";

    /** Which rows make an example. */
    public enum Rows {
        /** Each row is one. */
        ALONE,
        /** Rows with the same prompt are one, wherever they stand: each row has one response, ratings make comparisons. */
        SHARE_PROMPT
    }

    /** On or off. */
    public enum Switch {
        ON,
        OFF
    }

    /** Whether texts of responses begin with their prompt once more. */
    public enum Repeats {
        /** The first rows tell. */
        AUTO,
        ON,
        OFF
    }

    /**
     * What the responses follow.
     *
     * @param columns texts, or a list of messages; several texts are joined, empty ones skipped
     * @param separator between joined texts
     * @param system column of a system turn
     * @param history column of earlier turns: messages, or {@code [[question, answer], …]}
     */
    public record Prompt(List<String> columns, String separator, Optional<String> system, Optional<String> history) {

        public Prompt {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Where the responses stand.
     *
     * @param responses columns of one response each, or one column that holds a list of them
     * @param chosen columns of preferred responses, instead of {@code responses}
     * @param rejected columns of what they are compared with
     * @param conversation messages whose last turn is a response: the preferred one where others are rejected
     * @param tree a tree of messages with ranked replies, as OASST has it
     * @param exactly how many items a list of responses must have
     * @param writers columns that say who wrote each response, in the responses' order
     */
    public record Answers(
            List<String> responses,
            List<String> chosen,
            List<String> rejected,
            Optional<String> conversation,
            Optional<String> tree,
            OptionalInt exactly,
            List<String> writers) {

        public Answers {
            responses = List.copyOf(responses);
            chosen = List.copyOf(chosen);
            rejected = List.copyOf(rejected);
            writers = List.copyOf(writers);
        }
    }

    /**
     * What says which response is better.
     *
     * @param label column that says which one is preferred
     * @param labelValues what the label says for each response, in their order; where rows are grouped, from worse to better
     * @param tieValues what the label says for a tie, and the tag that such a comparison gets, empty for none
     * @param threshold of a label that is a number: below it the first of two is preferred, above it the second
     * @param flags columns of 0 and 1, one a response and one for a tie, of which a single one is 1
     * @param strength column that says how strongly; without a label its sign says which one: below 0 the first
     * @param strengthLimit a strength farther from 0 means that nobody could tell
     * @param ratings one column a response, or one that holds a list of numbers; greater is better
     * @param ranks likewise; lower is better
     * @param bestFirst whether a list of responses is ordered, the best one first
     * @param attributes further columns or fields that a rating can be made of, by the name that weights call them by
     * @param pairTags tags of comparisons between two lists: of equal places, of a chosen one before, and behind the other
     * @param turn column that says which answer of a conversation is judged, from 1: what comes later is cut
     */
    public record Judgement(
            Optional<String> label,
            List<String> labelValues,
            Map<String, String> tieValues,
            OptionalDouble threshold,
            List<String> flags,
            Optional<String> strength,
            OptionalDouble strengthLimit,
            List<String> ratings,
            List<String> ranks,
            Switch bestFirst,
            Map<String, String> attributes,
            List<String> pairTags,
            Optional<String> turn) {

        public Judgement {
            labelValues = List.copyOf(labelValues);
            tieValues = Map.copyOf(tieValues);
            flags = List.copyOf(flags);
            ratings = List.copyOf(ratings);
            ranks = List.copyOf(ranks);
            attributes = Map.copyOf(attributes);
            pairTags = List.copyOf(pairTags);
        }

        /** Where rows are grouped: the label as the rating of a row's one response. */
        public Judgement ratedByLabel() {
            return new Judgement(
                    Optional.empty(),
                    labelValues,
                    tieValues,
                    threshold,
                    flags,
                    strength,
                    strengthLimit,
                    label.stream().toList(),
                    List.of(),
                    bestFirst,
                    attributes,
                    pairTags,
                    turn);
        }

        /** The same with these values for ties. */
        public Judgement withTies(Map<String, String> ties) {
            return new Judgement(
                    label,
                    labelValues,
                    ties,
                    threshold,
                    flags,
                    strength,
                    strengthLimit,
                    ratings,
                    ranks,
                    bestFirst,
                    attributes,
                    pairTags,
                    turn);
        }

        /** Whether anything says which one is better. */
        public boolean isGiven() {
            return label.isPresent()
                    || strength.isPresent()
                    || !flags.isEmpty()
                    || !ratings.isEmpty()
                    || !ranks.isEmpty()
                    || bestFirst == Switch.ON;
        }
    }

    /**
     * How turns are written.
     *
     * @param marks of texts that hold several turns: {@link #AUTO}, {@link #BY_ROW}, {@link #NONE}, {@link #JSON}, or the
     *     name of a template's marks
     * @param repeats whether texts of responses begin with their prompt
     */
    public record Writing(String marks, Repeats repeats) {

        /** The first rows tell. */
        public static final String AUTO = "auto";
        /** A text that is a dialogue as hh-rlhf or HelpSteer write one is several turns, any other is one. */
        public static final String BY_ROW = "by-row";
        /** Every text is one turn. */
        public static final String NONE = "none";
        /** Lists of texts hold one speaker's turns each. */
        public static final String ALTERNATING = "alternating";
        /** Texts are lists of messages as JSON. */
        public static final String JSON = "json";
    }

    public ColumnMapping {
        ids = List.copyOf(ids);
        slices = List.copyOf(slices);
        MappingRules.enforce(prompt, answers, judgement, rows, groupBy);
    }

    /** The same with further columns to break results down by. */
    public ColumnMapping withSlices(List<String> further) {
        List<String> all = new ArrayList<>(slices);
        further.stream().filter(slice -> !slices.contains(slice)).forEach(all::add);
        return new ColumnMapping(ids, prompt, answers, judgement, writing, all, rows, groupBy);
    }

    /** The same, written otherwise. */
    public ColumnMapping withWriting(Writing other) {
        return new ColumnMapping(ids, prompt, answers, judgement, other, slices, rows, groupBy);
    }

    /** The same with another prompt, other earlier turns, and other rejected responses, of which nothing else is said. */
    public ColumnMapping withTurns(List<String> columns, Optional<String> history, List<String> rejected) {
        boolean same = rejected.equals(answers.rejected());
        Judgement other = same ? judgement : NONE.judgement();
        return new ColumnMapping(
                ids,
                new Prompt(columns, prompt.separator(), prompt.system(), history),
                new Answers(
                        answers.responses(),
                        answers.chosen(),
                        rejected,
                        answers.conversation(),
                        answers.tree(),
                        answers.exactly(),
                        same ? answers.writers() : List.of()),
                other,
                writing,
                slices,
                rows,
                groupBy);
    }

    /** Every path exchanged for another. */
    public ColumnMapping mapPaths(UnaryOperator<String> paths) {
        return new ColumnMapping(
                each(ids, paths),
                new Prompt(
                        each(prompt.columns(), paths),
                        prompt.separator(),
                        prompt.system().map(paths),
                        prompt.history().map(paths)),
                new Answers(
                        each(answers.responses(), paths),
                        each(answers.chosen(), paths),
                        each(answers.rejected(), paths),
                        answers.conversation().map(paths),
                        answers.tree().map(paths),
                        answers.exactly(),
                        each(answers.writers(), paths)),
                new Judgement(
                        judgement.label().map(paths),
                        judgement.labelValues(),
                        judgement.tieValues(),
                        judgement.threshold(),
                        each(judgement.flags(), paths),
                        judgement.strength().map(paths),
                        judgement.strengthLimit(),
                        each(judgement.ratings(), paths),
                        each(judgement.ranks(), paths),
                        judgement.bestFirst(),
                        Map.of(),
                        judgement.pairTags(),
                        judgement.turn().map(paths)),
                writing,
                each(slices, paths),
                rows,
                groupBy.map(paths));
    }

    /** Every path that is named. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>(judgement.attributes().values());
        mapPaths(path -> {
            paths.add(path);
            return path;
        });
        return paths;
    }

    private static List<String> each(List<String> paths, UnaryOperator<String> change) {
        return paths.stream().map(change).toList();
    }

    /** Paths to what somebody says, and to the label. */
    public List<String> turns() {
        List<String> turns = new ArrayList<>(prompt.columns());
        prompt.system().ifPresent(turns::add);
        prompt.history().ifPresent(turns::add);
        turns.addAll(answers.responses());
        turns.addAll(answers.chosen());
        turns.addAll(answers.rejected());
        answers.conversation().ifPresent(turns::add);
        judgement.label().ifPresent(turns::add);
        return turns;
    }

    /** Whether anything is mapped. */
    public boolean isGiven() {
        return !answers.responses().isEmpty()
                || !answers.chosen().isEmpty()
                || !answers.rejected().isEmpty()
                || answers.conversation().isPresent()
                || answers.tree().isPresent();
    }

    /** Whether rows share examples. */
    public boolean isGrouped() {
        return rows == Rows.SHARE_PROMPT || groupBy.isPresent();
    }

    /**
     * What is set, as settings write it. The keys that there were first are there always, so that what says which run a run is
     * stays the same.
     */
    @Override
    public Map<String, @Nullable Object> keys() {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("id", brief(ids));
        keys.put("prompt", brief(prompt.columns()));
        keys.put("responses", answers.responses());
        keys.put("chosen", brief(answers.chosen()));
        keys.put("rejected", brief(answers.rejected()));
        keys.put("label", judgement.label().orElse(null));
        keys.put("label-values", judgement.labelValues());
        keys.put("tie-values", ties());
        keys.put("strength", judgement.strength().orElse(null));
        keys.put("ratings", judgement.ratings());
        keys.put("slices", slices);
        keys.put("group-by", groupBy.orElse(null));
        further().forEach((key, value) -> {
            if (!value.equals(NONE.further().get(key))) {
                keys.put(key, value);
            }
        });
        return keys;
    }

    /** The keys that were added, whether set or not; what is not set is an empty text or list. */
    Map<String, Object> further() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("prompt-separator", prompt.separator());
        keys.put("system", prompt.system().orElse(""));
        keys.put("history", prompt.history().orElse(""));
        keys.put("conversation", answers.conversation().orElse(""));
        keys.put("tree", answers.tree().orElse(""));
        keys.put(
                "exactly",
                answers.exactly().isPresent() ? (Object) answers.exactly().getAsInt() : "");
        keys.put("written-by", answers.writers());
        keys.put("label-threshold", number(judgement.threshold()));
        keys.put("label-flags", judgement.flags());
        keys.put("strength-limit", number(judgement.strengthLimit()));
        keys.put("ranks", judgement.ranks());
        keys.put("best-first", SettingsValues.label(judgement.bestFirst()));
        keys.put("rating-attributes", new TreeMap<>(judgement.attributes()));
        keys.put("pair-tags", judgement.pairTags());
        keys.put("turn", judgement.turn().orElse(""));
        keys.put("marks", writing.marks());
        keys.put("repeats-prompt", SettingsValues.label(writing.repeats()));
        keys.put("rows", SettingsValues.label(rows));
        return keys;
    }

    private static Object number(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : "";
    }

    /** Values without tags are a list. */
    private Object ties() {
        boolean tagged = judgement.tieValues().values().stream().anyMatch(tag -> !tag.isEmpty());
        return tagged
                ? new TreeMap<>(judgement.tieValues())
                : judgement.tieValues().keySet().stream().sorted().toList();
    }

    /** One name is a text. */
    static @Nullable Object brief(List<String> names) {
        return names.isEmpty() ? null : names.size() == 1 ? names.get(0) : names;
    }
}
