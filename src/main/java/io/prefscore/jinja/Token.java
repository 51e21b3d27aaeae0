package io.prefscore.jinja;

/**
 * A piece of a template.
 *
 * @param line counted from 1
 * @param kind what it is
 * @param text the text of data, names and operators; the contents of a string
 * @param value the number of a numeral; elsewhere {@link None}
 */
record Token(int line, Kind kind, String text, Object value) {

    enum Kind {
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        VARIABLE_BEGIN,
        VARIABLE_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** How an error message names it. */
    String describe() {
        return switch (kind) {
            case DATA -> "template text";
            case BLOCK_BEGIN -> "'{%'";
            case BLOCK_END -> "'%}'";
            case VARIABLE_BEGIN -> "'{{'";
            case VARIABLE_END -> "'}}'";
            case END -> "the end of the template";
            case NAME, OPERATOR, INTEGER, FLOAT -> "'" + text + "'";
            case STRING -> "a string";
        };
    }
}
