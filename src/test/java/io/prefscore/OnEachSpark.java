package io.prefscore;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks what also runs in the build for Spark 3.5, whose only tests are these; the default build runs all tests. {@link
 * SparkApisTest} says where one is needed.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("each-spark")
public @interface OnEachSpark {}
