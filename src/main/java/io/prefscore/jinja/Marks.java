package io.prefscore.jinja;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The constants that a template looks for in texts. */
final class Marks {

    /** Methods of texts that cut, or find where to cut. */
    private static final Set<String> CUTTING = Set.of(
            "split", "rsplit", "partition", "rpartition", "replace", "find", "rfind", "index", "rindex", "count");

    /** Stands in every text. */
    private static final String ANYWHERE = "";

    private Marks() {}

    /** In alphabetical order; of constants that are only letters, as keys and roles are, those alone that a text is cut by. */
    static List<String> of(Node tree) {
        Set<String> marks = new TreeSet<>();
        gather(tree, marks);
        return List.copyOf(marks);
    }

    private static void gather(Node node, Set<String> marks) {
        if (node instanceof Node.Call call
                && call.function() instanceof Node.Attribute method
                && CUTTING.contains(method.name())) {
            addFirst(call.arguments(), marks);
        }
        if (node instanceof Node.Filter filter && filter.name().equals("replace")) {
            addFirst(filter.arguments(), marks);
        }
        if ((node instanceof Node.Filter filter && filter.name().equals("truncate")) || isSlicedText(node)) {
            marks.add(ANYWHERE);
        }
        if (node instanceof Node.Compare compare
                && compare.first() instanceof Node.Constant constant
                && constant.value() instanceof String text
                && !isWord(text)) {
            marks.add(text);
        }
        node.children().forEach(child -> gather(child, marks));
    }

    private static void addFirst(Node.CallArguments arguments, Set<String> marks) {
        boolean isKnown = !arguments.positional().isEmpty()
                && arguments.positional().get(0) instanceof Node.Constant constant
                && constant.value() instanceof String;
        marks.add(isKnown ? (String) ((Node.Constant) arguments.positional().get(0)).value() : ANYWHERE);
    }

    private static boolean isSlicedText(Node node) {
        return node instanceof Node.Item item
                && item.key() instanceof Node.Slice
                && !(item.owner() instanceof Node.Name name && name.name().contains("messages"));
    }

    private static boolean isWord(String text) {
        return text.chars().allMatch(character -> character == '_' || Character.isLetterOrDigit(character));
    }
}
