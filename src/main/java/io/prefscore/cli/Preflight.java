package io.prefscore.cli;

import io.prefscore.preference.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes a command as far as its first piece of work, and does nothing of that: whoever starts Spark for it first looks whether
 * the command line and its settings can be meant. Needs no Spark.
 */
public final class Preflight {

    private Preflight() {}

    /** Ends the process with 0, or as the command would. */
    public static void main(String[] arguments) {
        System.exit(check(Terminal.system(), arguments));
    }

    /**
     * Says what is wrong with a command, as the command would; of one that has work to do it says nothing.
     *
     * @return 0, or the exit code of the command
     */
    static int check(Terminal terminal, String... arguments) {
        AtomicBoolean reached = new AtomicBoolean();
        Jobs none = (Jobs)
                Proxy.newProxyInstance(Jobs.class.getClassLoader(), new Class<?>[] {Jobs.class}, (jobs, job, what) -> {
                    reached.set(true);
                    throw new UserError(UserError.Kind.SETTINGS, "no work is done here");
                });
        StringWriter complaints = new StringWriter();
        PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
        Terminal quiet =
                new Terminal(nowhere, new PrintWriter(complaints, true), Terminal.Kind.PLAIN, terminal.columns());
        int code = Prefscore.execute(none, quiet, arguments);
        if (reached.get() || code == 0) {
            return 0;
        }
        terminal.err().print(complaints);
        terminal.err().flush();
        return code;
    }
}
