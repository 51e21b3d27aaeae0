package io.prefscore.jinja;

/**
 * What one rendering may use. Counted in steps, not seconds, so the same conversation meets the same fate on every
 * machine; a step is an evaluated expression, a visited item or eight characters of new text, some tens of nanoseconds.
 */
final class Budget {

    /** Steps before the size of the input is added: about a second. */
    private static final long BASE_STEPS = 20_000_000;

    /** Steps for each input character: a template may copy a long conversation once per turn. */
    private static final long STEPS_PER_CHARACTER = 100;

    /** Longest text that a template may build from nothing. */
    private static final long BASE_CHARACTERS = 4_000_000;

    /** How many times the input's length the output may have on top of that. */
    private static final long CHARACTERS_PER_CHARACTER = 32;

    /** Macro calls and recursive loops inside each other; Python's own limit is reached a little below 200. */
    private static final int MAX_DEPTH = 180;

    private final long maxSteps;
    private final long maxCharacters;
    private long steps;
    private int depth;

    Budget(long inputCharacters) {
        this.maxSteps = BASE_STEPS + STEPS_PER_CHARACTER * inputCharacters;
        this.maxCharacters = BASE_CHARACTERS + CHARACTERS_PER_CHARACTER * inputCharacters;
    }

    /** Charges one step. */
    void step() {
        work(1);
    }

    /** Charges work that creates nothing. */
    void work(long amount) {
        steps += amount;
        if (steps > maxSteps || steps < 0) {
            throw new LimitExceeded("the template did more than " + maxSteps + " steps of work");
        }
    }

    /** Charges a text that is about to be created, and refuses one that is too long. */
    void text(long characters) {
        text(characters, characters);
    }

    /** Charges the growth of a text, and refuses it where the whole is too long. */
    void text(long characters, long grownBy) {
        if (characters > maxCharacters) {
            throw new LimitExceeded("the template built a text of more than " + maxCharacters + " characters");
        }
        work(1 + grownBy / 8);
    }

    /** Charges the items of a list or dict that is about to be created. */
    void items(long count) {
        if (count > maxCharacters) {
            throw new LimitExceeded("the template built a list of more than " + maxCharacters + " items");
        }
        work(1 + 2 * count);
    }

    /** Enters a macro or a recursive loop; {@link #leave} must follow. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new LimitExceeded("the template nested more than " + MAX_DEPTH + " calls of its macros");
        }
    }

    void leave() {
        depth--;
    }
}
