package io.prefscore;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says why a test class may take more than a tenth of the time of all tests, which {@code .ci/run} else refuses. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.SOURCE)
public @interface Slow {

    /** What takes the time, and what it proves that less would not. */
    String value();
}
