package io.prefscore.preference;

import java.net.ConnectException;
import java.util.Locale;

/**
 * Something that the person who started the run can mend: the message alone says where, what must hold, what came and
 * what to do, so it is shown without a stack trace. Everything else that is thrown is a defect of ours or of the cluster.
 *
 * <p>Serializable, since an executor's error travels to the driver inside Spark's own exceptions.
 */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What is at fault; each kind has an exit code of its own, so that a nightly script can tell them apart. */
    public enum Kind {
        /** The command line or a settings file. */
        SETTINGS,
        /** The data set: its paths, its format or its columns. */
        INPUT,
        /** The checkpoint folder, or the device that it should run on. */
        MODEL,
        /** The output folder: in use, finished already, or not writable. */
        OUTPUT,
        /** The self-check: the model loads, but its scores cannot be trusted. */
        CHECK;

        /** {@code settings} for {@link #SETTINGS}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;

    /**
     * @param kind what is at fault
     * @param message one or a few lines, complete without the cause's own message
     */
    public UserError(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * @param kind what is at fault
     * @param message one or a few lines, complete without the cause's own message
     * @param cause what was caught, for {@code --verbose}
     */
    public UserError(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    private UserError(UserError whole) {
        super(whole.getMessage(), null, false, false);
        this.kind = whole.kind;
    }

    /** The same without frames and cause, for those who print an exception with all it has. */
    public UserError alone() {
        return new UserError(this);
    }

    /**
     * The first line of the innermost cause's message: the wrappers around it say no more than their classes' names; only of
     * a refused connection they say to where. What a JSON parser advises its programmer to do is left out.
     */
    public static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && !(innermost.getCause() instanceof ConnectException)) {
            innermost = innermost.getCause();
        }
        String message = String.valueOf(innermost.getMessage());
        return message.lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^Use JsonReader\\S* to accept (?=malformed JSON)", "");
    }

    /** What is at fault. */
    public Kind kind() {
        return kind;
    }
}
