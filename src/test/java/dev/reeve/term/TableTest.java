package dev.reeve.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.golden.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables that fit, whatever stands in them.
class TableTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", 2, 0),
          new Column("name", 4, 0),
          new Column("namespace", 11, 3),
          new Column("status", 9, 0),
          new Column("mem", 8, 2),
          new Column("watching", 8, 4));

  private static final List<List<Cell>> ROWS =
      List.of(
          row("0", "api", "default", "online"),
          row("1", "日本語のサービス", "default", "waiting restart"),
          row("2", "cafe\u0301-👩‍💻-❤️", "production-europe", "errored"),
          row("3", "a-very-long-name-of-an-app-that-somebody-generated", "default", "stopped"));

  private static List<Cell> row(String id, String name, String namespace, String status) {
    return List.of(
        Cell.of(id, Style.TITLE),
        Cell.of(name),
        Cell.of(namespace),
        Cell.of(status, Style.GOOD),
        Cell.of("51.5mb"),
        Cell.of("disabled", Style.QUIET));
  }

  @Test
  void a_table_fits_its_room_and_keeps_its_edges_straight() {
    var all = new StringBuilder();
    for (int room : new int[] {0, 120, 80, 50}) {
      var lines = Table.render(COLUMNS, ROWS, room, Paint.NONE);
      all.append("--- ").append(room).append('\n').append(String.join("\n", lines)).append('\n');
      int width = Width.of(lines.getFirst());
      assertThat(lines).allSatisfy(line -> assertThat(Width.of(line)).isEqualTo(width));
      assertThat(width).isLessThanOrEqualTo(room == 0 ? 1000 : room);
    }
    Golden.check("term/tables.txt", all.toString());
  }

  @Test
  void colours_change_no_width_and_are_off_when_off() {
    var plain = Table.render(COLUMNS, ROWS, 80, Paint.NONE);
    var coloured = Table.render(COLUMNS, ROWS, 80, new Paint(true));

    assertThat(coloured).isNotEqualTo(plain);
    assertThat(coloured.stream().map(l -> l.replaceAll("\u001b\\[[0-9]+m", "")).toList())
        .isEqualTo(plain);
  }

  @Test
  void an_empty_table_is_its_head() {
    assertThat(Table.render(COLUMNS.subList(0, 2), List.of(), 80, Paint.NONE))
        .containsExactly("┌────┬──────┐", "│ id │ name │", "└────┴──────┘");
  }

  @Test
  void pairs_break_long_values_and_lose_nothing() {
    var lines =
        Pairs.render(
            List.of(
                new Pairs.Pair("status", Cell.of("online", Style.GOOD)),
                new Pairs.Pair("out log path", Cell.of("/a".repeat(30)))),
            50,
            Paint.NONE);

    assertThat(lines).allSatisfy(line -> assertThat(Width.of(line)).isEqualTo(50));
    Golden.check("term/pairs.txt", String.join("\n", lines) + "\n");
  }
}
