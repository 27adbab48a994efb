package dev.reeve.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.boot.Facts.Place;
import dev.reeve.boot.Facts.Place.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who can change what root runs.
class AccessChecksTest {
  private static final Place TOP = place("/", Kind.FOLDER, 0, 0755);
  private static final Place TMP = place("/tmp", Kind.FOLDER, 0, 01777);

  private static Place place(String path, Kind kind, int owner, int mode) {
    return new Place(Path.of(path), kind, owner, "user" + owner, "staff", Set.of(0, 7), mode);
  }

  private static List<Finding> of(Place... way) {
    return AccessChecks.all(List.of(new Facts.Use("script of a", Set.of(0), List.of(way))))
        .filter(each -> each.grade() != Finding.Grade.GOOD)
        .toList();
  }

  private static void names(String message, String mend, Place... way) {
    assertThat(of(way))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.message()).contains(message, "script of a");
          assertThat(found.mend()).contains(mend);
        });
  }

  @Test
  void what_only_root_can_change_is_well() {
    assertThat(of(TOP, place("/a", Kind.FOLDER, 0, 0755), place("/a/b", Kind.FILE, 0, 0644)))
        .isEmpty();
    assertThat(of(TOP, place("/null", Kind.OTHER, 0, 0666))).isEmpty();
    assertThat(of(TOP, TMP, place("/tmp/b", Kind.FILE, 0, 0644))).isEmpty();
    assertThat(of(TOP, place("/link", Kind.LINK, 7, 0777), place("/b", Kind.FILE, 0, 0644)))
        .isEmpty();
    assertThat(of(TOP, place("/b", Kind.ABSENT, -1, 0))).isEmpty();
  }

  @Test
  void a_folder_or_file_of_another_user() {
    names("/a belongs to user7", "chown root /a", TOP, place("/a", Kind.FOLDER, 7, 0755));
    names("/b belongs to user7", "chown root /b", TOP, place("/b", Kind.FILE, 7, 0644));
    names("/tmp/b belongs to", "chown", TOP, TMP, place("/tmp/b", Kind.FILE, 7, 0644));
    names("/tmp/l belongs to", "chown", TOP, TMP, place("/tmp/l", Kind.LINK, 7, 0777));
  }

  @Test
  void one_that_others_can_write() {
    names("every user", "chmod o-w /a", TOP, place("/a", Kind.FOLDER, 0, 0757));
    names("every user", "chmod o-w /b", TOP, place("/b", Kind.FILE, 0, 0646));
    names("group staff", "chmod g-w /a", TOP, place("/a", Kind.FOLDER, 0, 0775));
    names("every user", "chmod o-w", TOP, TMP, place("/tmp/b", Kind.FILE, 0, 0666));
  }

  @Test
  void one_that_is_not_there_in_everybodys_folder_is_advice() {
    assertThat(of(TOP, TMP, place("/tmp/node_modules", Kind.ABSENT, -1, 0)))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.grade()).isEqualTo(Finding.Grade.ADVICE);
          assertThat(found.message()).contains("/tmp/node_modules is not there");
        });
  }

  @Test
  void the_user_of_an_app_may_change_what_runs_as_that_user() {
    var way = List.of(TOP, place("/a", Kind.FOLDER, 7, 0775));
    var use = new Facts.Use("script of a", Set.of(0, 7), way);
    assertThat(AccessChecks.all(List.of(use))).allMatch(each -> each.grade() == Finding.Grade.GOOD);
  }

  @Test
  void a_place_is_named_once() {
    var way = List.of(TOP, place("/a", Kind.FOLDER, 7, 0755));
    var uses =
        List.of(
            new Facts.Use("script of a", Set.of(0), way),
            new Facts.Use("log of a", Set.of(0), way));
    assertThat(AccessChecks.all(uses))
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("script of a, log of a"));
  }
}
