package io.prefscore.jinja;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;

/** Python's {@code str} and {@code repr}. */
final class Printer {

    /** Python refuses to print an integer of more digits. */
    private static final int MAX_DIGITS = 4300;

    /** Lists that hold one another may print to far more than they hold. */
    private static final int MAX_CHARACTERS = 8_000_000;

    private Printer() {}

    /** What a value prints as. */
    static String str(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof MarkupValue markup) {
            return markup.text();
        }
        if (value instanceof Undefined) {
            return "";
        }
        return repr(value);
    }

    /** What a value prints as inside a list. */
    static String repr(Object value) {
        if (value instanceof SequenceValue || value instanceof DictValue) {
            StringBuilder out = new StringBuilder();
            write(value, out);
            return out.toString();
        }
        if (value instanceof String text) {
            return Text.quote(text);
        }
        if (value instanceof BigInteger number) {
            return digits(number);
        }
        if (value instanceof Boolean bool) {
            return bool ? "True" : "False";
        }
        if (value instanceof Double number) {
            return Numbers.repr(number);
        }
        if (value == None.NONE) {
            return "None";
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        return rareRepr(value);
    }

    private static String rareRepr(Object value) {
        if (value instanceof MarkupValue markup) {
            return "Markup(" + Text.quote(markup.text()) + ")";
        }
        if (value instanceof NamespaceValue namespace) {
            return "<Namespace " + repr(namespace.attributes()) + ">";
        }
        if (value instanceof DictView view) {
            return Types.name(view) + "(" + repr(new ListValue(view.items())) + ")";
        }
        if (value instanceof RangeValue range) {
            String step = range.step().equals(BigInteger.ONE) ? "" : ", " + range.step();
            return "range(" + range.start() + ", " + range.stop() + step + ")";
        }
        if (value instanceof MacroValue macro) {
            return "<Macro " + macro.description().name().map(Text::quote).orElse("anonymous") + ">";
        }
        if (value instanceof LoopValue loop) {
            return "<LoopContext " + loop.index() + "/" + loop.length() + ">";
        }
        if (value == Globals.DICT) {
            return "<class 'dict'>";
        }
        throw TemplateError.unsupported("the template prints a " + Types.name(value)
                + ", whose text in the reference holds a memory address; it prints differently each time");
    }

    static String digits(BigInteger number) {
        // 10^4300 has 14285 bits
        if (number.bitLength() > 14_285
                || (number.bitLength() > 14_280 && number.abs().toString().length() > MAX_DIGITS)) {
            throw TemplateError.value("Exceeds the limit (4300 digits) for integer string conversion");
        }
        return number.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (out.length() > MAX_CHARACTERS) {
            throw new LimitExceeded("the template printed a list of more than " + MAX_CHARACTERS + " characters");
        }
        if (value instanceof ListValue list) {
            writeAll("[", list.items(), "]", out);
        } else if (value instanceof TupleValue tuple) {
            List<Object> items = tuple.items();
            writeAll("(", items, items.size() == 1 ? ",)" : ")", out);
        } else if (value instanceof DictValue dict) {
            writeDict(dict.entries(), out);
        } else {
            out.append(repr(value));
        }
    }

    private static void writeAll(String open, List<Object> items, String close, StringBuilder out) {
        String separator = open;
        for (Object item : items) {
            out.append(separator);
            write(item, out);
            separator = ", ";
        }
        out.append(items.isEmpty() ? open : "").append(close);
    }

    private static void writeDict(Collection<DictValue.Entry> entries, StringBuilder out) {
        String separator = "{";
        for (DictValue.Entry entry : entries) {
            out.append(separator);
            write(entry.key(), out);
            out.append(": ");
            write(entry.value(), out);
            separator = ", ";
        }
        out.append(entries.isEmpty() ? "{" : "").append('}');
    }
}
