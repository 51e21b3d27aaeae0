package io.prefscore.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.report.ReportDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page as text, where no browser is needed. */
final class PageMarkupTest {

    static List<ReportDocument> documents() {
        return List.of(
                ReportDocuments.oneModel(),
                ReportDocuments.threeModels(),
                ReportDocuments.nothing(),
                ReportDocuments.allNaN(),
                ReportDocuments.document(List.of(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void holdsItsOwnScriptsAndNoOther(ReportDocument document) {
        String html = ReportPage.html(document);

        // two scripts of ours, besides data blocks; hostile texts would add more
        assertThat(matches(html, "<script>")).isEqualTo(2);
        assertThat(matches(html, "<script type=\"application/json\"")).isEqualTo(matches(html, "class=\"chart\""));
        assertThat(matches(html, "</script>")).isEqualTo(matches(html, "<script[ >]"));
        assertThat(html).doesNotContain("sourceMappingURL");
        assertThat(html.replaceAll("(?s)<script.*?</script>", ""))
                .doesNotContain("<img")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @Test
    void escapesTextsInMarkupAndInData() {
        String html = ReportPage.html(ReportDocuments.threeModels());

        assertThat(html)
                .contains("&lt;script&gt;window.ran=1&lt;/script&gt;")
                .contains("\\u003cscript\\u003ewindow.ran");
        assertThat(html).doesNotContain("<script>window.ran").doesNotContain("<!--");
    }

    @Test
    void keepsItsSizeWithinBounds() {
        assertThat(ReportPage.html(ReportDocuments.oneModel()).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(900_000);
        assertThat(ReportPage.html(ReportDocuments.threeModels()).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(1_200_000);
    }

    @Test
    void isTheSameEachTime() {
        assertThat(ReportPage.html(ReportDocuments.oneModel())).isEqualTo(ReportPage.html(ReportDocuments.oneModel()));
    }

    @Test
    void saysWhyANumberIsMissing() {
        String html = ReportPage.html(ReportDocuments.oneModel());

        assertThat(html).contains("aria-label=\"no strengths that differ are given with the labels\"");
        assertThat(html).contains("aria-label=\"no comparison is labelled and has two finite rewards\"");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void neverWritesNumbersOfMachines(ReportDocument document) {
        String prose = ReportPage.html(document)
                .replaceAll("(?s)<(script|style).*?</\\1>", "")
                .replaceAll("(?s)<meta.*?>", "")
                .replaceAll("<[^>]*>", " ");

        assertThat(prose).doesNotContainPattern("\\d\\.\\d{7}").doesNotContainPattern("\\bNaN %");
    }

    private static int matches(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
