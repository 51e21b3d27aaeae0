package io.prefscore.config;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used: all that is wrong with them at once, so that they are mended in one go. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * One thing that is wrong.
     *
     * @param where the place to mend: {@code file:line}, {@code --set key} or a flag; empty where nothing was given
     * @param key the setting, such as {@code encode.on-too-long}; empty where no single one is at fault
     * @param message what must hold, what came, and what to do
     */
    public record Problem(String where, String key, String message) implements Serializable {

        @Override
        public String toString() {
            String subject = key.isEmpty() ? message : key + " " + message;
            return where.isEmpty() ? subject : where + ": " + subject;
        }
    }

    private final List<Problem> problems;

    /** @param problems at least one */
    public InvalidSettings(List<Problem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, in the order in which it was found. */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("settings are invalid for at least one reason; none given");
        }
        if (problems.size() == 1) {
            return problems.get(0).toString();
        }
        return problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", problems.size() + " problems in the settings:", ""));
    }
}
