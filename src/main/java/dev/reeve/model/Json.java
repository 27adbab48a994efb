package dev.reeve.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON text ↔ trees of `Map`, `List`, `String`, `Boolean`, `Long`, `Double` and null. Objects keep
/// the order of their keys, nulls and empty values are written, and a text may be of any length.
/// Only the library's streaming half is used: it needs no reflection. The choice: ADR 0002.
public final class Json {
  /// Text that is no JSON; the message says where.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /// A part of a tree that is JSON text already, and stands in it as it is.
  public record Written(String text) {}

  private Json() {}

  /// The tree of one JSON value.
  public static @Nullable Object parse(String text) throws Malformed {
    return parse(new StringReader(text));
  }

  /// The same of UTF-8, without the text in between: for what is megabytes long.
  public static @Nullable Object parse(InputStream text) throws Malformed {
    return parse(new InputStreamReader(text, StandardCharsets.UTF_8));
  }

  private static @Nullable Object parse(Reader text) throws Malformed {
    try (var reader = new JsonReader(text)) {
      reader.setStrictness(Strictness.STRICT);
      var tree = read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new Malformed("more than one value");
      }
      return tree;
    } catch (IOException | RuntimeException refused) {
      throw new Malformed(String.valueOf(refused.getMessage()));
    }
  }

  /// The tree of one JSON object; any other value is [Malformed].
  public static JsonObject parseObject(String text) throws Malformed {
    return JsonObject.of(parse(text)).orElseThrow(() -> new Malformed("not a JSON object"));
  }

  private static @Nullable Object read(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> list(reader);
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
          throw new IOException("a value is missing at " + reader.getPath());
    };
  }

  private static Map<String, @Nullable Object> object(JsonReader reader) throws IOException {
    var map = new LinkedHashMap<String, @Nullable Object>();
    reader.beginObject();
    while (reader.hasNext()) {
      map.put(reader.nextName(), read(reader));
    }
    reader.endObject();
    return map;
  }

  private static List<@Nullable Object> list(JsonReader reader) throws IOException {
    var list = new ArrayList<@Nullable Object>();
    reader.beginArray();
    while (reader.hasNext()) {
      list.add(read(reader));
    }
    reader.endArray();
    return list;
  }

  /// A whole number is a `Long` if it fits one. What no `Double` holds either could not be written
  /// again.
  private static Object number(String text) throws IOException {
    boolean whole = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    if (whole && text.length() < 19) {
      return Long.valueOf(text);
    }
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw new IOException("a number that is out of range");
    }
    return number;
  }

  /// One line of JSON for a tree as [#parse] makes them; `JsonObject` and any `Number` may stand
  /// in.
  public static String write(@Nullable Object tree) {
    var text = new StringWriter();
    write(tree, text);
    return text.toString();
  }

  /// The same as UTF-8, without the text in between: for what is megabytes long. A list may make
  /// its elements only as they are written.
  public static void write(@Nullable Object tree, OutputStream memory) {
    write(tree, new BufferedWriter(new OutputStreamWriter(memory, StandardCharsets.UTF_8)));
  }

  private static void write(@Nullable Object tree, Writer memory) {
    try (var writer = new JsonWriter(memory)) {
      write(tree, writer);
    } catch (IOException impossible) {
      throw new IllegalStateException("the memory refused a tree", impossible);
    }
  }

  /// No `switch` over types: its first use costs a fresh JVM some milliseconds, and each command
  /// writes a request.
  private static void write(@Nullable Object tree, JsonWriter writer) throws IOException {
    if (tree == null) {
      writer.nullValue();
    } else if (tree instanceof JsonObject object) {
      write(object.fields(), writer);
    } else if (tree instanceof Map<?, ?> map) {
      writer.beginObject();
      for (var entry : map.entrySet()) {
        writer.name(String.valueOf(entry.getKey()));
        write(entry.getValue(), writer);
      }
      writer.endObject();
    } else if (tree instanceof List<?> list) {
      writer.beginArray();
      for (var each : list) {
        write(each, writer);
      }
      writer.endArray();
    } else if (tree instanceof Boolean flag) {
      writer.value(flag);
    } else if (tree instanceof Number number) {
      writer.value(number);
    } else if (tree instanceof Written written) {
      writer.jsonValue(written.text);
    } else {
      writer.value(tree.toString());
    }
  }
}
