package io.prefscore.ml;

import io.prefscore.config.InvalidSettings;
import io.prefscore.dataset.ReadFailures;
import io.prefscore.preference.UserError;
import java.util.function.Supplier;

/** The border between prefscore and an interpreter that prints whatever is thrown with all of its frames and causes. */
final class Plainly {

    private static final System.Logger LOG = System.getLogger(Plainly.class.getName());

    private Plainly() {}

    /**
     * Does some work, and throws what the user can mend as a message alone; its frames go to the log.
     *
     * @throws UserError without frames and cause
     */
    static <T> T call(Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidSettings invalid) {
            throw alone(new UserError(UserError.Kind.SETTINGS, String.valueOf(invalid.getMessage()), invalid));
        } catch (RuntimeException failure) {
            throw ReadFailures.explain(failure)
                    .<RuntimeException>map(Plainly::alone)
                    .orElse(failure);
        }
    }

    static void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    private static UserError alone(UserError failure) {
        LOG.log(System.Logger.Level.DEBUG, "shown to the user as one sentence", failure);
        return failure.alone();
    }
}
