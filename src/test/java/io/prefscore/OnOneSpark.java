package io.prefscore;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says why none of a class's tests runs with both Sparks, though they use what is not the same in both. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnOneSpark {

    /** What shows the same with both, or what it would take. */
    String value();
}
