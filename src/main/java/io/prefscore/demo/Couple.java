package io.prefscore.demo;

/**
 * The same two answers under two prompts. Where one of them is right, each is right under its own prompt and wrong under
 * the other.
 *
 * @param task what was drawn within the kind, such as {@code planted-error}
 */
record Couple(String task, Difficulty difficulty, Draft first, Draft second) {

    /** A couple of which each prompt has its own right answer. */
    static Couple certain(
            String task, Difficulty difficulty, String promptOfOne, String one, String promptOfTwo, String two) {
        return new Couple(task, difficulty, new Draft(promptOfOne, one, two, 1), new Draft(promptOfTwo, two, one, 1));
    }

    boolean standsIn(Split split) {
        return Split.of(first.prompt()) == split && Split.of(second.prompt()) == split;
    }
}
