package io.prefscore;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Runs another main class in a process that ends when its parent does: it reads its standard input, which the parent holds
 * open, and halts at the end of it. So a parent that is killed leaves nothing behind.
 */
public final class Tethered {

    private Tethered() {}

    /** The first argument names the class, the others are its own. */
    public static void main(String[] arguments) throws Exception {
        Thread watch = new Thread(Tethered::haltWithTheParent, "tether");
        watch.setDaemon(true);
        watch.start();
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void haltWithTheParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException failure) {
            // A broken pipe tells the same as its end.
        }
        Runtime.getRuntime().halt(143);
    }
}
