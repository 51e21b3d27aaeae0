package io.prefscore.dataset;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** What part of preference data a column is, as its name has it. */
final class Part {

    private static final List<String> TURNS =
            List.of("prompt", "further-prompt", "system", "history", "conversation", "answers", "single-answer");
    private static final List<String> JUDGEMENTS = List.of("label", "ratings", "ranks", "judgement-of-one");

    private Part() {}

    /** Whether a name is one by which people call a prompt, an answer or a judgement, and the type is such a part's. */
    static boolean looksLike(String column, DataType type) {
        boolean turns = isTurns(column);
        boolean judgement = JUDGEMENTS.stream().anyMatch(key -> Vocabulary.holds(key, column));
        return (turns && holdsTurns(type)) || (judgement && holdsJudgement(type));
    }

    /** Whether people call a prompt or an answer so. */
    static boolean isTurns(String column) {
        return TURNS.stream().anyMatch(key -> Vocabulary.holds(key, column)) || isAnswer(column);
    }

    /** Whether people call an answer so that is not preferred, perhaps with a number behind. */
    static boolean isRejected(String column) {
        String plain = Vocabulary.plain(column).replaceFirst("_?\\d+$", "");
        return Vocabulary.pairs("better-and-worse").stream()
                .anyMatch(words -> around(words.get(1), plain).isPresent());
    }

    private static boolean isAnswer(String column) {
        return Vocabulary.pairs("better-and-worse").stream()
                        .flatMap(List::stream)
                        .anyMatch(word -> around(word, column).isPresent())
                || Vocabulary.pairs("first-and-second").stream()
                        .flatMap(List::stream)
                        .anyMatch(sign -> signed(sign, column).isPresent());
    }

    /**
     * What stands around a word for an answer, such as {@code chosen}, in a column's name: a word such as {@code response},
     * with a mark for its side; the empty text for the word alone.
     */
    static Optional<String> around(String word, String column) {
        String plain = Vocabulary.plain(column);
        if (plain.equals(word)) {
            return Optional.of("");
        }
        return Vocabulary.words("answer").stream()
                .flatMap(answer -> plain.equals(word + "_" + answer)
                        ? java.util.stream.Stream.of("_" + answer)
                        : plain.equals(answer + "_" + word)
                                ? java.util.stream.Stream.of(answer + "_")
                                : java.util.stream.Stream.empty())
                .findFirst();
    }

    /** The word for an answer that such a sign as {@code a} or {@code 1} stands behind, or before. */
    static Optional<String> signed(String sign, String column) {
        String plain = Vocabulary.plain(column);
        return Vocabulary.words("answer").stream()
                .filter(answer -> plain.equals(answer + "_" + sign)
                        || plain.equals(answer + sign)
                        || plain.equals(sign + "_" + answer))
                .findFirst();
    }

    static boolean holdsTurns(DataType type) {
        return type instanceof StringType
                || MessageReader.reads(type)
                || MessageReader.readsOne(type)
                || type instanceof ArrayType;
    }

    private static boolean holdsJudgement(DataType type) {
        DataType item = type instanceof ArrayType list ? list.elementType() : type;
        return item instanceof StringType || item instanceof NumericType || item instanceof BooleanType;
    }

    /** A field of a struct by the first of these words that it has. */
    static Optional<String> field(StructType struct, String words) {
        return Vocabulary.words(words).stream()
                .flatMap(word -> java.util.Arrays.stream(struct.fieldNames())
                        .filter(name -> Vocabulary.plain(name).equals(word)))
                .findFirst();
    }
}
