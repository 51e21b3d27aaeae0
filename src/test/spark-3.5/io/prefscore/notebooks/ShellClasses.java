package io.prefscore.notebooks;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;

/**
 * Knows what paragraphs define, too. With any other loader Spark's local executor loads their classes a second time, and the
 * driver refuses rows of the twins. Zeppelin's interpreter asks for a loader of URLs.
 */
final class ShellClasses extends URLClassLoader {

    /** Of each class that the Scala shell compiles. */
    private static final String PREFIX = "$line";

    /** Gives the shell's loader, which asks this one before it looks itself. */
    private final Supplier<ClassLoader> shell;

    private final ThreadLocal<Boolean> asking = ThreadLocal.withInitial(() -> false);

    ShellClasses(Supplier<ClassLoader> shell, ClassLoader parent) {
        super(new URL[0], parent);
        this.shell = shell;
    }

    /** Takes no lock for the shell's classes: the two loaders would wait for each other. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PREFIX)) {
            return super.loadClass(name, resolve);
        }
        if (asking.get()) {
            throw new ClassNotFoundException(name);
        }
        asking.set(true);
        try {
            return shell.get().loadClass(name);
        } finally {
            asking.set(false);
        }
    }
}
