package dev.reeve;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// The rooms and who may know whom: the table of ARCHITECTURE.md, as code.
class ArchitectureTest {
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("term", List.of("model")),
          Map.entry("lifecycle", List.of("model")),
          Map.entry("config", List.of("model")),
          Map.entry("api", List.of("model")),
          Map.entry("os", List.of("model")),
          Map.entry("loop", List.of("os")),
          Map.entry("logs", List.of("model", "os", "loop")),
          Map.entry("node", List.of("model", "os", "loop")),
          Map.entry("store", List.of("model")),
          Map.entry("pm2", List.of("model", "api", "loop")),
          Map.entry("boot", List.of("model")),
          Map.entry("export", List.of("model")),
          Map.entry("serve", List.of("model")),
          Map.entry("client", List.of("api", "model", "store")),
          Map.entry(
              "daemon",
              List.of("model", "lifecycle", "api", "os", "loop", "logs", "node", "store", "pm2")),
          Map.entry("cli", List.of("client", "config", "api", "boot", "export", "term", "model")),
          Map.entry("monit", List.of("client", "api", "term", "model")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.reeve");

  @Test
  void each_room_knows_only_whom_it_may() {
    MAY_USE.forEach((room, others) -> {
      var strangers =
          MAY_USE.keySet().stream()
              .filter(other -> !other.equals(room) && !others.contains(other))
              .map(ArchitectureTest::inRoom)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(inRoom(room))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(strangers)
          .check(CLASSES);
    });
  }

  @Test
  void only_main_knows_both_sides() {
    noClasses()
        .that()
        .resideInAPackage("dev.reeve.(*)..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.reeve.Main")
        .check(CLASSES);
  }

  @Test
  void native_code_stays_in_its_room_and_only_the_daemon_opens_it() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.reeve.os.linux..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CLASSES);
    classes()
        .that()
        .resideInAPackage("dev.reeve.os.linux..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage("dev.reeve.os.linux..", "dev.reeve.daemon..")
        .check(CLASSES);
  }

  @Test
  void the_daemon_starts_no_process_behind_the_loops_back() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.reeve.daemon..", "dev.reeve.os..", "dev.reeve.logs..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(CLASSES);
  }

  @Test
  void what_draws_the_dashboard_stays_in_its_room() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.reeve.monit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tamboui..")
        .check(CLASSES);
  }

  @Test
  void the_rules_are_pure() {
    noClasses()
        .that()
        .resideInAPackage("dev.reeve.lifecycle..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio..", "java.lang.foreign..", "java.util.random..")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void every_package_is_a_room_that_is_listed_here() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/reeve"))) {
      var found = folders.filter(Files::isDirectory).map(each -> each.getFileName().toString());
      Assertions.assertThat(found).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }
  }

  private static String inRoom(String room) {
    return "dev.reeve." + room + "..";
  }
}
