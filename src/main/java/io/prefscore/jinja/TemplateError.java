package io.prefscore.jinja;

/** An error that a template's own evaluation raises: what Python would have raised in the reference implementation. */
public final class TemplateError extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The Python exceptions that a template can meet. Some are caught by the language itself, so the kind matters. */
    public enum Kind {
        /** The template called {@code raise_exception}. */
        RAISED("TemplateError"),
        ASSERTION("AssertionError"),
        ATTRIBUTE("AttributeError"),
        FILTER_ARGUMENT("FilterArgumentError"),
        INDEX("IndexError"),
        KEY("KeyError"),
        OVERFLOW("OverflowError"),
        RUNTIME("TemplateRuntimeError"),
        SECURITY("SecurityError"),
        TYPE("TypeError"),
        UNDEFINED("UndefinedError"),
        VALUE("ValueError"),
        ZERO_DIVISION("ZeroDivisionError"),
        /** Something that the reference renders and this evaluator does not: refused rather than rendered wrongly. */
        UNSUPPORTED("unsupported");

        private final String pythonName;

        Kind(String pythonName) {
            this.pythonName = pythonName;
        }

        /** The exception's class name in Python. */
        public String pythonName() {
            return pythonName;
        }
    }

    private final Kind kind;

    TemplateError(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static TemplateError type(String message) {
        return new TemplateError(Kind.TYPE, message);
    }

    static TemplateError value(String message) {
        return new TemplateError(Kind.VALUE, message);
    }

    static TemplateError unsupported(String message) {
        return new TemplateError(Kind.UNSUPPORTED, message);
    }
}
