package io.orrery;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A package uses only those listed before it. */
class PackageOrderTest {
    private static final List<String> ORDER = List.of(
            "error", "tensor", "graph", "model", "trace", "lab", "tour", "wire", "room", "library", "store", "cluster",
            "train", "web", "picture", "cli");

    /** Of activities, each of which is a package, the core of a room names those that are its own state. */
    @Test
    void coreOfARoomNamesNoActivityButWalkDriverAndDoor() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.orrery.room");
        noClasses()
                .that()
                .resideOutsideOfPackage("io.orrery.room.activity..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.orrery.room.activity.*")
                        .and(not(resideInAnyPackage(
                                "io.orrery.room.activity.walk",
                                "io.orrery.room.activity.driver",
                                "io.orrery.room.activity.door"))))
                .check(classes);
    }

    @TestFactory
    Stream<DynamicTest> usesOnlyPackagesListedBeforeIt() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.orrery");
        return IntStream.range(0, ORDER.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        ORDER.get(i),
                        () -> noClasses()
                                .that()
                                .resideInAPackage("io.orrery." + ORDER.get(i) + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(ORDER.subList(i + 1, ORDER.size()).stream()
                                        .map(later -> "io.orrery." + later + "..")
                                        .toArray(String[]::new))
                                .allowEmptyShould(true)
                                .check(classes)));
    }
}
