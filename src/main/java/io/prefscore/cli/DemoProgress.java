package io.prefscore.cli;

/** Told which run of a demo begins. */
interface DemoProgress {

    /** Hears nothing. */
    DemoProgress SILENT = (number, runs, what) -> {};

    /**
     * @param number of the run that begins, from 1
     * @param runs in all
     * @param what is scored with what
     */
    void onRun(int number, int runs, String what);
}
