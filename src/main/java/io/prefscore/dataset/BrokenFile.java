package io.prefscore.dataset;

/** Says why the rows of a file cannot be told apart from some place on. */
final class BrokenFile extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * @param problem where and what, and what to do; the file's path stands before it in the end
     */
    BrokenFile(String problem) {
        super(problem);
    }
}
