package io.prefscore.dataset;

import io.prefscore.ScalaLists;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.ColumnMapping.Answers;
import io.prefscore.config.ColumnMapping.Judgement;
import io.prefscore.config.ColumnMapping.Writing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A table in the shape that a declaration of {@code schemas.conf} describes: the columns that it needs, and those that it would
 * read besides, with values that mean something. Where a column may be of several kinds, or have several names, a choice takes one.
 */
final class DeclaredTable {

    static final int ROWS = 6;

    private static final int ITEMS = 3;
    private static final Pattern ALTERNATIVES = Pattern.compile(" \\| ");

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType TEXTS = DataTypes.createArrayType(TEXT);
    private static final DataType NUMBER = DataTypes.DoubleType;
    private static final DataType NUMBERS = DataTypes.createArrayType(NUMBER);
    private static final StructType MESSAGE = new StructType().add("role", TEXT).add("content", TEXT);
    private static final DataType MESSAGES = DataTypes.createArrayType(MESSAGE);

    /** A value of a row; of a list of structs, that of one of its items. */
    @FunctionalInterface
    private interface Value {
        Object of(int row, int item);
    }

    /** What stands at a path; where there are fields, a struct or a list of structs. */
    private static final class Node {

        private final Map<String, Node> fields = new LinkedHashMap<>();
        private boolean isList;
        private DataType leaf = TEXT;
        private Value value = (row, item) -> "text " + row;

        DataType type() {
            if (fields.isEmpty()) {
                return leaf;
            }
            return isList ? DataTypes.createArrayType(struct()) : struct();
        }

        private StructType struct() {
            StructType struct = new StructType();
            for (Map.Entry<String, Node> field : fields.entrySet()) {
                struct = struct.add(field.getKey(), field.getValue().type());
            }
            return struct;
        }

        Object value(int row, int item) {
            if (fields.isEmpty()) {
                return value.of(row, item);
            }
            return isList ? list(index -> structValue(row, index)) : structValue(row, item);
        }

        private Row structValue(int row, int item) {
            Object[] values = fields.values().stream()
                    .map(field -> field.value(row, item))
                    .toArray();
            return new GenericRowWithSchema(values, struct());
        }
    }

    private final Declaration declaration;
    private final ColumnMapping mapping;
    private final int choice;
    private final Node root = new Node();

    /**
     * @param choice which of the kinds that a column may have, and of its names
     * @param whole whether there are columns that are not needed
     */
    static DeclaredTable of(Declaration declaration, int choice, boolean whole) {
        DeclaredTable table = new DeclaredTable(declaration, choice);
        declaration.needs().forEach((path, kinds) -> table.add(path, kind(kinds, choice)));
        boolean promptNeeded = table.mapping.prompt().columns().stream()
                .anyMatch(path -> declaration.needs().containsKey(plain(path)));
        if (!whole && !promptNeeded) {
            table.mapping.prompt().columns().forEach(path -> table.add(path, Optional.empty()));
        }
        if (whole) {
            table.optional().forEach(path -> table.add(path, Optional.empty()));
        }
        return table;
    }

    private DeclaredTable(Declaration declaration, int choice) {
        this.declaration = declaration;
        this.mapping = declaration.columns();
        this.choice = choice;
    }

    private static Optional<ColumnKind> kind(List<ColumnKind> kinds, int choice) {
        return Optional.of(kinds.get(Math.min(choice, kinds.size() - 1)));
    }

    StructType columns() {
        return root.struct();
    }

    List<Row> rows(List<String> names, int count) {
        return IntStream.range(0, Math.min(count, ROWS))
                .mapToObj(row -> RowFactory.create(names.stream()
                        .map(name -> root.fields.get(name).value(row, 0))
                        .toArray()))
                .toList();
    }

    // ---- what there is

    /** Paths that are read if they are there. */
    private List<String> optional() {
        List<String> paths = new ArrayList<>(mapping.turns());
        mapping.answers()
                .tree()
                .ifPresent(tree -> paths.addAll(List.of(
                        tree + ".text",
                        tree + ".role",
                        tree + ".replies[].text",
                        tree + ".replies[].role",
                        tree + ".replies[].rank")));
        paths.addAll(mapping.ids());
        paths.addAll(mapping.answers().writers());
        paths.addAll(mapping.judgement().flags());
        mapping.judgement().strength().ifPresent(paths::add);
        paths.addAll(mapping.judgement().ratings());
        paths.addAll(mapping.judgement().ranks());
        paths.addAll(mapping.judgement().attributes().values());
        paths.addAll(mapping.slices());
        return paths.stream().map(this::chosen).toList();
    }

    private String chosen(String alternatives) {
        List<String> names = ALTERNATIVES.splitAsStream(alternatives).toList();
        return names.get(choice % names.size());
    }

    private void add(String path, Optional<ColumnKind> kind) {
        String plain = plain(path);
        if (kind.isEmpty() && declaration.needs().containsKey(plain)) {
            return;
        }
        Node node = root;
        for (String step : plain.split("\\.")) {
            node = node.fields.computeIfAbsent(step.replace("[]", ""), unknown -> new Node());
            node.isList |= step.endsWith("[]");
        }
        fill(node, path, kind);
    }

    /** Whether the mapping reads each item of a list that stands there. */
    private boolean isList(String path) {
        return mapping.turns().contains(path + "[]");
    }

    /** A list's own path. */
    private static String plain(String path) {
        return path.replaceFirst("\\[]$", "");
    }

    // ---- what stands there

    private void fill(Node node, String path, Optional<ColumnKind> kind) {
        Answers answers = mapping.answers();
        Judgement judgement = mapping.judgement();
        List<String> responses = new ArrayList<>(answers.conversation().stream().toList());
        responses.addAll(answers.responses());
        responses.addAll(answers.chosen());
        responses.addAll(answers.rejected());
        List<String> rated = new ArrayList<>(judgement.ratings());
        rated.addAll(judgement.attributes().values());
        if (place(mapping.prompt().columns(), path) >= 0) {
            prompt(node, place(mapping.prompt().columns(), path), kind);
        } else if (place(responses, path) >= 0) {
            answer(node, path, place(responses, path), kind);
        } else if (place(judgement.label().stream().toList(), path) >= 0) {
            label(node, kind);
        } else if (place(judgement.flags(), path) >= 0) {
            int flag = place(judgement.flags(), path);
            set(node, DataTypes.IntegerType, (row, item) -> row % 3 == flag ? 1 : 0);
        } else if (place(judgement.strength().stream().toList(), path) >= 0) {
            set(
                    node,
                    NUMBER,
                    (row, item) ->
                            answers.rejected().isEmpty() && judgement.label().isEmpty() ? row % 3 - 1.0 : 0.5 + row);
        } else if (place(rated, path) >= 0) {
            rating(node, path, place(rated, path), kind);
        } else if (place(judgement.ranks(), path) >= 0) {
            boolean isText = kind.equals(Optional.of(ColumnKind.TEXT));
            set(node, isText ? TEXT : NUMBER, (row, item) -> isText ? String.valueOf(item + 1) : (Object) (item + 1.0));
        } else if (place(mapping.prompt().history().stream().toList(), path) >= 0) {
            set(
                    node,
                    DataTypes.createArrayType(TEXTS),
                    (row, item) -> ScalaLists.of(ScalaLists.of("Good morning " + row + ".", "Good morning!")));
        } else if (path.endsWith(".role")) {
            set(node, TEXT, (row, item) -> path.contains("replies") ? "assistant" : "prompter");
        } else if (path.endsWith(".rank")) {
            set(node, DataTypes.LongType, (row, item) -> (long) (item + row) % ITEMS);
        } else {
            other(node, path, kind);
        }
    }

    private static int place(List<String> alternatives, String path) {
        String plain = plain(path);
        for (int index = 0; index < alternatives.size(); index++) {
            boolean named = ALTERNATIVES.splitAsStream(alternatives.get(index)).anyMatch(name -> plain(name)
                    .equals(plain));
            if (named) {
                return index;
            }
        }
        return -1;
    }

    private static void set(Node node, DataType type, Value value) {
        node.leaf = type;
        node.value = value;
    }

    /** Two rows share it where rows are grouped. */
    private String question(int row, int turn) {
        int number = mapping.isGrouped() ? row / 2 : row;
        return "Question " + turn + " of conversation " + number + ": what runs through Cologne?";
    }

    private void prompt(Node node, int place, Optional<ColumnKind> kind) {
        boolean alternate = mapping.writing().marks().equals(Writing.ALTERNATING);
        if (alternate && place == 0) {
            turns(node, kind, row -> List.of(question(row, 0), question(row, 1)));
        } else if (alternate) {
            turns(node, kind, row -> List.of("Answer to the first question."));
        } else {
            String dialogue = "\n\nHuman: Hello.\n\nAssistant: Hello!\n\nHuman: %s\n\nAssistant:";
            boolean marked = choice == 0 && mapping.prompt().columns().size() == 1;
            spoken(
                    node,
                    "user",
                    kind,
                    (row, item) -> marked
                                    && mapping.writing().marks().equals(Writing.BY_ROW)
                                    && row % 2 == 0
                                    && !mapping.isGrouped()
                            ? dialogue.formatted(question(row, 0))
                            : question(row, place));
        }
    }

    private void answer(Node node, String path, int place, Optional<ColumnKind> kind) {
        Value answer = (row, item) -> "Answer " + place + " of row " + row + ", item " + item + ".";
        boolean conversation = place == 0 && mapping.answers().conversation().isPresent();
        boolean whole = conversation
                || (mapping.prompt().columns().isEmpty()
                        && mapping.answers().conversation().isEmpty());
        boolean isListInText = kind.equals(Optional.of(ColumnKind.TEXT)) && isList(path);
        boolean alternate = mapping.writing().marks().equals(Writing.ALTERNATING);
        if (isListInText || (alternate && mapping.prompt().columns().size() == 1)) {
            turns(node, kind, row -> List.of((String) answer.of(row, 0), (String) answer.of(row, 1)));
        } else if (whole && (kind.isEmpty() || kind.equals(Optional.of(ColumnKind.MESSAGES)))) {
            set(
                    node,
                    MESSAGES,
                    (row, item) ->
                            list(message("user", question(row, 0)), message("assistant", (String) answer.of(row, 0))));
        } else if (whole) {
            String form = mapping.writing().marks().equals(Writing.NONE) ? "%s %s" : "\n\nHuman: %s\n\nAssistant: %s";
            set(node, TEXT, (row, item) -> form.formatted(question(row, 0), answer.of(row, 0)));
        } else {
            spoken(node, "assistant", kind, answer);
        }
    }

    private void turns(Node node, Optional<ColumnKind> kind, java.util.function.IntFunction<List<String>> texts) {
        boolean json = kind.equals(Optional.of(ColumnKind.TEXT));
        set(
                node,
                json ? TEXT : TEXTS,
                (row, item) -> json
                        ? new com.google.gson.Gson().toJson(texts.apply(row))
                        : ScalaLists.of(texts.apply(row).toArray()));
    }

    private static void spoken(Node node, String role, Optional<ColumnKind> kind, Value text) {
        ColumnKind as = kind.orElse(ColumnKind.TEXT);
        if (as.equals(ColumnKind.MESSAGES)) {
            set(node, MESSAGES, (row, item) -> list(message(role, (String) text.of(row, item))));
        } else if (as.equals(ColumnKind.MESSAGE)) {
            set(node, MESSAGE, (row, item) -> message(role, (String) text.of(row, item)));
        } else if (as.equals(ColumnKind.TEXTS)) {
            set(node, TEXTS, (row, item) -> list(index -> text.of(row, index)));
        } else {
            set(node, TEXT, text);
        }
    }

    private void label(Node node, Optional<ColumnKind> kind) {
        List<String> values = new ArrayList<>(mapping.judgement().labelValues());
        mapping.judgement().tieValues().keySet().stream().sorted().forEach(values::add);
        if (mapping.judgement().threshold().isPresent()) {
            set(node, NUMBER, (row, item) -> 1 + row % 2 + 0.0);
        } else if (kind.equals(Optional.of(ColumnKind.TRUTH))) {
            set(node, DataTypes.BooleanType, (row, item) -> row % 2 == 0);
        } else if (kind.equals(Optional.of(ColumnKind.TEXT))) {
            set(node, TEXT, (row, item) -> values.get(row % values.size()));
        } else if (values.isEmpty()) {
            set(node, DataTypes.LongType, (row, item) -> (long) (row % 2));
        } else {
            boolean decimal = choice > 0;
            set(node, decimal ? NUMBER : DataTypes.LongType, (row, item) -> {
                long value = Long.parseLong(values.get(row % values.size()));
                return decimal ? (Object) (double) value : (Object) value;
            });
        }
    }

    private static void rating(Node node, String path, int place, Optional<ColumnKind> kind) {
        Value number = (row, item) -> (row * 7 + place * 3 + item * 5) % 11 / 2.0;
        boolean list = kind.equals(Optional.of(ColumnKind.NUMBERS)) || path.endsWith("[]");
        set(
                node,
                list ? NUMBERS : NUMBER,
                (row, item) -> list ? list(index -> number.of(row, index)) : number.of(row, item));
    }

    private static void other(Node node, String path, Optional<ColumnKind> kind) {
        ColumnKind as = kind.orElse(ColumnKind.TEXT);
        if (as.equals(ColumnKind.NUMBER)) {
            set(node, DataTypes.LongType, (row, item) -> (long) ITEMS);
        } else if (as.equals(ColumnKind.TEXTS)) {
            set(node, TEXTS, (row, item) -> list(index -> path + " " + index + " of row " + row));
        } else {
            set(node, TEXT, (row, item) -> path + " " + item + " of row " + row % 2);
        }
    }

    private static Row message(String role, String content) {
        return new GenericRowWithSchema(new Object[] {role, content}, MESSAGE);
    }

    private static Object list(java.util.function.IntFunction<Object> items) {
        return ScalaLists.of(IntStream.range(0, ITEMS).mapToObj(items).toArray());
    }

    private static Object list(Row... rows) {
        return ScalaLists.of(Arrays.stream(rows).toArray());
    }
}
