package io.prefscore.cli;

import io.prefscore.preference.UserError;

/** How the process ends, for the scheduler that started it. Codes are never reused for another meaning. */
enum ExitCode {
    OK(0, "done"),
    UNEXPECTED(1, "a defect of prefscore or of the cluster; the trace is in the file that the message names"),
    SETTINGS(2, "the command line or a settings file is wrong"),
    INPUT(3, "the data set cannot be read or understood"),
    MODEL(4, "the checkpoint or its device cannot be used"),
    OUTPUT(5, "the output folder is in use or not writable"),
    CHECK(6, "the self-check failed: scores could not be trusted"),
    DRIFT(7, "a nightly run is whole, but too far from the last one; its tables are there to be looked at"),
    INTERRUPTED(130, "ended by Ctrl-C; what is stored stays"),
    TERMINATED(143, "ended by SIGTERM, as schedulers do; what is stored stays");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    static ExitCode of(UserError.Kind kind) {
        return switch (kind) {
            case SETTINGS -> SETTINGS;
            case INPUT -> INPUT;
            case MODEL -> MODEL;
            case OUTPUT -> OUTPUT;
            case CHECK -> CHECK;
        };
    }
}
