package io.prefscore.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parsed template. Renders as transformers' environment does: Jinja's immutable sandbox with {@code trim_blocks},
 * {@code lstrip_blocks}, loop controls and the {@code generation} tag. Immutable and safe for use by several threads.
 *
 * <p>What goes in is data: a text is never read as a template, whatever braces it holds.
 */
public final class JinjaTemplate {

    private final Function<Rendering, String> program;
    private final boolean readsDate;
    private final List<String> marks;

    private JinjaTemplate(Function<Rendering, String> program, boolean readsDate, List<String> marks) {
        this.program = program;
        this.readsDate = readsDate;
        this.marks = marks;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateSyntaxError where it is no template, or uses a tag, filter or test that is not offered
     */
    public static JinjaTemplate parse(String source) {
        Node.Template tree = Parser.parse(source);
        try {
            return new JinjaTemplate(Compiler.compile(tree), mentions(tree, Globals.STRFTIME_NOW), Marks.of(tree));
        } catch (StackOverflowError tooDeep) {
            throw new TemplateSyntaxError(1, "the template is nested too deeply to be read");
        }
    }

    private static boolean mentions(Node node, String name) {
        return (node instanceof Node.Name found && found.name().equals(name))
                || node.children().stream().anyMatch(child -> mentions(child, name));
    }

    /**
     * What the template looks for in texts, to leave out a part of a text or all of it. A text's beginning and end that it
     * strips, or compares, are not among it. The empty text, which stands in all, where that cannot be known.
     */
    public List<String> marks() {
        return marks;
    }

    /** Whether the template asks for today's date. */
    public boolean readsDate() {
        return readsDate;
    }

    /**
     * Renders the template.
     *
     * @param variables the input, made of texts, booleans, numbers, lists, maps with texts as keys, and nulls (Python's
     *     {@code None})
     * @param date what the template is told when it asks for today's date
     * @throws TemplateError where the template raises an error on this input
     * @throws LimitExceeded where it does too much work or builds too much text, relative to the size of the input
     */
    public String render(Map<String, ? extends @Nullable Object> variables, LocalDate date) {
        Map<String, Object> values = new HashMap<>();
        long[] characters = {0};
        try {
            variables.forEach((name, value) -> values.put(name, value(value, characters)));
            return program.apply(new Rendering(values, date, new Budget(characters[0])));
        } catch (StackOverflowError tooDeep) {
            throw new LimitExceeded("the template or its input is nested too deeply");
        }
    }

    /** A Java value as Python's; counts the characters of its texts. */
    private static Object value(@Nullable Object value, long[] characters) {
        if (value == null) {
            return None.NONE;
        }
        if (value instanceof String text) {
            characters[0] += text.length();
            return text;
        }
        if (value instanceof Boolean || value instanceof BigInteger) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            DictValue dict = new DictValue();
            map.forEach((key, item) -> dict.put(value(key, characters), value(item, characters)));
            return dict;
        }
        if (value instanceof Iterable<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEach(item -> list.add(value(item, characters)));
            characters[0] += list.size();
            return new ListValue(list);
        }
        throw new IllegalArgumentException("a template's input holds texts, numbers, booleans, lists and maps; found a "
                + value.getClass().getName());
    }

    private static Object number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return number.doubleValue();
        }
        if (number instanceof BigDecimal decimal) {
            return decimal.scale() > 0 ? (Object) decimal.doubleValue() : decimal.toBigInteger();
        }
        return BigInteger.valueOf(number.longValue());
    }
}
