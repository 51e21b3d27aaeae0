package io.prefscore.jinja;

/** A template that cannot be read, or that uses what this evaluator does not offer: found before anything is rendered. */
public final class TemplateSyntaxError extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    TemplateSyntaxError(int line, String message) {
        super("chat template, line " + line + ": " + message);
    }
}
