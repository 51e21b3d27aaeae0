package io.prefscore.jinja;

/**
 * Jinja's undefined value: prints as nothing, is false and empty, equals every other undefined, and raises on nearly
 * everything else.
 */
final class Undefined {

    private final TemplateError.Kind kind;
    private final String message;

    private Undefined(TemplateError.Kind kind, String message) {
        this.kind = kind;
        this.message = message;
    }

    static Undefined variable(String name) {
        return because(Text.quote(name) + " is undefined");
    }

    static Undefined because(String message) {
        return new Undefined(TemplateError.Kind.UNDEFINED, message);
    }

    /** What looking for {@code name} in {@code owner} gives where there is no such thing. */
    static Undefined element(Object owner, Object name) {
        String described = Types.describe(owner);
        return because(
                name instanceof String text
                        ? Text.quote(described) + " has no attribute " + Text.quote(text)
                        : described + " has no element " + Printer.repr(name));
    }

    /** An attribute that the sandbox hides. */
    static Undefined unsafe(Object owner, String name) {
        return new Undefined(
                TemplateError.Kind.SECURITY,
                "access to attribute " + Text.quote(name) + " of " + Text.quote(Types.name(owner))
                        + " object is unsafe.");
    }

    TemplateError error() {
        return new TemplateError(kind, message);
    }
}
