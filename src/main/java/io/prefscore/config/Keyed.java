package io.prefscore.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings that say by which keys they are written. */
public interface Keyed {

    /** What is written, by key, in order: texts, numbers, lists and maps of these, or null. */
    Map<String, @Nullable Object> keys();
}
