package io.prefscore;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;

/** The rooms of the house, in the order in which a row travels: each imports only rooms before it. */
@AnalyzeClasses(packages = "io.prefscore", importOptions = RoomsTest.WithoutTests.class)
final class RoomsTest {

    /** ArchUnit's own option knows Maven's usual folder, and not that of another build beside it. */
    static final class WithoutTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final List<String> ROOMS = List.of(
            "preference",
            "stats",
            "scaling",
            "config",
            "dataset",
            "jinja",
            "encode",
            "model",
            "scoring",
            "report",
            "filter",
            "nightly",
            "inspect",
            "demo",
            "ml",
            "cli");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("io.prefscore.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void roomsImportOnlyEarlierOnes(JavaClasses classes) {
        for (int room = 0; room < ROOMS.size(); room++) {
            for (String later : ROOMS.subList(room + 1, ROOMS.size())) {
                none(room(ROOMS.get(room)), "io.prefscore." + later + "..").check(classes);
            }
        }
    }

    @ArchTest
    static final ArchRule THE_DOMAIN_IS_PLAIN_JAVA = plainJava("io.prefscore.preference..");

    @ArchTest
    static final ArchRule THE_TEMPLATE_LANGUAGE_IS_PLAIN_JAVA = plainJava("io.prefscore.jinja..");

    @ArchTest
    static final ArchRule MODEL_AND_ENCODE_KNOW_NO_SPARK = none(
            room("model")
                    .or(room("encode"))
                    .or(room("config"))
                    .or(room("demo"))
                    .or(room("stats"))
                    .or(room("scaling")),
            "org.apache.spark..");

    @ArchTest
    static final ArchRule ONLY_MODEL_AND_ENCODE_KNOW_DJL =
            none(DescribedPredicate.not(room("model").or(room("encode"))), "ai.djl..");

    @ArchTest
    static final ArchRule EVERY_CLASS_STANDS_IN_A_ROOM = ArchRuleDefinition.classes()
            .should()
            .resideInAnyPackage(
                    ROOMS.stream().map(room -> "io.prefscore." + room + "..").toArray(String[]::new));

    private static DescribedPredicate<JavaClass> room(String name) {
        return JavaClass.Predicates.resideInAPackage("io.prefscore." + name + "..");
    }

    /** Classes that know neither a library nor another room. */
    private static ArchRule plainJava(String packages) {
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages, "java..", "org.jspecify..");
    }

    private static ArchRule none(DescribedPredicate<JavaClass> rooms, String... packages) {
        return ArchRuleDefinition.noClasses()
                .that(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }
}
