package io.prefscore.filter.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.report.page.BrowsedPages;
import io.prefscore.report.page.Browser;
import io.prefscore.report.page.ReportDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a receipt in a real browser. */
final class FilterPageTest {

    @RegisterExtension
    static final BrowsedPages PAGES = new BrowsedPages();

    private static Browser browser;

    @BeforeAll
    static void writePages() throws IOException {
        browser = PAGES.browser();
        write("usual", FilterReceipts.usual());
        write("hostile", FilterReceipts.hostile());
        write("pairs", FilterReceipts.pairs());
        write("nothing", FilterReceipts.nothing());
        write("many", FilterReceipts.many(1000));
    }

    @ParameterizedTest(name = "{0} at {1} × {2}, {3}")
    @CsvSource({
        "usual, 1280, 900, light, 5",
        "usual, 1280, 900, dark, 5",
        "usual, 400, 800, light, 5",
        "usual, 400, 800, dark, 5",
        "pairs, 1280, 900, light, 2",
        "pairs, 400, 800, dark, 2",
        "hostile, 1280, 900, light, 5",
        "hostile, 400, 800, light, 5",
        "many, 400, 800, light, 3",
        "nothing, 400, 800, light, 0"
    })
    void drawsEveryChartWithoutComplaintOrRequest(String name, int width, int height, String scheme, int charts) {
        PAGES.showSoundly("filter-" + name, width, height, scheme);

        assertThat(PAGES.number("document.querySelectorAll('.chart').length")).isEqualTo(charts);
        assertThat(browser.strings(WRONG_BARS)).isEmpty();
        assertThat(browser.strings(UNDRAWN_ESTIMATES)).isEmpty();
    }

    /** Parts of bars that no rectangle stands for, from where to where the chart's own axes say: 2 pixels and more off. */
    private static final String WRONG_BARS = """
            [...document.querySelectorAll('.chart[data-type=parts]')].flatMap(box => {
              const data = JSON.parse(document.getElementById(box.id + '-data').textContent);
              const chart = echarts.getInstanceByDom(box);
              const frame = box.getBoundingClientRect();
              const drawn = [...box.querySelectorAll('svg path')].map(path => path.getBoundingClientRect())
                .filter(one => one.height > 4 && one.height < 30).map(one => [one.left - frame.left, one.right - frame.left, (one.top + one.bottom) / 2 - frame.top]);
              return data.rows.flatMap((row, index) => {
                let sum = 0;
                return row.values.filter(value => {
                  const at = [sum, sum + value].map(x => chart.convertToPixel({gridIndex: 0}, [x, index]));
                  sum += value;
                  return at[1][0] - at[0][0] > 2 && !drawn.some(one => Math.abs(one[0] - at[0][0]) < 2 && Math.abs(one[1] - at[1][0]) < 2
                    && Math.abs(one[2] - at[0][1]) < 2);
                }).map(value => box.id + ' ' + row.label + ': ' + value);
              });
            })""";

    /** Estimates that no mark stands at: 3 pixels and more off. */
    private static final String UNDRAWN_ESTIMATES = """
            [...document.querySelectorAll('.chart[data-type=shift]')].flatMap(box => {
              const data = JSON.parse(document.getElementById(box.id + '-data').textContent);
              const chart = echarts.getInstanceByDom(box);
              const frame = box.getBoundingClientRect();
              const marks = [...box.querySelectorAll('svg path')].map(path => path.getBoundingClientRect())
                .filter(one => one.width > 4 && one.width < 14 && one.height > 4 && one.height < 14)
                .map(one => [one.x + one.width / 2 - frame.x, one.y + one.height / 2 - frame.y]);
              return data.rows.flatMap((row, index) => ['before', 'after'].filter(which => {
                const place = [chart.convertToPixel({xAxisIndex: 0}, row[which].value),
                  chart.convertToPixel({yAxisIndex: 1}, index + (which === 'before' ? 0.33 : 0.67))];
                return row[which].value !== null && !marks.some(mark => Math.hypot(mark[0] - place[0], mark[1] - place[1]) < 3);
              }).map(which => box.id + ' ' + row.label + ' ' + which));
            })""";

    @Test
    void drawsTheNumbersOfTheReceipt() {
        browser.go(PAGES.page("filter-usual"));

        String steps = "JSON.parse(document.getElementById('funnel-steps-data').textContent)";
        assertThat(browser.strings(steps + ".parts.map(part => part.name)"))
                .containsExactly("left as they were", "label flipped", "weighted", "dropped");
        assertThat(browser.strings(
                        steps + ".rows.map(row => row.label + ' ' + row.values.join(' ') + ', ' + row.shown)"))
                .containsExactly(
                        "exact-duplicates 9500 0 0 488, 9,500 rows",
                        "agreement 9050 450 0 0, 9,500 rows",
                        "agreement-2 9190 0 310 0, 9,500 rows",
                        "margin 7230 0 0 2270, 7,230 rows");
        String kinds = "JSON.parse(document.getElementById('funnel-1-left-data').textContent)";
        assertThat(browser.strings(kinds + ".rows.map(row => row.label + ' ' + row.values[0].toFixed(2))"))
                .containsExactly("math 90.00", "chat 72.00", "rare 3.04");
        assertThat(PAGES.decimal(kinds + ".reference")).isCloseTo(100 * 7_230 / 9_988.0, within(1e-9));
    }

    @Test
    void saysTheNumbersOfABarThatIsPointedAt() {
        browser.show(1280, 900, "light");
        browser.go(PAGES.page("filter-usual"));
        browser.console();
        String texts = "[...document.querySelectorAll('#funnel-steps svg text')].map(e => e.textContent)";
        assertThat(browser.strings(texts)).noneMatch(text -> text.contains("9,988 rows entered"));

        browser.pointAt("[...document.querySelectorAll('#funnel-steps svg path')].find(path => {"
                + " const {width, height} = path.getBoundingClientRect();"
                + " return width > 300 && height > 10 && height < 30; })");

        assertThat(browser.console()).isEmpty();
        assertThat(browser.strings(texts)).anyMatch(text -> text.contains("9,988 rows entered"));
    }

    @Test
    void printsDarkPagesOnLightPaper() {
        browser.show(1280, 900, "dark");
        browser.go(PAGES.page("filter-usual"));

        PAGES.checkPaper("funnel-steps");
    }

    @Test
    void showsHostileTextsAsTextAndNeverRunsThem() {
        browser.show(1280, 900, "light");
        browser.go(PAGES.page("filter-hostile"));

        PAGES.checkHostileTexts(
                List.of(
                        "h1",
                        "#funnel tbody th",
                        "#effect tbody th",
                        "#policies .words",
                        "#policies td, #policies th",
                        "#policies .prompt .text",
                        "#policies .sides .text",
                        "#written td",
                        "#provenance th",
                        "#provenance td"),
                ReportDocuments.HOSTILE);
    }

    @ParameterizedTest
    @CsvSource({"usual", "hostile", "pairs", "nothing", "many"})
    void canBeReadWithoutSeeingItAndLeadsOnlyToItself(String name) {
        browser.go(PAGES.page("filter-" + name));

        PAGES.checkLinks();
        PAGES.checkWithoutSeeing();
    }

    @Test
    void staysUsableWithAThousandSlices() throws IOException {
        browser.show(1280, 900, "light");

        browser.go(PAGES.page("filter-many"));

        assertThat(Files.size(PAGES.file("filter-many"))).isLessThan(1_200_000);
        assertThat(PAGES.number("JSON.parse(document.getElementById('funnel-1-left-data').textContent).rows.length"))
                .isEqualTo(60);
        assertThat(PAGES.number(
                        "JSON.parse(document.getElementById('effect-1-accuracy-data').textContent).rows.length"))
                .isEqualTo(40);
        assertThat(browser.strings("[...document.querySelectorAll('figcaption')].map(e => e.textContent)"))
                .anyMatch(text -> text.contains("What is left, by topic (30 from either end of 1,000)"));
        assertThat(browser.strings("[...document.querySelectorAll('#policy-1 summary')].map(e => e.textContent)"))
                .containsExactly("1,000 things fitted or found");
    }

    private static void write(String name, FilterReceipt receipt) throws IOException {
        PAGES.write("filter-" + name, FilterPage.of(receipt));
    }
}
