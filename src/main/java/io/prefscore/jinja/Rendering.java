package io.prefscore.jinja;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rendering of a template: its input, its date, and what it may still use. Used by one thread. */
final class Rendering {

    private final Map<String, Object> variables;
    private final LocalDate date;
    private final Budget budget;

    Rendering(Map<String, Object> variables, LocalDate date, Budget budget) {
        this.variables = variables;
        this.date = date;
        this.budget = budget;
    }

    LocalDate date() {
        return date;
    }

    Budget budget() {
        return budget;
    }

    /** An input variable or a global function; null where there is none. */
    @Nullable
    Object resolve(String name) {
        Object variable = variables.get(name);
        return variable == null ? Globals.find(name) : variable;
    }

    /** Walks anything that Python can iterate over; each item costs a step. */
    Iterator<Object> iterate(Object value) {
        Iterator<Object> items = Operators.iterator(value);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Object next() {
                budget.step();
                return items.next();
            }
        };
    }

    /** The items of anything that Python can iterate over. */
    List<Object> list(Object value) {
        List<Object> items = new ArrayList<>();
        for (Iterator<Object> walk = iterate(value); walk.hasNext(); ) {
            items.add(walk.next());
        }
        budget.items(items.size());
        return items;
    }

    /** Charges a new text before it is kept. */
    String text(String text) {
        budget.text(text.length());
        return text;
    }

    Object call(Object function, Arguments arguments) {
        budget.step();
        if (function instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (function instanceof Function callable) {
            return callable.call(this, arguments);
        }
        throw TemplateError.type(Text.quote(Types.name(function)) + " object is not callable");
    }
}
