package dev.reeve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.cli.CommandsPage;
import dev.reeve.config.EcosystemPage;
import dev.reeve.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documentation says what is so: pages come from the tables, every feature has a row in
/// `docs/parity.md`, every row a test that is there, every link a file.
class DocsTest {
  private static final Path COMMANDS = Path.of("docs/commands.md");
  private static final Path ECOSYSTEM = Path.of("docs/ecosystem.md");
  private static final Path PARITY = Path.of("docs/parity.md");
  private static final Path SURFACE = Path.of("src/test/resources/pm2-surface.txt");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("(?:void|Stream<DynamicTest>) (\\w+)\\(");
  private static final Pattern PROOF = Pattern.compile("(\\w+)\\.(\\w+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

  /// A row of the parity page, and the heading that it stands under.
  private record Row(String heading, String feature, String status, String proof) {
    Set<String> names() {
      var names = new HashSet<String>();
      CODE.matcher(feature).results().forEach(match -> names.add(match.group(1)));
      return names;
    }
  }

  @Test
  void the_page_of_commands_is_what_the_command_table_says() {
    assertThat(CommandsPage.withoutHelp()).isEmpty();
    Golden.check(COMMANDS, CommandsPage.text());
  }

  @Test
  void the_page_of_keys_is_what_the_option_table_says() {
    assertThat(EcosystemPage.withoutHelp()).isEmpty();
    Golden.check(ECOSYSTEM, EcosystemPage.text());
  }

  @Test
  void every_command_has_a_row() throws IOException {
    var names = names("Commands");
    assertThat(names).containsAll(CommandsPage.commands()).containsAll(surface("command"));
    assertThat(names).containsAll(CommandsPage.refused());
  }

  @Test
  void every_command_of_pm2_is_known_to_the_command_line() throws IOException {
    var known = new HashSet<>(CommandsPage.commands());
    known.addAll(CommandsPage.refused());
    assertThat(known).containsAll(surface("command"));
  }

  @Test
  void every_option_has_a_row() throws IOException {
    var names = names("Options");
    assertThat(names).containsAll(CommandsPage.options()).containsAll(EcosystemPage.flags());
    assertThat(names).containsAll(surface("option"));
  }

  @Test
  void every_key_has_a_row() throws IOException {
    assertThat(names("Ecosystem keys"))
        .containsAll(EcosystemPage.keys())
        .containsAll(surface("key"));
  }

  @Test
  void a_command_that_is_refused_is_not_called_done() throws IOException {
    var refused = CommandsPage.refused();
    for (var row : rows()) {
      boolean comes = !row.status().startsWith("later") && !row.status().startsWith("never");
      if (comes && row.heading().equals("Commands")) {
        assertThat(row.names()).as(row.feature()).doesNotContainAnyElementsOf(refused);
      }
    }
  }

  @Test
  void every_row_that_claims_something_names_a_test_that_is_there() throws IOException {
    var tests = tests();
    var broken = new ArrayList<String>();
    for (var row : rows()) {
      boolean claims = row.status().startsWith("done") || row.status().startsWith("differs");
      if (!claims && !row.status().startsWith("later") && !row.status().startsWith("never")) {
        broken.add(row.feature() + " has the status '" + row.status() + "'");
      }
      var proofs = PROOF.matcher(row.proof()).results().toList();
      if (claims && proofs.isEmpty()) {
        broken.add(row.feature() + " names no test");
      }
      for (var proof : proofs) {
        if (!tests.getOrDefault(proof.group(1), Set.of()).contains(proof.group(2))) {
          broken.add(row.feature() + ": there is no " + proof.group());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void every_link_leads_to_a_file() throws IOException {
    var broken = new ArrayList<String>();
    for (var page : pages()) {
      for (var link : LINK.matcher(Files.readString(page)).results().toList()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          broken.add(page + " links to " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"))) {
      Stream.concat(top, docs).filter(each -> each.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  /// Class → its methods, of everything under `src/test/java`.
  private static Map<String, Set<String>> tests() throws IOException {
    var tests = new HashMap<String, Set<String>>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        var methods = new HashSet<String>();
        TEST.matcher(Files.readString(file)).results().forEach(each -> methods.add(each.group(1)));
        var name = file.getFileName().toString();
        tests.put(name.substring(0, name.length() - ".java".length()), methods);
      }
    }
    return tests;
  }

  private static Set<String> names(String heading) throws IOException {
    var names = new HashSet<String>();
    rows().stream()
        .filter(row -> row.heading().equals(heading))
        .forEach(row -> names.addAll(row.names()));
    return names;
  }

  private static List<Row> rows() throws IOException {
    var rows = new ArrayList<Row>();
    var heading = "";
    for (var line : Files.readAllLines(PARITY)) {
      if (line.startsWith("## ")) {
        heading = line.substring(3);
      } else if (line.startsWith("| ") && !line.startsWith("| feature ")) {
        var cells = line.split("(?<!\\\\)\\|", -1);
        assertThat(cells).as(line).hasSize(5);
        rows.add(new Row(heading, cells[1].strip(), cells[2].strip(), cells[3].strip()));
      }
    }
    return rows;
  }

  /// The names that `pm2 --help` and PM2's documentation of keys list.
  private static List<String> surface(String kind) throws IOException {
    return Files.readAllLines(SURFACE).stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.substring(kind.length() + 1))
        .toList();
  }
}
