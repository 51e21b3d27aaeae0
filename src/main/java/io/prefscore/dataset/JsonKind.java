package io.prefscore.dataset;

/** What a value of JSON is, but for null and the empty list, which say nothing of what other values are. */
enum JsonKind {
    TEXT,
    NUMBER,
    TRUTH,
    OBJECT,
    TEXTS,
    NUMBERS,
    OBJECTS,
    OTHER_LIST;

    boolean isList() {
        return switch (this) {
            case TEXTS, NUMBERS, OBJECTS, OTHER_LIST -> true;
            case TEXT, NUMBER, TRUTH, OBJECT -> false;
        };
    }

    /** What a list of such values is. */
    JsonKind listed() {
        return switch (this) {
            case TEXT -> TEXTS;
            case NUMBER -> NUMBERS;
            case OBJECT -> OBJECTS;
            case TRUTH, TEXTS, NUMBERS, OBJECTS, OTHER_LIST -> OTHER_LIST;
        };
    }
}
