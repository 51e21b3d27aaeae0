package io.prefscore.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.report.ReportDocument;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser. */
final class ReportPageTest {

    @RegisterExtension
    static final BrowsedPages PAGES = new BrowsedPages();

    private static Browser browser;
    private static URI one;
    private static URI three;

    @BeforeAll
    static void writePages() throws IOException {
        browser = PAGES.browser();
        one = write("one", ReportDocuments.oneModel());
        three = write("three", ReportDocuments.threeModels());
    }

    @ParameterizedTest(name = "{0} at {1} × {2}, {3}")
    @CsvSource({
        "one, 1280, 900, light",
        "one, 1280, 900, dark",
        "one, 375, 800, light",
        "one, 375, 800, dark",
        "three, 1280, 900, light",
        "three, 1280, 900, dark",
        "three, 375, 800, light",
        "three, 375, 800, dark"
    })
    void drawsEveryChartWithoutComplaintOrRequest(String name, int width, int height, String scheme) {
        PAGES.showSoundly(name, width, height, scheme);

        assertThat(number("document.querySelectorAll('.chart').length"))
                .isGreaterThanOrEqualTo(name.equals("one") ? 8 : 30);
        assertThat(browser.strings(UNDRAWN)).isEmpty();
    }

    /** Charts without a mark that has an area or a length: axes alone do not count. */
    private static final String UNDRAWN = """
            [...document.querySelectorAll('.chart')].filter(box => {
              const data = JSON.parse(document.getElementById(box.id + '-data').textContent);
              const rows = (data.rows || data.bins || data.series).filter(row => row.value !== null).length;
              const ink = getComputedStyle(document.documentElement).getPropertyValue('--first').trim();
              const marks = [...box.querySelectorAll('svg path')].filter(path =>
                [path.getAttribute('fill'), path.getAttribute('stroke')].includes(ink)
                  && Math.max(path.getBBox().width, path.getBBox().height) > 1);
              const least = {forest: rows, reliability: rows + 2, histogram: 2}[box.dataset.type];
              return marks.length < least;
            }).map(box => box.id)""";

    @Test
    void redrawsChartsWhenTheSchemeOrTheWidthChanges() {
        browser.show(1280, 900, "light");
        browser.go(one);
        String light = markup("model-1-margins");

        browser.show(1280, 900, "dark");
        String dark = markup("model-1-margins");
        browser.show(375, 800, "dark");
        String narrow = markup("model-1-margins");

        assertThat(light).contains("#2563c9").doesNotContain("#7fa9ff");
        assertThat(dark).contains("#7fa9ff").doesNotContain("#2563c9");
        assertThat(number("document.querySelector('#model-1-margins svg').getBoundingClientRect().width"))
                .isLessThan(375);
        assertThat(narrow).isNotEqualTo(dark);
        assertThat(browser.strings(UNDRAWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "model-1-slices-1, 92.4",
        "model-1-style, 1.91",
        "contrast-1-slices-1, points",
        "model-1-reliability, comparisons"
    })
    void saysTheNumbersOfAMarkThatIsPointedAt(String chart, String said) {
        browser.show(1280, 900, "light");
        browser.go(three);
        browser.console();
        String texts = "[...document.querySelectorAll('#" + chart + " svg text')].map(e => e.textContent)";
        assertThat(browser.strings(texts)).noneMatch(text -> text.contains(said));

        browser.pointAt("[...document.querySelectorAll('#" + chart + " svg path')].find(" + POINT + ")");

        assertThat(browser.console()).isEmpty();
        assertThat(browser.strings(texts)).anyMatch(text -> text.contains(said));
    }

    @Test
    void staysQuietWhenAHistogramIsPointedAt() {
        browser.show(1280, 900, "light");
        browser.go(one);
        browser.console();

        browser.pointAt("document.querySelector('#model-1-rewards svg')");

        assertThat(browser.console()).isEmpty();
    }

    /** Whether a path is one of a scatter plot's points. */
    private static final String POINT = "path => { const {width, height} = path.getBoundingClientRect();"
            + " return Math.abs(width - 10) < 3 && Math.abs(width - height) < 1; }";

    @Test
    void printsDarkPagesOnLightPaper() {
        browser.show(1280, 900, "dark");
        browser.go(one);

        PAGES.checkPaper("model-1-margins");
    }

    @Test
    void showsHostileTextsAsTextAndNeverRunsThem() {
        browser.show(1280, 900, "light");
        browser.go(three);

        PAGES.checkHostileTexts(
                List.of(
                        ".comparison .prompt .text",
                        ".comparison .sides .text",
                        "#model-1-slices tbody th",
                        "#model-3-title",
                        "#provenance td",
                        "#headline p .name"),
                ReportDocuments.HOSTILE);
        // labels are cut, but what is left of them stands as it was
        for (String place : List.of(".comparison > summary b", ".comparison .mark", "#model-1-slices svg text")) {
            assertThat(browser.strings("[...document.querySelectorAll('" + place + "')].map(e => e.textContent)"))
                    .as(place)
                    .anySatisfy(text -> assertThat(text).contains("<script>window"));
        }
    }

    @Test
    void leadsFromEveryLinkToAPlaceOfItsOwnPage() {
        browser.go(three);

        PAGES.checkLinks();
        assertThat(number("document.links.length")).isGreaterThan(200);
    }

    @Test
    void canBeReadWithoutSeeingIt() {
        browser.go(three);

        PAGES.checkWithoutSeeing();
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void hasEnoughContrast(String scheme) {
        browser.show(1280, 900, scheme);
        browser.go(one);

        assertThat(browser.strings(LOW_CONTRAST)).isEmpty();
    }

    /** WCAG's ratio of each colour of text to both backgrounds, below 4.5. */
    private static final String LOW_CONTRAST = """
            (() => {
              const style = getComputedStyle(document.documentElement);
              const light = name => {
                const [r, g, b] = style.getPropertyValue('--' + name).trim().match(/[0-9a-f]{2}/g).map(hex => {
                  const c = parseInt(hex, 16) / 255;
                  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
                });
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              return ['page', 'panel'].flatMap(back => ['ink', 'muted', 'link', 'first', 'second', 'good', 'caution', 'problem']
                .filter(front => ratio(light(front), light(back)) < 4.5).map(front => front + ' on ' + back));
            })()""";

    @ParameterizedTest
    @CsvSource({"nothing", "NaN"})
    void drawsDocumentsWithNothingToShow(String name) throws IOException {
        URI page = write(name, name.equals("NaN") ? ReportDocuments.allNaN() : ReportDocuments.nothing());
        browser.console();
        browser.show(375, 800, "light");

        browser.go(page);

        assertThat(browser.console()).isEmpty();
        assertThat(number("document.querySelectorAll('.chart').length")).isZero();
        assertThat(number("document.querySelectorAll('.findings .problem').length"))
                .isEqualTo(1);
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(375);
    }

    private static URI write(String name, ReportDocument document) throws IOException {
        return PAGES.write(name, ReportPage.html(document));
    }

    private static String markup(String id) {
        return PAGES.markup(id);
    }

    private static int number(String expression) {
        return PAGES.number(expression);
    }
}
