package io.prefscore.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A folder of pages and a browser to show them, for a class of tests that registers this as an extension. Where there is no
 * browser, each test is skipped by name.
 */
public final class BrowsedPages implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private static final String NO_BROWSER =
            "no chromium and chromedriver on the PATH; Debian has both as packages chromium and chromium-driver";

    private static final Path PICTURES = Path.of(System.getProperty("basedir", "."), "target", "report-screenshots");

    /** Elements that stick out, those aside that stand in a box which scrolls or that are hidden. */
    private static final String WIDER_THAN_THE_PAGE = """
            [...document.querySelectorAll('main *, header *, footer *')].filter(one =>
              !one.closest('svg') && !one.closest('.scroll > *') && !one.closest('.text > *') && one.tagName !== 'SCRIPT'
                && one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 200))""";

    private Path folder;
    private Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("pages");
        Optional<Path> chromium = Browser.program("chromium");
        Optional<Path> chromedriver = Browser.program("chromedriver");
        if (chromium.isPresent() && chromedriver.isPresent()) {
            browser =
                    Browser.open(chromium.get(), chromedriver.get(), Files.createDirectory(folder.resolve("profile")));
        }
    }

    /** For each test, so that each is named among those that were skipped. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (browser == null) {
            String method = context.getTestMethod().map(Method::getName).orElse("");
            System.out.println("skipped " + context.getRequiredTestClass().getSimpleName() + "." + method + ", "
                    + context.getDisplayName() + ": " + NO_BROWSER);
        }
        assumeTrue(browser != null, NO_BROWSER);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (browser != null) {
            browser.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The browser; in a test there is one. */
    public Browser browser() {
        return browser;
    }

    /** Writes a page, to be shown by this name. */
    public URI write(String name, String html) throws IOException {
        Files.writeString(file(name), html, StandardCharsets.UTF_8);
        return page(name);
    }

    /** Where the page of a name is. */
    public URI page(String name) {
        return file(name).toUri();
    }

    /** The file of the page of a name. */
    public Path file(String name) {
        return folder.resolve(name + ".html");
    }

    /** Shows a page in a window of a size and a scheme, where nobody complains, nothing is fetched, nothing sticks out. */
    public void showSoundly(String name, int width, int height, String scheme) {
        browser.show(width, height, scheme);
        browser.console();
        browser.requests();

        browser.go(page(name));
        browser.photograph(PICTURES.resolve(name + "-" + width + "-" + scheme + ".png"));

        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests()).containsExactly(page(name).toString());
        assertThat(browser.strings(WIDER_THAN_THE_PAGE)).isEmpty();
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(width);
    }

    /** On the page that is shown every link leads to a place of the page itself, and no place is called like another. */
    public void checkLinks() {
        assertThat(browser.strings("[...document.links].map(a => a.getAttribute('href'))"
                        + ".filter(h => !h.startsWith('#') || !document.getElementById(h.slice(1)))"))
                .isEmpty();
        assertThat(browser.strings("[...document.querySelectorAll('[id]')].map(e => e.id)"
                        + ".filter((id, index, all) => all.indexOf(id) !== index)"))
                .isEmpty();
    }

    /** The page that is shown has headings in order, tables with captions and headings, charts in words and as tables. */
    public void checkWithoutSeeing() {
        assertThat(browser.strings("[...document.querySelectorAll('h1,h2,h3,h4')].filter((h, index, all) =>"
                        + " index > 0 && h.tagName[1] - all[index - 1].tagName[1] > 1).map(h => h.textContent)"))
                .isEmpty();
        assertThat(
                        browser.strings(
                                "[...document.querySelectorAll('table')].filter(t => !t.caption"
                                        + " || t.querySelector('thead th:not([scope=col]), tbody th:not([scope=row])')).map(t => t.innerText)"))
                .isEmpty();
        assertThat(browser.strings(
                        "[...document.querySelectorAll('.chart')].filter(c => c.getAttribute('role') !== 'img'"
                                + " || c.getAttribute('aria-label').length < 20"
                                + " || !c.closest('figure').querySelector('table tbody td')).map(c => c.id)"))
                .isEmpty();
        assertThat(number("document.querySelectorAll('main, header, footer, nav').length"))
                .isEqualTo(4);
    }

    /** On the page that is shown hostile texts stand as texts in each of these places, and none has run. */
    public void checkHostileTexts(List<String> places, String hostile) {
        assertThat(browser.value("window.ran === undefined").getAsBoolean()).isTrue();
        assertThat(number("document.querySelectorAll('img').length")).isZero();
        assertThat(number("document.querySelectorAll('main script:not([type=\"application/json\"])').length"))
                .isZero();
        for (String place : places) {
            assertThat(browser.strings("[...document.querySelectorAll('" + place + "')].map(e => e.textContent)"))
                    .as(place)
                    .anySatisfy(text -> assertThat(text).contains(hostile));
        }
    }

    /** The chart is drawn in light colours on paper, though the page is shown in dark ones. */
    public void checkPaper(String chart) {
        browser.value("dispatchEvent(new Event('beforeprint'))");
        String paper = markup(chart);
        int width = number("document.querySelector('#" + chart + " svg').getBoundingClientRect().width");
        browser.value("dispatchEvent(new Event('afterprint'))");

        assertThat(paper).contains("#2563c9").doesNotContain("#7fa9ff");
        assertThat(width).isEqualTo(660);
        assertThat(markup(chart)).contains("#7fa9ff").doesNotContain("#2563c9");
    }

    /** What stands in the element of an id. */
    public String markup(String id) {
        return browser.value("document.getElementById('" + id + "').innerHTML").getAsString();
    }

    /** The number that an expression yields. */
    public double decimal(String expression) {
        return browser.value(expression).getAsDouble();
    }

    /** The same, rounded up. */
    public int number(String expression) {
        return (int) Math.ceil(decimal(expression));
    }
}
