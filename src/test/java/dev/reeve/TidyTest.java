package dev.reeve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Sizes and bans, so that nobody has to say them in review.
class TidyTest {
  private static final int MAX_METHOD_LINES = 40;
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_PARAMETERS = 4;
  private static final int MAX_LINE = 100;

  private static final Pattern BAD_NAME =
      Pattern.compile("(?i).*(util|common|helper|manager|misc|impl|base)s?$");
  private static final Pattern BANNED =
      Pattern.compile("\\bTODO\\b|\\bFIXME\\b|catch \\([^)]*\\) \\{\\s*\\}");

  /// A test waits for what it wants to see, with a deadline, and for no time.
  private static final Pattern BANNED_IN_TESTS = Pattern.compile("Thread\\.sleep\\(\\d");

  @Test
  void files_and_lines_are_short() throws IOException {
    var broken = new ArrayList<String>();
    for (var file : sources("src")) {
      var lines = Files.readAllLines(file);
      if (lines.size() > MAX_FILE_LINES) {
        broken.add(file + " has " + lines.size() + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).codePointCount(0, lines.get(i).length()) > MAX_LINE) {
          broken.add(file + ":" + (i + 1) + " is too long");
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void nothing_that_is_banned_is_written() throws IOException {
    var broken = new ArrayList<String>();
    for (var file : sources("src")) {
      var matcher = BANNED.matcher(Files.readString(file));
      if (!file.endsWith("TidyTest.java") && matcher.find()) {
        broken.add(file + ": " + matcher.group());
      }
      if (file.startsWith("src/test") && BANNED_IN_TESTS.matcher(Files.readString(file)).find()) {
        broken.add(file + " sleeps");
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void methods_are_short_and_names_say_something() throws IOException {
    var broken = new ArrayList<String>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var files = manager.getJavaFileObjectsFromPaths(sources("src/main/java"));
      var task = (JavacTask) compiler.getTask(null, manager, null, List.of(), null, files);
      var trees = Trees.instance(task);
      for (var unit : task.parse()) {
        new Scanner(unit, trees, broken).scan(unit, null);
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> sources(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(each -> each.toString().endsWith(".java")).toList();
    }
  }

  private static final class Scanner extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<String> broken;

    Scanner(CompilationUnitTree unit, Trees trees, List<String> broken) {
      this.unit = unit;
      this.trees = trees;
      this.broken = broken;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      if (BAD_NAME.matcher(tree.getSimpleName()).matches()) {
        report(tree, tree.getSimpleName() + " says nothing");
      }
      for (var member : tree.getMembers()) {
        boolean constant =
            member instanceof com.sun.source.tree.VariableTree field
                && (!field.getModifiers().getFlags().contains(Modifier.STATIC)
                    || field.getModifiers().getFlags().contains(Modifier.FINAL)
                    || tree.getKind() == Tree.Kind.INTERFACE);
        if (member instanceof com.sun.source.tree.VariableTree && !constant) {
          report(member, "a static that holds state");
        }
      }
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      var name = tree.getName().toString();
      if (lines(tree) > MAX_METHOD_LINES) {
        report(tree, name + " has " + lines(tree) + " lines");
      }
      boolean constructor = name.equals("<init>");
      int allowed = constructor ? MAX_PARAMETERS + 1 : MAX_PARAMETERS;
      if (!isCanonical(tree) && tree.getParameters().size() > allowed) {
        report(tree, name + " has " + tree.getParameters().size() + " parameters");
      }
      if (name.matches("get[A-Z].*")) {
        report(tree, name + ": no 'get'");
      }
      return super.visitMethod(tree, null);
    }

    /// The constructor of a record has the record's components.
    private boolean isCanonical(MethodTree tree) {
      var parent = getCurrentPath().getParentPath().getLeaf();
      return parent.getKind() == Tree.Kind.RECORD && tree.getName().contentEquals("<init>");
    }

    private long lines(Tree tree) {
      var positions = trees.getSourcePositions();
      var map = unit.getLineMap();
      return map.getLineNumber(positions.getEndPosition(unit, tree))
          - map.getLineNumber(positions.getStartPosition(unit, tree))
          + 1;
    }

    private void report(Tree tree, String what) {
      long start = trees.getSourcePositions().getStartPosition(unit, tree);
      broken.add(
          unit.getSourceFile().getName()
              + ":"
              + unit.getLineMap().getLineNumber(start)
              + " "
              + what);
    }
  }
}
