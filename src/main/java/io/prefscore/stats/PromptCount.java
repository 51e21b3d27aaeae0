package io.prefscore.stats;

/** Counts different prompts where those of one prompt follow each other. */
final class PromptCount {

    private boolean any;
    private long last;

    /** 1 for a prompt that the one before was not, else 0. */
    int next(long promptKey) {
        if (any && promptKey == last) {
            return 0;
        }
        any = true;
        last = promptKey;
        return 1;
    }
}
