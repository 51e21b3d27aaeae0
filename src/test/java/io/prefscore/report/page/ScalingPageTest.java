package io.prefscore.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.report.ScalingDocument;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.SliceScaling;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of scaling curves in a real browser. */
final class ScalingPageTest {

    @RegisterExtension
    static final BrowsedPages PAGES = new BrowsedPages();

    private static Browser browser;

    @BeforeAll
    static void writePages() throws IOException {
        browser = PAGES.browser();
        write("family", ScalingDocuments.family());
        write("hostile", ScalingDocuments.hostile());
        write("nothing-told", ScalingDocuments.nothingTold());
        write("one-point", ScalingDocuments.onePoint());
    }

    @ParameterizedTest(name = "{0} at {1} × {2}, {3}")
    @CsvSource({
        "family, 1280, 900, light, 14",
        "family, 1280, 900, dark, 14",
        "family, 400, 800, light, 14",
        "family, 400, 800, dark, 14",
        "nothing-told, 1280, 900, light, 2",
        "nothing-told, 400, 800, dark, 2",
        "one-point, 400, 800, light, 1",
        "hostile, 1280, 900, light, 1",
        "hostile, 400, 800, light, 1"
    })
    void drawsEveryChartWithoutComplaintOrRequest(String name, int width, int height, String scheme, int charts) {
        PAGES.showSoundly("scaling-" + name, width, height, scheme);

        assertThat(PAGES.number("document.querySelectorAll('.chart').length")).isEqualTo(charts);
        assertThat(browser.strings(MISPLACED_POINTS)).isEmpty();
        assertThat(browser.strings(MISPLACED_LABELS)).isEmpty();
    }

    /** Points that no mark stands at, where the chart's own axes say that they belong: 5 pixels and more off. */
    private static final String MISPLACED_POINTS = """
            [...document.querySelectorAll('.chart')].flatMap(box => {
              const data = JSON.parse(document.getElementById(box.id + '-data').textContent);
              const chart = echarts.getInstanceByDom(box);
              const frame = box.getBoundingClientRect();
              const marks = [...box.querySelectorAll('svg path')].map(path => path.getBoundingClientRect())
                .filter(one => one.width > 4 && one.width < 14 && one.height > 4 && one.height < 14)
                .map(one => [one.x + one.width / 2 - frame.x, one.y + one.height / 2 - frame.y]);
              const at = (log, value) => log ? Math.log10(value) : value;
              const near = place => marks.some(mark => Math.hypot(mark[0] - place[0], mark[1] - place[1]) < 5);
              return data.groups.flatMap(group => group.points).flatMap(point => {
                const x = at(data.x.log, point.x);
                const places = [chart.convertToPixel({gridIndex: 0}, [x, at(data.y.log, point.value)])];
                if (point.residual !== null) {
                  places.push(chart.convertToPixel({gridIndex: 1}, [x, point.residual]));
                }
                return places.filter(place => !near(place)).map(place => box.id + ': ' + point.name + ' at ' + place);
              });
            })""";

    /** Numbers on the vertical axis that do not stand where the axis has them, by more than 2 pixels. */
    private static final String MISPLACED_LABELS = """
            [...document.querySelectorAll('.chart')].flatMap(box => {
              const data = JSON.parse(document.getElementById(box.id + '-data').textContent);
              const chart = echarts.getInstanceByDom(box);
              const frame = box.getBoundingClientRect();
              const left = chart.convertToPixel({xAxisIndex: 0}, chart.getOption().xAxis[0].min);
              const foot = chart.convertToPixel({yAxisIndex: 0}, chart.getOption().yAxis[0].min);
              const labels = [...box.querySelectorAll('svg text')].map(text => [text.textContent, text.getBoundingClientRect()])
                .filter(([text, at]) => /^[\\u2212\\d.]+( %)?$/.test(text) && at.right - frame.x <= left && at.bottom - frame.y < foot + 9);
              if (labels.length < 2) {
                return [box.id + ': ' + labels.length + ' labels'];
              }
              return labels.filter(([text, at]) => {
                const value = parseFloat(text.replace('\\u2212', '-'));
                const place = chart.convertToPixel({yAxisIndex: 0}, data.y.log ? Math.log10(value) : value);
                return Math.abs((at.top + at.bottom) / 2 - frame.y - place) > 2;
              }).map(([text]) => box.id + ': ' + text);
            })""";

    @Test
    void drawsALineWithItsBandForEachCurveAndNamesIt() {
        browser.show(1280, 900, "light");
        browser.go(PAGES.page("scaling-family"));

        String series = "echarts.getInstanceByDom(document.getElementById('slice-1-1-n')).getOption().series";
        assertThat(browser.strings(series + ".filter(one => one.name && one.name.startsWith('D = '))"
                        + ".map(one => one.name + ' ' + JSON.stringify(one.lineStyle.type))"))
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("D = (16,000|125,000|1,000,000|15,000,000) .*"));
        assertThat(number(series + ".filter(one => one.areaStyle).length")).isEqualTo(4);
        assertThat(browser.strings("[...document.querySelectorAll('#slice-1-1-n svg text')].map(e => e.textContent)"))
                .contains("D = 16,000", "D = 125,000", "D = 1,000,000", "D = 15,000,000", "chance");
        assertThat(browser.strings(
                        series + ".filter(one => one.type === 'scatter' && one.symbol).map(one => one.symbol)"))
                .contains("circle", "rect", "triangle", "diamond");
    }

    @Test
    void drawsTheNumbersOfTheDocument() {
        browser.show(1280, 900, "light");
        browser.go(PAGES.page("scaling-family"));
        SliceScaling scaling = ScalingDocuments.family().slices().get(0);

        String data = "JSON.parse(document.getElementById('slice-1-1-n-data').textContent).groups";
        for (int index = 0; index < scaling.points().size(); index++) {
            Point point = scaling.points().get(index);
            String drawn =
                    data + ".flatMap(group => group.points).find(point => point.name === '" + point.name() + "').";
            assertThat(decimal(drawn + "x")).isEqualTo(point.parameters());
            assertThat(decimal(drawn + "value")).isEqualTo(point.value());
            assertThat(decimal(drawn + "high")).isEqualTo(point.value() + 1.959963984540054 * point.standardError());
            assertThat(decimal(drawn + "residual"))
                    .isEqualTo(scaling.fits().get(4).residuals().get(index));
            assertThat(browser.value(drawn + "heldOut").getAsBoolean()).isEqualTo(index % 4 == 3);
        }
        for (int curve = 0; curve < 4; curve++) {
            double drawn = decimal(data + "[" + curve + "].curve[40][3]");
            double high = scaling.curves().get(4).get(curve).spots().get(40).high();
            assertThat(drawn).isEqualTo(high, within(1e-5 * high));
        }
    }

    @Test
    void saysTheNumbersOfAPointThatIsPointedAt() {
        browser.show(1280, 900, "light");
        browser.go(PAGES.page("scaling-family"));
        browser.console();
        String texts = "[...document.querySelectorAll('#slice-1-1-n svg text')].map(e => e.textContent)";
        assertThat(browser.strings(texts)).noneMatch(text -> text.contains("WorldPM"));

        browser.pointAt("[...document.querySelectorAll('#slice-1-1-n svg path')].find(path => {"
                + " const {width, height} = path.getBoundingClientRect();"
                + " return Math.abs(width - 10) < 3 && Math.abs(width - height) < 1; })");

        assertThat(browser.console()).isEmpty();
        assertThat(browser.strings(texts)).anyMatch(text -> text.contains("WorldPM"));
        assertThat(browser.strings(texts)).anyMatch(text -> text.contains("off the curve by"));
    }

    @Test
    void printsDarkPagesOnLightPaper() {
        browser.show(1280, 900, "dark");
        browser.go(PAGES.page("scaling-family"));

        PAGES.checkPaper("slice-2-1-n");
    }

    @Test
    void showsHostileTextsAsTextAndNeverRunsThem() {
        browser.show(1280, 900, "light");
        browser.go(PAGES.page("scaling-hostile"));

        PAGES.checkHostileTexts(
                List.of(
                        "#headline .verdicts th",
                        "#headline .verdicts td",
                        "#curves figcaption",
                        "#curves tbody th",
                        "#curves p"),
                ReportDocuments.HOSTILE);
    }

    @ParameterizedTest
    @CsvSource({"family", "hostile", "nothing-told"})
    void leadsFromEveryLinkToAPlaceOfItsOwnPage(String name) {
        browser.go(PAGES.page("scaling-" + name));

        PAGES.checkLinks();
        assertThat(number("document.links.length")).isGreaterThan(8);
    }

    @Test
    void canBeReadWithoutSeeingIt() {
        browser.go(PAGES.page("scaling-family"));

        PAGES.checkWithoutSeeing();
        assertThat(browser.strings("[...document.querySelectorAll('.verdicts td b')].map(e => e.innerText)"))
                .contains("↘ Law", "∩ Trend, not to be extrapolated", "→ No scaling", "? Cannot tell");
    }

    @Test
    void staysUsableWithAThousandSlices() throws IOException {
        ScalingDocument document = ScalingDocuments.many(1000);
        long begun = System.nanoTime();
        URI page = write("many", document);
        long written = (System.nanoTime() - begun) / 1_000_000;
        browser.show(400, 800, "light");
        browser.console();

        browser.go(page);

        long bytes = Files.size(PAGES.file("scaling-many"));
        String loaded = browser.value("Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)")
                .getAsString();
        System.out.println("a page of 1,000 slices: " + bytes + " bytes, written in " + written + " ms, loaded in "
                + loaded + " ms");
        assertThat(browser.console()).isEmpty();
        assertThat(bytes).isLessThan(6_000_000);
        assertThat(number("document.querySelectorAll('#curves .panel').length")).isEqualTo(ScalingSlices.MOST_PANELS);
        assertThat(number("document.querySelectorAll('#headline details .verdicts tbody tr').length"))
                .isEqualTo(1000 - ScalingSlices.MOST_PANELS);
        assertThat(browser.strings("[...document.querySelectorAll('#headline p')].map(e => e.textContent)"))
                .anyMatch(text -> text.contains("Of the other 940 the verdicts stand folded away below"));
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(400);
    }

    private static URI write(String name, ScalingDocument document) throws IOException {
        return PAGES.write("scaling-" + name, ScalingPage.html(document));
    }

    private static double decimal(String expression) {
        return PAGES.decimal(expression);
    }

    private static int number(String expression) {
        return PAGES.number(expression);
    }
}
