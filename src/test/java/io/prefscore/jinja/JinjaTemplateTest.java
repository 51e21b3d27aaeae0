package io.prefscore.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with what transformers' own engine gave; {@code src/test/python/render_templates.py} wrote the resources. */
class JinjaTemplateTest {

    private static final LocalDate DATE = LocalDate.of(2024, 7, 4);

    @ParameterizedTest
    @ValueSource(strings = {"expressions", "statements", "refused", "random"})
    void givesWhatTheReferenceGives(String corpus) throws IOException {
        JsonObject file = resource(corpus);
        Map<String, Object> variables = JsonValues.map(file.getAsJsonObject("variables"));
        List<String> differences = new ArrayList<>();
        JsonArray cases = file.getAsJsonArray("cases");
        for (JsonElement element : cases) {
            JsonObject wanted = element.getAsJsonObject();
            compare(wanted.get("template").getAsString(), variables, wanted, differences);
        }
        assertThat(cases).hasSizeGreaterThan(50);
        assertThat(differences).isEmpty();
    }

    @Test
    void rendersConversationsAsTheReferenceDoes() throws IOException {
        JsonObject file = resource("chats");
        JsonArray conversations = file.getAsJsonArray("conversations");
        List<String> differences = new ArrayList<>();
        for (JsonElement element : file.getAsJsonArray("templates")) {
            JsonObject template = element.getAsJsonObject();
            JsonArray outcomes = template.getAsJsonArray("outcomes");
            assertThat(outcomes).hasSameSizeAs(conversations);
            for (int i = 0; i < outcomes.size(); i++) {
                Map<String, Object> variables = new HashMap<>(JsonValues.map(file.getAsJsonObject("variables")));
                variables.putAll(JsonValues.map(conversations.get(i).getAsJsonObject()));
                JsonObject wanted = outcomes.get(i).getAsJsonObject();
                compare(template.get("template").getAsString(), variables, wanted, differences);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static void compare(
            String source, Map<String, Object> variables, JsonObject wanted, List<String> differences) {
        JsonObject found = new JsonObject();
        try {
            found.addProperty("text", JinjaTemplate.parse(source).render(variables, DATE));
        } catch (TemplateSyntaxError error) {
            found.addProperty("error", "TemplateSyntaxError");
        } catch (TemplateError error) {
            found.addProperty("error", error.kind().pythonName());
            if (wanted.has("message")) {
                found.addProperty("message", error.getMessage());
            }
        }
        JsonObject expected = wanted.deepCopy();
        expected.remove("template");
        if (!found.equals(expected)) {
            differences.add(source + "\n  wanted " + expected + "\n  found  " + found);
        }
    }

    private static JsonObject resource(String name) throws IOException {
        InputStream stream = JinjaTemplateTest.class.getResourceAsStream("/templates/" + name + ".json");
        try (InputStreamReader reader = new InputStreamReader(Objects.requireNonNull(stream), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(s='x') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
                "{% set ns = namespace(s='x') %}{% for i in range(100) %}{% set ns.s = ns.s * 10 %}{% endfor %}",
                "{% set ns = namespace(s=['x']) %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s=['x']) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
                "{% set ns = namespace(s=['x']) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}"
                        + "{{ ns.s|tojson }}",
                "{% set ns = namespace(s=['x'], t=['x']) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}"
                        + "{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.s == ns.t }}",
                "{{ 'x' * 10 ** 12 }}",
                "{{ [0] * 10 ** 12 }}",
                "{{ 9 ** 999999999 }}",
                "{{ 'x'.ljust(10 ** 9) }}",
                "{{ '%1000000000d' % 1 }}",
                "{{ '{:100000000}'.format(1) }}",
                "{{ 'x'|center(1000000000) }}",
                "{{ 'x'|indent(1000000000, true) }}",
                "{{ ('x' * 4000000)|replace('x', 'y' * 4000000) }}",
                "{{ [1]|batch(1000000000, 0)|list }}",
                "{{ 1|tojson(indent=1000000000) }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
                "{% for i in range(100000) %}{{ 'x' * 1000 }}{% endfor %}",
                "{% for i in range(100000) %}{% set x = range(100000)|list %}{% endfor %}",
                "{% for i in range(100000) %}{% set x = 'ab'.split('b') * 1000 %}{% endfor %}",
            })
    void endsTemplatesThatWouldNot(String source) {
        JinjaTemplate template = JinjaTemplate.parse(source);
        assertThatThrownBy(() -> template.render(Map.of(), DATE)).isInstanceOf(LimitExceeded.class);
    }

    @Test
    void refusesARangeThatTheSandboxRefuses() {
        TemplateError error = catchThrowableOfType(TemplateError.class, () -> JinjaTemplate.parse("{{ range(10**9) }}")
                .render(Map.of(), DATE));
        assertThat(error.kind()).isEqualTo(TemplateError.Kind.OVERFLOW);
    }

    @Test
    void endsInputThatIsNestedTooDeeply() {
        Object value = "x";
        for (int i = 0; i < 200_000; i++) {
            value = List.of(value);
        }
        Map<String, Object> variables = Map.of("value", value);
        JinjaTemplate template = JinjaTemplate.parse("{{ value }}");
        assertThatThrownBy(() -> template.render(variables, DATE)).isInstanceOf(LimitExceeded.class);
    }

    @Test
    void rendersALongConversationWithinItsBounds() {
        List<Object> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            messages.add(Map.of("role", "user", "content", "word ".repeat(200)));
        }
        String text = JinjaTemplate.parse("{% set ns = namespace(all='') %}{% for m in messages %}"
                        + "{% set ns.all = ns.all + m.content %}{% endfor %}{{ ns.all }}")
                .render(Map.of("messages", messages), DATE);
        assertThat(text).isEqualTo("word ".repeat(200_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ x.upper }}",
                "{{ range }}",
                "{{ ['a']|map('upper') }}",
                "{{ x|list|reverse }}",
                "{{ lipsum() }}",
                "{{ (-8) ** 0.5 }}",
                "{{ 'x'.encode() }}",
            })
    void refusesWhatTheReferenceRendersDifferentlyEachTime(String source) {
        TemplateError error = catchThrowableOfType(
                TemplateError.class, () -> JinjaTemplate.parse(source).render(Map.of("x", "text"), DATE));
        assertThat(error.kind()).isEqualTo(TemplateError.Kind.UNSUPPORTED);
    }

    @Test
    void namesTheLineAndWhatIsNotSupported() {
        assertThatThrownBy(() -> JinjaTemplate.parse("a\n{{ b }}\n{{ c|urlize }}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chat template, line 3: no filter named 'urlize' is supported here, though Jinja has one");
        assertThatThrownBy(() -> JinjaTemplate.parse("\n{% include 'x' %}"))
                .hasMessage("chat template, line 2: the tag 'include' is not supported: chat templates stand alone");
        assertThatThrownBy(() -> JinjaTemplate.parse("{% if x %}\n{% for y in z %}\n{% endif %}"))
                .hasMessageContaining("line 3");
    }

    @Test
    void knowsWhetherTheDateIsRead() {
        assertThat(JinjaTemplate.parse("{{ strftime_now('%Y') if x }}").readsDate())
                .isTrue();
        assertThat(JinjaTemplate.parse("{% macro m() %}{% set f = strftime_now %}{% endmacro %}")
                        .readsDate())
                .isTrue();
        assertThat(JinjaTemplate.parse("strftime_now {{ 'strftime_now' }}").readsDate())
                .isFalse();
    }
}
