package io.prefscore.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.notebooks.Results.Code;
import io.prefscore.notebooks.Results.Output;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultRulesTest {

    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final String WHERE = "a.zpln, paragraph 1 \"One\"";

    @Test
    void acceptsATableAndItsChart() {
        assertThat(complaints(chart("{\"name\": \"n\", \"index\": 1.0}"), table("kind\tn\neasy\t1\n\t12 %\n")))
                .isEmpty();
    }

    @Test
    void tellsWhyAParagraphFailed() {
        Results results = new Results(Code.ERROR, List.of(new Output("TEXT", "no such table")));

        assertThat(ResultRules.complaints(ran("{}", results))).containsExactly(WHERE + " failed: no such table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | a table without a header, a table without rows",
                "a>b                   | a table without rows",
                "a>a/1>2               | two columns are called a",
                "a>/1>2                | a column has no name",
                "a>b/1>2/3             | row 2 has 1 cells",
                "a>b/1>2>3             | row 1 has 3 cells",
                "a>b/1>%html           | row 1 has a cell that Zeppelin takes for a directive: %html",
                "a/1/best: Double = 25 | row 2 is what the Scala shell says of a value",
                "a>b/1>2/x: Int = 25   | row 2 is what the Scala shell says of a value"
            })
    void findsWhatIsWrongWithATable(String table, String expected) {
        List<String> found = complaints("{}", table(table.replace('>', '\t').replace('/', '\n')));

        assertThat(found).hasSameSizeAs(expected.split(", a table"));
        for (String part : expected.split(", (?=a table)")) {
            assertThat(found).anyMatch(complaint -> complaint.startsWith(WHERE + ": " + part));
        }
    }

    @Test
    void allowsATableWithoutRowsWhereTheParagraphSaysSo() {
        assertThat(complaints("{\"mayBeEmpty\": true}", table("a\tb\n"))).isEmpty();
        assertThat(complaints("{\"mayBeEmpty\": false}", table("a\tb\n"))).hasSize(1);
    }

    @Test
    void findsChartsOfColumnsThatAreNotThere() {
        assertThat(complaints(chart("{\"name\": \"margin\", \"index\": 1}"), table("kind\tn\neasy\t1\n")))
                .containsExactly(WHERE + ": a chart shows column 1, margin; the table has [kind, n]");
        assertThat(complaints(chart("{\"name\": \"n\", \"index\": 0}"), table("kind\tn\neasy\t1\n")))
                .containsExactly(WHERE + ": a chart shows column 0, n; the table has [kind, n]");
        assertThat(complaints(chart(""), new Output("TEXT", "no table")))
                .containsExactly(WHERE + ": a lineChart of an output that is no table");
        assertThat(complaints(chart("").replace("lineChart", "lines"), table("kind\tn\neasy\t1\n")))
                .containsExactly(WHERE + ": a chart of no kind that Zeppelin has: lines");
    }

    @Test
    void findsTheColumnsOfScatterChartsInTheirSettings() {
        String config =
                "{\"results\": {\"0\": {\"graph\": {\"mode\": \"scatterChart\", \"setting\": {\"scatterChart\": "
                        + "{\"xAxis\": {\"name\": \"size\", \"index\": 0}}}}}}}";

        assertThat(complaints(config, table("size\n1\n"))).isEmpty();
        assertThat(complaints(config, table("sizes\n1\n"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>a <b>c</b><br></p>             | 0",
                "<svg><line x1='1>2'/></svg>       | 0",
                "<p>a                              | 1",
                "<p>a</b></p>                      | 1",
                "<p>1 < 2</p>                      | 1",
                "<script>go()</script>             | 1",
                "<p onclick='go()'>a</p>           | 1",
                "<img src=\"https://a.example/b\"> | 1"
            })
    void findsWhatIsWrongWithHtml(String html, int complaints) {
        assertThat(complaints("{}", new Output("HTML", html))).hasSize(complaints);
    }

    @Test
    void findsOutputsThatZeppelinCuts() {
        assertThat(complaints("{}", new Output("TEXT", "x".repeat(102_400)))).isEmpty();
        assertThat(complaints("{}", new Output("TEXT", "x".repeat(102_401))))
                .containsExactly(WHERE + ": an output of 102401 bytes; Zeppelin shows 102400");
        assertThat(complaints("{}", new Output("HTML", "<p><strong>Output is truncated</strong> to 1000 rows.</p>")))
                .containsExactly(WHERE + ": Zeppelin left a part out; show fewer rows");
    }

    @Test
    void keepsResultsAndTimesInTheNote() {
        Paragraph ran = ran("{}", new Results(Code.SUCCESS, List.of(table("a\n1\n2\n"))));
        Note note = Note.parse("a.zpln", "{\"name\": \"A\", \"paragraphs\": [" + ran.json() + "]}");

        assertThat(note.paragraphs().get(0).results()).isEqualTo(ran.results());
        assertThat(ResultRules.line(note.paragraphs().get(0)))
                .isEqualTo("   1.5 s       2 rows  ok     1 sql       One");
    }

    private static String chart(String value) {
        return "{\"results\": {\"0\": {\"graph\": {\"mode\": \"lineChart\", \"keys\": [], \"values\": [" + value
                + "]}}}}";
    }

    private static Output table(String data) {
        return new Output("TABLE", data);
    }

    private static List<String> complaints(String config, Output output) {
        return ResultRules.complaints(ran(config, new Results(Code.SUCCESS, List.of(output))));
    }

    private static Paragraph ran(String config, Results results) {
        JsonObject json = JsonParser.parseString(
                        "{\"title\": \"One\", \"text\": \"%sql\\nSELECT 1\", \"config\": " + config + "}")
                .getAsJsonObject();
        return new Paragraph("a.zpln", 1, json).ran(START, START.plusNanos(1_500_000_000), new JsonObject(), results);
    }
}
