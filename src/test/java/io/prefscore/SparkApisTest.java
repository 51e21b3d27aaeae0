package io.prefscore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is not the same in Spark 3.5 and 4.0 is tested with both: a test class that uses it, or a class of its own room that does, has
 * {@link OnEachSpark} on itself or on one of its tests, or says by {@link OnOneSpark} why not.
 */
class SparkApisTest {

    /** Classes, and packages with all that is below them. */
    private static final List<String> DIFFERENT = List.of(
            // sources of files: CSV, JSON, Parquet, and the rows that they cannot read
            "org.apache.spark.sql.DataFrameReader",
            // what failures are called, and what they tell
            "org.apache.spark.SparkThrowable",
            "org.apache.spark.sql.AnalysisException",
            // settings of a session: ANSI is off in 3.5 and on in 4.0
            "org.apache.spark.sql.RuntimeConfig",
            "org.apache.spark.sql.SparkSession$Builder",
            // sketches: an action in 3.5, an aggregate in 4.0
            "org.apache.spark.sql.DataFrameStatFunctions",
            // what is behind the session, and what version it says it is
            "org.apache.spark.sql.catalyst",
            "org.apache.spark.sql.execution",
            "org.apache.spark.sql.internal",
            "org.apache.spark.package$",
            // the machinery that tasks run in: listeners, accumulators, plugins, metrics, GPUs
            "org.apache.spark.SparkEnv",
            "org.apache.spark.api.plugin",
            "org.apache.spark.resource",
            "org.apache.spark.scheduler",
            "org.apache.spark.util.AccumulatorV2",
            "com.codahale.metrics",
            "org.apache.spark.ml",
            // Hadoop 3.3 and 3.4: codecs, and S3 through the first and the second of Amazon's libraries
            "org.apache.hadoop.fs.EtagSource",
            "org.apache.hadoop.fs.FutureDataInputStreamBuilder",
            "org.apache.hadoop.fs.s3a",
            "org.apache.hadoop.io.compress",
            // Scala 2.12 and 2.13, and what Python comes through
            "scala.collection",
            "py4j");

    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.prefscore");

    private static final Path TESTS_OF_3_5 = Path.of("src/test/spark-3.5");

    @Test
    void whatDiffersIsTestedWithBoth() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Test")
                .and(DescribedPredicate.describe("use what differs", SparkApisTest::reachesWhatDiffers))
                .should(runOnEachSpark())
                .check(ALL);
    }

    /** The build for Spark 3.5 alone compiles them, so they are looked for in their sources. */
    @Test
    void testsFor35AloneRunThere() throws IOException {
        try (Stream<Path> sources = Files.walk(TESTS_OF_3_5)) {
            List<Path> tests = sources.filter(path -> path.toString().endsWith("Test.java"))
                    .toList();
            assertThat(tests).isNotEmpty().allSatisfy(test -> assertThat(Files.readString(test))
                    .as("%s", test)
                    .containsPattern("(?m)^@OnEachSpark$"));
        }
    }

    private static boolean isOfTests(JavaClass one) {
        return one.getSource().orElseThrow().getUri().getPath().contains("/test-classes/");
    }

    private static boolean isTest(JavaMethod method) {
        return method.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable");
    }

    private static boolean reachesWhatDiffers(JavaClass test) {
        return usesWhatDiffers(test)
                || targets(test)
                        .filter(used -> used.getPackageName().equals(test.getPackageName()))
                        .map(SparkApisTest::outermost)
                        .filter(used -> !isOfTests(used))
                        .anyMatch(SparkApisTest::usesWhatDiffers);
    }

    private static boolean usesWhatDiffers(JavaClass one) {
        return targets(one).anyMatch(SparkApisTest::differs);
    }

    /** What a class and those within it use. */
    private static Stream<JavaClass> targets(JavaClass one) {
        return withNested(one)
                .flatMap(part -> part.getDirectDependenciesFromSelf().stream())
                .map(SparkApisTest::target);
    }

    private static Stream<JavaClass> withNested(JavaClass one) {
        return ALL.stream().filter(part -> isWithin(one.getName(), part));
    }

    private static JavaClass outermost(JavaClass one) {
        return one.getEnclosingClass().map(SparkApisTest::outermost).orElse(one);
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static boolean differs(JavaClass one) {
        return DIFFERENT.stream().anyMatch(name -> isWithin(name, one));
    }

    private static boolean isWithin(String name, JavaClass one) {
        return one.getName().equals(name)
                || one.getName().startsWith(name + ".")
                || one.getName().startsWith(name + "$");
    }

    private static ArchCondition<JavaClass> runOnEachSpark() {
        return new ArchCondition<>("run on each Spark, at least one of their tests") {
            @Override
            public void check(JavaClass test, ConditionEvents events) {
                boolean marked = withNested(test).anyMatch(part -> part.isAnnotatedWith(OnEachSpark.class))
                        || test.isAnnotatedWith(OnOneSpark.class)
                        || withNested(test)
                                .flatMap(part -> part.getMethods().stream())
                                .anyMatch(method -> isTest(method) && method.isAnnotatedWith(OnEachSpark.class));
                events.add(new SimpleConditionEvent(test, marked, test.getName()));
            }
        };
    }
}
