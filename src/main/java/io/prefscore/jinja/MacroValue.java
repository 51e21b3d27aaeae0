package io.prefscore.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A macro, or the body of a call block. */
final class MacroValue implements Function {

    /** Runs a macro's body on arguments that may be missing. */
    interface Body {
        String run(Rendering rendering, List<@Nullable Object> arguments);
    }

    /**
     * What is known of a macro before it runs.
     *
     * @param name empty for the body of a call block
     * @param parameters names of the parameters
     * @param readsCaller whether the body reads {@code caller}
     * @param readsNamed whether the body reads {@code kwargs}
     * @param readsPositional whether the body reads {@code varargs}
     */
    record Description(
            Optional<String> name,
            List<String> parameters,
            boolean readsCaller,
            boolean readsNamed,
            boolean readsPositional) {

        String quotedName() {
            return name.map(Text::quote).orElse("None");
        }
    }

    private final Description description;
    private final Body body;

    MacroValue(Description description, Body body) {
        this.description = description;
        this.body = body;
    }

    Description description() {
        return description;
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
        List<String> parameters = description.parameters();
        List<Object> positional = arguments.positional();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            values.add(i < positional.size() ? positional.get(i) : named.remove(parameters.get(i)));
        }
        if (description.readsCaller() && !parameters.contains("caller")) {
            Object caller = named.remove("caller");
            values.add(caller == null || caller == None.NONE ? Undefined.because("No caller defined") : caller);
        }
        if (description.readsNamed()) {
            DictValue dict = new DictValue();
            named.forEach(dict::put);
            values.add(dict);
        } else if (!named.isEmpty()) {
            throw unexpected(named);
        }
        if (description.readsPositional()) {
            int from = Math.min(parameters.size(), positional.size());
            values.add(new TupleValue(List.copyOf(positional.subList(from, positional.size()))));
        } else if (positional.size() > parameters.size()) {
            throw TemplateError.type(
                    "macro " + description.quotedName() + " takes not more than " + parameters.size() + " argument(s)");
        }
        return body.run(rendering, values);
    }

    private TemplateError unexpected(Map<String, Object> named) {
        if (named.containsKey("caller")) {
            return TemplateError.type("macro " + description.quotedName()
                    + " was invoked with two values for the special caller argument. This is most likely a bug.");
        }
        String first = named.keySet().iterator().next();
        return TemplateError.type(
                "macro " + description.quotedName() + " takes no keyword argument " + Text.quote(first));
    }
}
