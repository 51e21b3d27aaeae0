package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.ColumnMapping.Answers;
import io.prefscore.config.ColumnMapping.Judgement;
import io.prefscore.config.ColumnMapping.Prompt;
import io.prefscore.config.ColumnMapping.Rows;
import io.prefscore.config.ColumnMapping.Switch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Understands columns by the words of {@link Vocabulary}: makes a mapping of a data set that no published schema explains.
 * What the words leave open stays a blank, with a question mark, for its owner to fill in. Driver side.
 */
final class ColumnWords {

    /** Stands for what only the data's owner knows. */
    static final String BLANK = "?";

    /** A column of text with more different values is no label. */
    private static final int MOST_LABELS = 5;

    private final StructType columns;
    private final FirstLook look;
    private final List<String> open = new ArrayList<>();

    private ColumnWords(StructType columns, FirstLook look) {
        this.columns = columns;
        this.look = look;
    }

    /**
     * A mapping, and what is open about it.
     *
     * @param open in words; nothing where the mapping says all
     */
    record Understood(ColumnMapping mapping, List<String> open) {}

    /** What the words say; empty where they tell of no answers at all. */
    static Optional<Understood> of(StructType columns, FirstLook look) {
        ColumnWords words = new ColumnWords(columns, look);
        return words.mapping().map(mapping -> new Understood(mapping, words.open));
    }

    private Optional<ColumnMapping> mapping() {
        Optional<List<String>> pair = betterAndWorse();
        if (pair.isPresent()) {
            return Optional.of(pair(pair.orElseThrow()));
        }
        Optional<String> conversation = find("conversation", ColumnWords::isTurns);
        Optional<String> rejected = worseAlone();
        if (conversation.isPresent() && rejected.isPresent()) {
            return Optional.of(mapping(
                    List.of(),
                    new Answers(
                            List.of(),
                            List.of(),
                            List.of(rejected.orElseThrow()),
                            conversation,
                            Optional.empty(),
                            OptionalInt.empty(),
                            List.of()),
                    judgement(Optional.empty(), List.of(), List.of(), List.of()),
                    Rows.ALONE));
        }
        return firstAndSecond()
                .map(this::judged)
                .or(this::list)
                .or(this::single)
                .or(() -> conversation.map(this::lastAnswer));
    }

    private ColumnMapping mapping(List<String> prompt, Answers answers, Judgement judgement, Rows rows) {
        return new ColumnMapping(
                ids(),
                new Prompt(
                        prompt,
                        "\n",
                        find("system", ColumnWords::isText),
                        find("history", type -> type instanceof ArrayType)),
                answers,
                judgement,
                ColumnMapping.NONE.writing(),
                Declaration.usualSlices(),
                rows,
                Optional.empty());
    }

    private List<String> ids() {
        return Arrays.stream(columns.fields())
                .filter(field -> List.of("id", "prompt_id", "question_id", "uid", "uuid")
                                .contains(Vocabulary.plain(field.name()))
                        && (field.dataType() instanceof StringType || field.dataType() instanceof IntegralType))
                .map(org.apache.spark.sql.types.StructField::name)
                .sorted(java.util.Comparator.comparingInt(String::length))
                .limit(1)
                .toList();
    }

    /** The prompt's columns; none where the answers are whole conversations. */
    private List<String> prompt(List<String> taken) {
        Optional<String> first = find("prompt", type -> isTurns(type) || isText(type), taken);
        if (first.isEmpty()) {
            return find("conversation", type -> isTurns(type), taken).stream().toList();
        }
        boolean instruction = Vocabulary.plain(first.orElseThrow()).contains("instruction");
        Optional<String> further = find("further-prompt", ColumnWords::isText, taken)
                .filter(column -> instruction && !column.equals(first.orElseThrow()));
        List<String> prompt = new ArrayList<>(List.of(first.orElseThrow()));
        further.ifPresent(prompt::add);
        return prompt;
    }

    private ColumnMapping pair(List<String> pair) {
        List<String> prompt = prompt(pair);
        List<String> ratings = said(pair, "ratings");
        return mapping(
                prompt,
                new Answers(
                        List.of(),
                        List.of(pair.get(0)),
                        List.of(pair.get(1)),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of()),
                judgement(Optional.empty(), List.of(), ratings, List.of()),
                Rows.ALONE);
    }

    /** What is said of each of two answers: columns such as {@code score_chosen} or {@code chosen_rating}. */
    private List<String> said(List<String> pair, String words) {
        List<String> found = new ArrayList<>();
        for (String answer : pair) {
            String side = Vocabulary.plain(answer);
            Vocabulary.words(words).stream()
                    .flatMap(word -> named(name -> name.equals(side + "_" + word) || name.equals(word + "_" + side)))
                    .filter(name -> columns.apply(name).dataType() instanceof NumericType)
                    .findFirst()
                    .ifPresent(found::add);
        }
        return found.size() == pair.size() ? found : List.of();
    }

    /** Two columns of which one is preferred by their names. */
    private Optional<List<String>> betterAndWorse() {
        for (List<String> words : Vocabulary.pairs("better-and-worse")) {
            for (String better : columns.fieldNames()) {
                Optional<String> around = Part.around(words.get(0), better);
                for (String worse : columns.fieldNames()) {
                    boolean same = around.isPresent() && around.equals(Part.around(words.get(1), worse));
                    if (same && areAnswers(better, worse)) {
                        return Optional.of(List.of(better, worse));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean areAnswers(String first, String second) {
        DataType left = columns.apply(first).dataType();
        DataType right = columns.apply(second).dataType();
        return Part.holdsTurns(left)
                && Part.holdsTurns(right)
                && left.getClass().equals(right.getClass());
    }

    private Optional<String> worseAlone() {
        return Vocabulary.pairs("better-and-worse").stream()
                .map(words -> words.get(1))
                .flatMap(worse -> Arrays.stream(columns.fieldNames())
                        .filter(name -> Part.around(worse, name).isPresent()))
                .filter(name -> Part.holdsTurns(columns.apply(name).dataType()))
                .findFirst();
    }

    /** Two columns that signs such as a and b tell apart. */
    private Optional<List<String>> firstAndSecond() {
        for (List<String> signs : Vocabulary.pairs("first-and-second")) {
            for (String first : columns.fieldNames()) {
                Optional<String> word = Part.signed(signs.get(0), first);
                for (String second : columns.fieldNames()) {
                    boolean same = word.isPresent() && word.equals(Part.signed(signs.get(1), second));
                    if (same && areAnswers(first, second)) {
                        return Optional.of(List.of(first, second));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Two answers of which something else says which is better. */
    private ColumnMapping judged(List<String> pair) {
        List<String> prompt = prompt(pair);
        Answers answers = answers(pair);
        List<String> ratings = ratings(pair);
        Optional<String> label = find("label", ColumnWords::isScalar, pair);
        if (ratings.isEmpty() && label.isEmpty()) {
            open.add("nothing says which of " + pair.get(0) + " and " + pair.get(1) + " is better");
            return mapping(
                    prompt,
                    answers,
                    judgement(Optional.of(BLANK), List.of(BLANK, BLANK), List.of(), List.of()),
                    Rows.ALONE);
        }
        if (label.isEmpty()) {
            return mapping(prompt, answers, judgement(Optional.empty(), List.of(), ratings, List.of()), Rows.ALONE);
        }
        LabelValues values = LabelValues.of(look.different(label.orElseThrow()), pair);
        if (values.winners().contains(BLANK)) {
            open.add("the values of " + label.orElseThrow() + " (" + String.join(", ", values.seen())
                    + ") do not tell which of " + pair.get(0) + " and " + pair.get(1) + " is better");
        }
        Judgement judgement = judgement(label, values.winners(), ratings, List.of());
        return mapping(prompt, answers, judgement.withTies(values.ties()), Rows.ALONE);
    }

    /** {@code score_a} beside {@code response_a}, or {@code response_a_score}. */
    private List<String> ratings(List<String> pair) {
        List<String> found = said(pair, "ratings");
        for (List<String> signs : Vocabulary.pairs("first-and-second")) {
            boolean these = Part.signed(signs.get(0), pair.get(0)).isPresent()
                    && Part.signed(signs.get(1), pair.get(1)).isPresent();
            for (String word : these && found.isEmpty() ? Vocabulary.words("ratings") : List.<String>of()) {
                List<String> both = signs.stream()
                        .flatMap(sign -> named(name -> name.equals(word + "_" + sign) || name.equals(word + sign)))
                        .filter(name -> columns.apply(name).dataType() instanceof NumericType)
                        .toList();
                found = both.size() == 2 && found.isEmpty() ? both : found;
            }
        }
        return found;
    }

    /** A list of answers: texts, conversations, or structs with what is said of each. */
    private Optional<ColumnMapping> list() {
        for (String word : Vocabulary.words("answers")) {
            Optional<String> list = named(word::equals).findFirst();
            if (list.isPresent() && columns.apply(list.orElseThrow()).dataType() instanceof ArrayType type) {
                Optional<ColumnMapping> mapping = list(list.orElseThrow(), type);
                if (mapping.isPresent()) {
                    return mapping;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ColumnMapping> list(String list, ArrayType type) {
        List<String> prompt = prompt(List.of(list));
        boolean ofConversations = MessageReader.reads(type.elementType());
        if (type.elementType() instanceof StringType || ofConversations) {
            Optional<String> ratings = find("ratings", item -> item instanceof ArrayType);
            Optional<String> ranks =
                    ratings.isPresent() ? Optional.empty() : find("ranks", item -> item instanceof ArrayType);
            Optional<String> best = find("label", item -> item instanceof IntegralType);
            boolean rated = ratings.isPresent() || ranks.isPresent();
            refuseRanks(ratings);
            return Optional.of(mapping(
                    prompt,
                    answers(List.of(list + "[]")),
                    judgement(
                            rated ? Optional.empty() : best,
                            List.of(),
                            ratings.stream().toList(),
                            ranks.stream().toList()),
                    Rows.ALONE));
        }
        if (!(type.elementType() instanceof StructType item) || MessageReader.readsOne(item)) {
            return Optional.empty();
        }
        String each = list + "[].";
        return Part.field(item, "answer-field")
                .map(text -> mapping(
                        prompt,
                        answers(List.of(each + text)),
                        judgement(
                                Optional.empty(),
                                List.of(),
                                Part.field(item, "rating-field").map(each::concat).stream()
                                        .toList(),
                                Part.field(item, "rating-field").isPresent()
                                        ? List.of()
                                        : Part.field(item, "rank-field").map(each::concat).stream()
                                                .toList()),
                        Rows.ALONE));
    }

    /** Numbers from 1 to how many there are, each once, are places: 1 is the best of them as often as it is the worst. */
    private void refuseRanks(Optional<String> ratings) {
        if (ratings.isEmpty()) {
            return;
        }
        List<Object> lists =
                look.values(ColumnPath.find(ratings.orElseThrow(), columns).orElseThrow());
        boolean places = !lists.isEmpty() && lists.stream().allMatch(list -> arePlaces(Cells.items(list)));
        if (places) {
            open.add(
                    "'" + ratings.orElseThrow() + "' holds 1 to n in each row, each once: if 1 is the best, it is ranks"
                            + " that it must be called below");
        }
    }

    private static boolean arePlaces(List<Object> numbers) {
        List<Double> sorted = numbers.stream()
                .map(number -> Cells.rating(number).orElse(Double.NaN))
                .sorted()
                .toList();
        for (int index = 0; index < sorted.size(); index++) {
            if (sorted.get(index) != index + 1) {
                return false;
            }
        }
        return sorted.size() > 1;
    }

    private Optional<ColumnMapping> single() {
        Optional<String> answer = find("single-answer", type -> isText(type) || isTurns(type));
        List<String> prompt = answer.map(column -> prompt(List.of(column))).orElse(List.of());
        if (answer.isEmpty() || prompt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(rowByRow(prompt, answers(List.of(answer.orElseThrow()))));
    }

    private ColumnMapping lastAnswer(String conversation) {
        return rowByRow(
                List.of(),
                new Answers(
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of(conversation),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of()));
    }

    /** One answer a row: compared with others to its prompt where the row says how good it is. */
    private ColumnMapping rowByRow(List<String> prompt, Answers answers) {
        Optional<String> good =
                find("judgement-of-one", type -> type instanceof NumericType || type instanceof BooleanType);
        Optional<String> said = good.isPresent()
                ? Optional.empty()
                : find("judgement-of-one", ColumnWords::isText)
                        .filter(column -> look.different(column).size() <= MOST_LABELS);
        List<String> values = said.map(this::fromBadToGood).orElse(List.of());
        Optional<String> label = good.or(() -> said);
        return label.isPresent()
                ? mapping(prompt, answers, judgement(label, values, List.of(), List.of()), Rows.SHARE_PROMPT)
                : mapping(prompt, answers, ColumnMapping.NONE.judgement(), Rows.ALONE);
    }

    /** The values of a label that says of one answer, in words, how good it is. */
    private List<String> fromBadToGood(String label) {
        Set<String> values = look.different(label);
        List<List<String>> known = new ArrayList<>(Vocabulary.pairs("good-and-bad"));
        known.addAll(Vocabulary.pairs("better-and-worse"));
        for (List<String> words : known) {
            List<String> said = Stream.of(words.get(1), words.get(0))
                    .flatMap(word -> values.stream()
                            .filter(value -> Vocabulary.plain(value).equals(word)))
                    .toList();
            if (said.size() == 2 && values.size() == 2) {
                return said;
            }
        }
        open.add("the values of " + label + " (" + String.join(", ", values)
                + ") do not tell which are better; list them from worse to better");
        return values.stream().map(value -> BLANK).toList();
    }

    private static Answers answers(List<String> responses) {
        return new Answers(
                responses, List.of(), List.of(), Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of());
    }

    private Judgement judgement(Optional<String> label, List<String> values, List<String> ratings, List<String> ranks) {
        return new Judgement(
                label,
                values,
                Map.of(),
                OptionalDouble.empty(),
                List.of(),
                find("strength", type -> type instanceof NumericType),
                OptionalDouble.empty(),
                ratings,
                ranks,
                Switch.OFF,
                new TreeMap<>(),
                List.of(),
                Optional.empty());
    }

    private Optional<String> find(String words, Predicate<DataType> kind) {
        return find(words, kind, List.of());
    }

    /** The column that the first of the words names which there is one for. */
    private Optional<String> find(String words, Predicate<DataType> kind, List<String> taken) {
        return Vocabulary.words(words).stream()
                .flatMap(word -> named(word::equals))
                .filter(name -> !taken.contains(name))
                .filter(name -> kind.test(columns.apply(name).dataType()))
                .findFirst();
    }

    private Stream<String> named(Predicate<String> plain) {
        return Arrays.stream(columns.fieldNames()).filter(name -> plain.test(Vocabulary.plain(name)));
    }

    private static boolean isText(DataType type) {
        return type instanceof StringType;
    }

    private static boolean isTurns(DataType type) {
        return MessageReader.reads(type) || MessageReader.readsOne(type);
    }

    private static boolean isScalar(DataType type) {
        return type instanceof StringType || type instanceof NumericType || type instanceof BooleanType;
    }
}
