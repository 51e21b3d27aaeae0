package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.InputSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a data set that nothing is read from.
 *
 * @param columns all of them, by name
 * @param missed those that look like a part of the conversation, and that nobody said may go
 * @param left those that look so, and of which somebody did
 */
record Unread(List<UnreadColumn> columns, List<String> missed, List<String> left) {

    /**
     * @param read names of the columns that are read
     * @param known that may go, and why
     * @param copies that say once more what another column holds
     * @param strict whether what looks like an answer, a prompt or a judgement by its name alone is missed, too
     */
    static Unread of(
            StructType types,
            Set<String> read,
            Set<String> known,
            Map<String, String> copies,
            boolean strict,
            List<String> ignore,
            FirstLook look) {
        List<UnreadColumn> unread = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Arrays.stream(types.fields())
                .filter(field -> !read.contains(field.name()))
                .forEach(field -> {
                    String name = field.name();
                    unread.add(new UnreadColumn(name, field.dataType().catalogString()));
                    boolean mayGo = ignore.contains(InputSettings.ALL)
                            || ignore.contains(name)
                            || known.contains(name)
                            || (copies.containsKey(name)
                                    && look.isCopy(
                                            name, List.of(copies.get(name).split(" \\| "))));
                    boolean looksSaid =
                            isSaid(field.dataType(), name, look) || (strict && Part.looksLike(name, field.dataType()));
                    if (looksSaid) {
                        (mayGo ? left : missed).add(name);
                    }
                });
        return new Unread(unread, missed, left);
    }

    /** By its name and what it holds. */
    private static boolean isSaid(DataType type, String name, FirstLook look) {
        boolean bySomeWord = Vocabulary.holdsPart("conversation-words", name)
                && !Vocabulary.holdsPart("beside-the-conversation", name);
        return mayHoldText(type) && (bySomeWord || Part.isTurns(name)) && look.isText(name);
    }

    private static boolean mayHoldText(DataType type) {
        return type instanceof StringType
                || (type instanceof StructType struct
                        && Part.field(struct, "answer-field").isPresent())
                || (type instanceof ArrayType list && mayHoldText(list.elementType()));
    }

    /** Names of the columns that a mapping names, and those that the parser reads. */
    static Set<String> read(ColumnMapping mapping, RowParser parser) {
        Set<String> names = new TreeSet<>(parser.columns());
        mapping.judgement().attributes().values().forEach(path -> names.add(ColumnPath.root(path)));
        return names;
    }
}
