package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void a_value_is_a_secret_by_the_name_of_its_variable() {
    for (var name :
        List.of(
            "API_KEY",
            "STRIPE_KEY_LIVE",
            "apikey",
            "AWS_SECRET_ACCESS_KEY",
            "GITHUB_TOKEN",
            "tokenForBot",
            "DB_PASSWORD",
            "PGPASSWORD",
            "passwd",
            "SSH_PASSPHRASE",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "my-token",
            "DB_PASS",
            "SENTRY_DSN",
            "BASIC_AUTH")) {
      assertThat(Secrets.masked(name, "hunter2")).as(name).isEqualTo("****");
    }
  }

  @Test
  void other_values_are_shown() {
    for (var name :
        List.of("PATH", "PWD", "OLDPWD", "KEYBOARD", "PORT", "SSH_AUTH", "COMPASS", "MONKEYS")) {
      var shown = Secrets.masked(name, "/usr/bin");
      assertThat(shown).as(name).isEqualTo(name.equals("SSH_AUTH") ? "****" : "/usr/bin");
    }
    assertThat(Secrets.masked("API_KEY", "")).isEmpty();
  }

  @Test
  void an_address_is_shown_without_the_password_in_it() {
    assertThat(Secrets.masked("DATABASE_URL", "postgres://me:hunter2@db:5432/x?y=z"))
        .isEqualTo("postgres://****@db:5432/x?y=z");
    assertThat(Secrets.masked("URL", "http://127.0.0.1:3000/a@b"))
        .isEqualTo("http://127.0.0.1:3000/a@b");
  }

  @Test
  void text_is_shown_without_what_looks_like_a_secret() {
    assertThat(Secrets.maskedText("curl -H 'Authorization: Bearer abc.def' x"))
        .isEqualTo("curl -H 'Authorization: Bearer ****' x");
    assertThat(Secrets.maskedText("{\"password\":\"hunter2\",\"a\":1} token=abc"))
        .doesNotContain("hunter2", "abc")
        .contains("\"a\":1");
    var plain = "api[0] online → waiting restart (exit code 1, again in 100 ms)";
    assertThat(Secrets.maskedText(plain)).isEqualTo(plain);
  }
}
