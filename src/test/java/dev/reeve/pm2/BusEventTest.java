package dev.reeve.pm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of what an app says, as PM2 was seen to do it. `Pm2ClientIT` compares the two.
class BusEventTest {
  private static String said(String message) throws Json.Malformed {
    var speaker = new BusEvent.Speaker(3, "api", "shop");
    var event = BusEvent.said(speaker, Json.parse(message), 1000);
    return event == null ? "nothing" : event.topic() + " " + Json.write(event.payload());
  }

  private static final String API =
      "\"process\":{\"pm_id\":3,\"name\":\"api\",\"namespace\":\"shop\"}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'my:topic','data':{'n':1},'more':2} | my:topic | {'n':1}",
        "{'type':'process:exception','data':{'stack':'s'}} | process:exception | {'stack':'s'}",
        "{'type':7,'data':1} | 7 | 1",
        "{'type':['a','b'],'data':2} | a:b | 2",
        "{'type':'axm:reply','data':{}} | axm:reply | {}",
      })
  void with_type_and_data_it_chooses_its_topic(String message, String topic, String data)
      throws Json.Malformed {
    var wanted = topic + " {\"at\":1000,\"data\":" + data + "," + API;
    assertThat(said(message.replace('\'', '"'))).isEqualTo(wanted.replace('\'', '"'));
  }

  /// Null, and an object for a type, are the end of PM2's own daemon.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"type\":{\"a\":1},\"data\":3}",
        "\"ready\"",
        "0",
        "[1]",
        "{\"type\":\"my:topic\"}",
        "{\"type\":\"my:topic\",\"data\":0}",
        "{\"type\":\"\",\"data\":1}",
        "{\"topic\":\"t\",\"data\":1}",
      })
  void anything_else_is_passed_on_as_it_is(String message) throws Json.Malformed {
    assertThat(said(message)).isEqualTo("process:msg {\"at\":1000,\"raw\":" + message + "," + API);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"axm:action", "axm:monitor", "axm:option:setPID", "axm:option:configuration"})
  void what_is_between_an_app_and_its_supervisor_is_told_to_nobody(String type)
      throws Json.Malformed {
    assertThat(said("{\"type\":\"" + type + "\",\"data\":{\"a\":1}}")).isEqualTo("nothing");
  }

  @Test
  void a_negative_zero_is_no_data_either() throws Json.Malformed {
    assertThat(said("{\"type\":\"t\",\"data\":-0.0}")).startsWith("process:msg");
  }
}
