package io.prefscore.dataset;

import com.google.gson.Gson;
import io.prefscore.ScalaLists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A random shape of preference data, with a few rows: what columns there are, what stands in them, and what it means. */
final class RandomShape {

    private static final int ROWS = 5;

    private static final StructType ROLE_CONTENT =
            new StructType().add("content", DataTypes.StringType).add("role", DataTypes.StringType);
    private static final StructType FROM_VALUE =
            new StructType().add("from", DataTypes.StringType).add("value", DataTypes.StringType);

    private static final List<String> WORDS = List.of(
            "river", "through", "seven", "lantern", "quietly", "Cologne", "because", "window", "measure", "in", "the",
            "a", "of", "they", "said", "copper", "north", "with", "without", "often");

    private final Random random;
    private final Map<String, DataType> types = new LinkedHashMap<>();
    private final Map<String, List<Object>> values = new LinkedHashMap<>();
    private final List<String> said = new ArrayList<>();
    private final List<List<String>> texts = new ArrayList<>();
    private final List<String> best = new ArrayList<>();
    private final String changed;
    private boolean judged = true;
    private boolean collided;

    /** One in which no column has the name of another. */
    static RandomShape of(Random random) {
        RandomShape shape = new RandomShape(random);
        while (shape.collided) {
            shape = new RandomShape(random);
        }
        return shape;
    }

    private RandomShape(Random random) {
        this.random = random;
        for (int row = 0; row < ROWS; row++) {
            texts.add(new ArrayList<>());
        }
        answers();
        others();
        changed = random.nextInt(10) < 6 ? "" : change();
    }

    // ---- what there is to ask

    StructType columns() {
        StructType columns = new StructType();
        for (Map.Entry<String, DataType> column : types.entrySet()) {
            columns = columns.add(column.getKey(), column.getValue());
        }
        return columns;
    }

    List<Row> rows(List<String> names, int count) {
        List<Row> rows = new ArrayList<>();
        for (int index = 0; index < Math.min(ROWS, count); index++) {
            int row = index;
            rows.add(RowFactory.create(
                    names.stream().map(name -> values.get(name).get(row)).toArray()));
        }
        return rows;
    }

    /** Columns that hold a part of the conversation. */
    List<String> said() {
        return said;
    }

    /** Everything that is said in a row. */
    List<String> texts(int row) {
        return texts.get(row);
    }

    /** The answer that is preferred, or the rating of a row's only one; empty where nothing says it. */
    Optional<String> preferred(int row) {
        return judged ? Optional.of(best.get(row)) : Optional.empty();
    }

    /** Whether nothing was taken away or renamed. */
    boolean isWhole() {
        return changed.isEmpty();
    }

    @Override
    public String toString() {
        return types.entrySet().stream()
                        .map(column -> column.getKey() + " " + column.getValue().catalogString())
                        .collect(Collectors.joining(", ", "[", "]"))
                + (changed.isEmpty() ? "" : " " + changed);
    }

    // ---- answers and what is said of them

    private void answers() {
        switch (random.nextInt(7)) {
            case 0, 1 -> pair();
            case 2 -> numbered();
            case 3 -> list();
            case 4 -> structs();
            case 5 -> single();
            default -> replaced();
        }
    }

    private void pair() {
        prompt();
        List<String> words = pick(Vocabulary.pairs("better-and-worse"));
        String answer = random.nextBoolean() ? "" : pick(List.of("response", "answer", "output", "completion", "text"));
        boolean behind = random.nextBoolean();
        List<String> names = words.stream()
                .map(word -> answer.isEmpty() ? word : behind ? word + "_" + answer : answer + "_" + word)
                .map(this::styled)
                .toList();
        int kind = random.nextInt(3);
        StructType message = random.nextBoolean() ? ROLE_CONTENT : FROM_VALUE;
        for (int side = 0; side < 2; side++) {
            boolean better = side == 0;
            DataType type = kind == 0 ? DataTypes.StringType : kind == 1 ? message : DataTypes.createArrayType(message);
            say(names.get(side), type, row -> {
                String text = text(row);
                if (better) {
                    best.add(text);
                }
                return kind == 0
                        ? text
                        : kind == 1
                                ? turn(message, "assistant", text)
                                : ScalaLists.of(turn(message, "assistant", text));
            });
        }
        if (random.nextInt(3) == 0) {
            add(styled("score_" + words.get(0)), DataTypes.DoubleType, row -> 2.0);
            add(styled("score_" + words.get(1)), DataTypes.DoubleType, row -> 1.0);
        }
    }

    private void numbered() {
        prompt();
        List<String> signs = pick(List.of(List.of("a", "b"), List.of("1", "2"), List.of("A", "B"), List.of("0", "1")));
        String answer = pick(List.of("response", "answer", "output", "completion", "summary"));
        String joint = random.nextBoolean() ? "_" : "";
        List<String> names = List.of(answer + joint + signs.get(0), answer + joint + signs.get(1));
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        say(names.get(0), DataTypes.StringType, row -> kept(first, text(row)));
        say(names.get(1), DataTypes.StringType, row -> kept(second, text(row)));
        int how = random.nextInt(3);
        if (how == 0) {
            // a draw for each row, told as the names tell it
            String label = styled(pick(List.of("winner", "label", "preference", "better_response", "choice")));
            String before = pick(List.of("", "model_", answer + joint));
            add(label, DataTypes.StringType, row -> {
                int winner = row < 2 ? row : random.nextInt(2);
                best.add(winner == 0 ? first.get(row) : second.get(row));
                return before + signs.get(winner);
            });
        } else if (how == 1) {
            String word = pick(List.of("score", "rating"));
            List<Double> ratings = new ArrayList<>();
            add(word + "_" + signs.get(0), DataTypes.DoubleType, row -> {
                ratings.add((double) random.nextInt(9));
                return ratings.get(row);
            });
            add(word + "_" + signs.get(1), DataTypes.DoubleType, row -> {
                double other = ratings.get(row) + (random.nextBoolean() ? 1 : -1);
                best.add(other < ratings.get(row) ? first.get(row) : second.get(row));
                return other;
            });
        } else {
            add(styled(pick(List.of("label", "winner", "preference"))), DataTypes.LongType, row -> {
                int winner = row < 2 ? row : random.nextInt(2);
                best.add(winner == 0 ? first.get(row) : second.get(row));
                return (long) (signs.get(0).equals("0") ? winner : winner + 1);
            });
        }
    }

    private void list() {
        prompt();
        boolean ranked = random.nextBoolean();
        int count = 2 + random.nextInt(3);
        List<List<String>> answers = new ArrayList<>();
        say(
                styled(pick(List.of("responses", "completions", "generations", "answers", "candidates", "outputs"))),
                DataTypes.createArrayType(DataTypes.StringType),
                row -> {
                    List<String> own = new ArrayList<>();
                    for (int index = 0; index < count; index++) {
                        own.add(text(row));
                    }
                    answers.add(own);
                    return ScalaLists.of(own.toArray());
                });
        add(
                styled(ranked ? pick(List.of("ranks", "rank", "rankings")) : pick(List.of("ratings", "scores"))),
                DataTypes.createArrayType(DataTypes.DoubleType),
                row -> {
                    int winner = random.nextInt(count);
                    best.add(answers.get(row).get(winner));
                    Object[] numbers = new Object[count];
                    for (int index = 0; index < count; index++) {
                        double worse = 3.5 + (index + row) % count;
                        numbers[index] = index == winner ? (ranked ? 1.0 : 9.0) : worse;
                    }
                    return ScalaLists.of(numbers);
                });
    }

    private void structs() {
        prompt();
        boolean ranked = random.nextBoolean();
        String text = pick(List.of("response", "text", "answer", "completion", "content"));
        String number = ranked ? "rank" : pick(List.of("rating", "score", "overall_score"));
        StructType type = new StructType()
                .add("model", DataTypes.StringType)
                .add(text, DataTypes.StringType)
                .add(number, DataTypes.DoubleType);
        int count = 2 + random.nextInt(3);
        say(
                styled(pick(List.of("responses", "completions", "answers", "candidates"))),
                DataTypes.createArrayType(type),
                row -> {
                    int winner = random.nextInt(count);
                    Object[] items = new Object[count];
                    for (int index = 0; index < count; index++) {
                        String own = text(row);
                        if (index == winner) {
                            best.add(own);
                        }
                        double worse = ranked ? index + 2 : -1.0 - index;
                        items[index] = new GenericRowWithSchema(
                                new Object[] {"model-" + index, own, index == winner ? 1.0 : worse}, type);
                    }
                    return ScalaLists.of(items);
                });
    }

    private void single() {
        prompt();
        say(styled(pick(List.of("response", "completion", "answer", "output"))), DataTypes.StringType, this::text);
        boolean truth = random.nextBoolean();
        add(
                styled(pick(List.of("label", "rating", "score"))),
                truth ? DataTypes.BooleanType : DataTypes.DoubleType,
                row -> {
                    boolean good = random.nextBoolean();
                    best.add(good ? "1.0" : "0.0");
                    return truth ? (Object) good : (Object) (good ? 1.0 : 0.0);
                });
    }

    /** Messages that end with the preferred answer, and another one that replaces it. */
    private void replaced() {
        StructType message = random.nextBoolean() ? ROLE_CONTENT : FROM_VALUE;
        say(
                styled(pick(List.of("messages", "conversations", "conversation"))),
                DataTypes.createArrayType(message),
                row -> {
                    String asked = text(row);
                    String answered = text(row);
                    best.add(answered);
                    return ScalaLists.of(turn(message, "user", asked), turn(message, "assistant", answered));
                });
        say(
                styled(pick(List.of("rejected", "rejected_response", "rejected_output"))),
                DataTypes.StringType,
                this::text);
    }

    // ---- what stands before the answers, and beside

    private void prompt() {
        switch (random.nextInt(5)) {
            case 0 -> {
                List<List<String>> parts = new ArrayList<>();
                say("instruction", DataTypes.StringType, row -> {
                    parts.add(new ArrayList<>(List.of(plainText())));
                    return parts.get(row).get(0);
                });
                say("input", DataTypes.StringType, row -> {
                    String input = random.nextInt(3) == 0 ? "" : plainText();
                    texts.get(row).add(parts.get(row).get(0) + (input.isEmpty() ? "" : "\n" + input));
                    return input;
                });
            }
            case 1 -> {
                StructType message = random.nextBoolean() ? ROLE_CONTENT : FROM_VALUE;
                String name = pick(List.of("prompt", "messages", "conversations", "prompt_messages"));
                say(styled(name), DataTypes.createArrayType(message), row -> {
                    List<Object> turns = new ArrayList<>();
                    int pairs = random.nextInt(2);
                    for (int pair = 0; pair < pairs; pair++) {
                        turns.add(turn(message, "user", text(row)));
                        turns.add(turn(message, "assistant", text(row)));
                    }
                    turns.add(turn(message, "user", text(row)));
                    return ScalaLists.of(turns.toArray());
                });
            }
            case 2 ->
                say(styled("prompt"), DataTypes.StringType, row -> {
                    String asked = text(row);
                    return new Gson().toJson(List.of(Map.of("role", "user", "content", asked)));
                });
            default -> {
                String name = pick(List.of(
                        "prompt", "question", "query", "instruction", "user_prompt", "problem", "request", "input"));
                say(styled(name), DataTypes.StringType, this::text);
            }
        }
        if (random.nextInt(4) == 0) {
            say(styled(pick(List.of("system", "system_prompt", "system_message"))), DataTypes.StringType, this::text);
        }
        if (random.nextInt(6) == 0) {
            say(
                    styled(pick(List.of("history", "chat_history"))),
                    DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.StringType)),
                    row -> ScalaLists.of(ScalaLists.of(text(row), text(row))));
        }
    }

    private void others() {
        Map<String, DataType> beside = new LinkedHashMap<>();
        beside.put("id", DataTypes.StringType);
        beside.put("source", DataTypes.StringType);
        beside.put("model", DataTypes.StringType);
        beside.put("category", DataTypes.StringType);
        beside.put("timestamp", DataTypes.LongType);
        beside.put("url", DataTypes.StringType);
        beside.put("rationale", DataTypes.StringType);
        beside.put("feedback", DataTypes.StringType);
        beside.put("prompt_id", DataTypes.StringType);
        beside.put("response_model", DataTypes.StringType);
        beside.forEach((name, type) -> {
            if (random.nextInt(5) == 0 && !types.containsKey(name)) {
                add(name, type, row -> type.equals(DataTypes.LongType) ? (Object) (long) row : plainText());
            }
        });
    }

    /** Takes a column away, or gives it another known name, so that the shape no longer says what it did. */
    private String change() {
        List<String> names = new ArrayList<>(types.keySet());
        String name = pick(names);
        boolean isSaid = said.contains(name);
        judged = judged && !isAnswerOrJudgement(name);
        if (random.nextBoolean() && types.size() > 1) {
            remove(name);
            return "without " + name;
        }
        String other = pick(List.of(
                "context",
                "history",
                "system",
                "prompt",
                "question",
                "response",
                "rejected_2",
                "response_3",
                "answer",
                "conversation",
                "instruction",
                "input",
                "chosen",
                "completion",
                "passage",
                "query"));
        if (types.containsKey(other) || !isSaid) {
            return "with " + name + " as it was";
        }
        List<Object> moved = values.remove(name);
        DataType type = types.remove(name);
        types.put(other, type);
        values.put(other, moved);
        said.remove(name);
        said.add(other);
        judged = false;
        return "with " + name + " as " + other;
    }

    private boolean isAnswerOrJudgement(String name) {
        return !List.of("id", "source", "model", "category", "timestamp", "url", "rationale", "feedback")
                .contains(name);
    }

    private void remove(String name) {
        types.remove(name);
        List<Object> gone = values.remove(name);
        if (said.remove(name)) {
            for (int row = 0; row < ROWS; row++) {
                forget(gone.get(row), texts.get(row));
            }
        }
    }

    /** Takes back what a cell said. */
    private void forget(Object cell, List<String> all) {
        if (cell instanceof String text) {
            if (text.startsWith("[{")) {
                all.removeIf(known -> text.contains(known));
            } else if (!all.remove(text)) {
                // a part of a joined prompt: what is left of it
                all.replaceAll(known -> known.equals(text) ? "" : without(known, text));
            }
        } else if (cell instanceof Row row) {
            for (int index = 0; index < row.size(); index++) {
                if (row.get(index) instanceof String text) {
                    all.remove(text);
                }
            }
        } else {
            RowFactory.create(cell).getList(0).forEach(item -> forget(item, all));
        }
    }

    private static String without(String joined, String part) {
        if (joined.startsWith(part + "\n")) {
            return joined.substring(part.length() + 1);
        }
        return !part.isEmpty() && joined.endsWith("\n" + part)
                ? joined.substring(0, joined.length() - part.length() - 1)
                : joined;
    }

    // ---- small things

    private interface Cell {

        Object of(int row);
    }

    private void say(String name, DataType type, Cell cell) {
        said.add(name);
        add(name, type, cell);
    }

    private void add(String name, DataType type, Cell cell) {
        collided |= types.keySet().stream().anyMatch(name::equalsIgnoreCase);
        types.put(name, type);
        List<Object> column = new ArrayList<>();
        values.put(name, column);
        for (int row = 0; row < ROWS; row++) {
            column.add(cell.of(row));
        }
    }

    private static String kept(List<String> all, String text) {
        all.add(text);
        return text;
    }

    /** Something that is said in this row. */
    private String text(int row) {
        String text = plainText();
        texts.get(row).add(text);
        return text;
    }

    private String plainText() {
        return random.ints(6 + random.nextInt(10), 0, WORDS.size())
                .mapToObj(WORDS::get)
                .collect(Collectors.joining(" ", random.nextInt(100_000) + " ", "."));
    }

    private static Row turn(StructType type, String role, String text) {
        boolean plain = type.equals(ROLE_CONTENT);
        String written = plain ? role : role.equals("user") ? "human" : "gpt";
        return new GenericRowWithSchema(plain ? new Object[] {text, written} : new Object[] {written, text}, type);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** As it is, or in another spelling. */
    private String styled(String name) {
        return switch (random.nextInt(6)) {
            case 0 -> name.replace('_', '-');
            case 1 -> camel(name);
            case 2 -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            default -> name;
        };
    }

    private static String camel(String name) {
        List<String> words = Arrays.asList(name.split("_"));
        return words.get(0)
                + words.stream()
                        .skip(1)
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
    }
}
