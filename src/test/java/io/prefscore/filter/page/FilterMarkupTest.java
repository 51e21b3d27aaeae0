package io.prefscore.filter.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.config.FilterPolicy;
import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Rows;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Unit;
import io.prefscore.report.page.Finding.Tone;
import io.prefscore.report.page.PageView.FindingLine;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of a receipt as text, where no browser is needed, and what it is made of. */
final class FilterMarkupTest {

    static List<FilterReceipt> receipts() {
        return List.of(
                FilterReceipts.usual(),
                FilterReceipts.hostile(),
                FilterReceipts.pairs(),
                FilterReceipts.nothing(),
                FilterReceipts.many(7));
    }

    static Stream<String> policies() {
        return Stream.concat(
                Stream.of(FilterPolicy.class.getPermittedSubclasses()).map(FilterPolicy::label),
                Stream.of(PolicyWords.SHAPE));
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void holdsItsOwnScriptsAndNoOther(FilterReceipt receipt) {
        String html = FilterPage.of(receipt);

        assertThat(matches(html, "<script>")).isEqualTo(2);
        assertThat(matches(html, "<script type=\"application/json\"")).isEqualTo(matches(html, "class=\"chart\""));
        assertThat(matches(html, "</script>")).isEqualTo(matches(html, "<script[ >]"));
        assertThat(html.replaceAll("(?s)<script.*?</script>", ""))
                .doesNotContain("<img")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void neverWritesNumbersOfMachines(FilterReceipt receipt) {
        assertThat(prose(receipt)).doesNotContainPattern("\\d\\.\\d{7}").doesNotContainPattern("NaN[,\\s]*[%\\]\\d]");
    }

    @Test
    void accountsForEveryRow() {
        assertThat(prose(FilterReceipts.usual()))
                .contains(
                        "Of 10,000 rows that were read, 12 could not be scored and were set aside , 2,758 were dropped by 4"
                                + " policies, and 7,230 were kept : 10,000 = 12 + 2,758 + 7,230.");
    }

    @Test
    void warnsThatAccuracyAfterwardsIsNoEvidence() {
        assertThat(FilterFindings.of(FilterReceipts.usual())).anySatisfy(line -> {
            assertThat(line.tone()).isEqualTo(Tone.CAUTION);
            assertThat(line.text()).contains("is no evidence that the data is better");
        });
        assertThat(FilterFindings.of(FilterReceipts.nothing()))
                .extracting(FindingLine::text)
                .noneMatch(text -> text.contains("no evidence"));
    }

    @Test
    void saysWhereSumsDoNotHold() {
        Step lost = new Step("margin", "margin {}", Unit.ROWS, 90, 0, 10, 0, 0, 81, List.of());
        FilterReceipt receipt = of(new Rows(100, 5, 10, 84, 0, 0, 81, Unit.ROWS), lost);

        assertThat(FilterFindings.of(receipt))
                .filteredOn(line -> line.tone() == Tone.PROBLEM)
                .extracting(FindingLine::text)
                .containsExactly(
                        "The rows do not add up: this is a defect of prefscore.",
                        "The numbers of margin do not add up: this is a defect of prefscore.");
        for (FilterReceipt sound : List.of(FilterReceipts.usual(), FilterReceipts.pairs(), FilterReceipts.many(3))) {
            assertThat(FilterFindings.of(sound)).noneMatch(line -> line.tone() == Tone.PROBLEM);
        }
    }

    @Test
    void saysWhatPoliciesDidNotTouch() {
        Step blind = new Step("ensemble", "ensemble {}", Unit.ROWS, 90, 90, 0, 0, 0, 90, List.of());
        Step hardly = new Step("agreement", "agreement {}", Unit.ROWS, 90, 60, 3, 0, 0, 87, List.of());
        Step idle = new Step("where", "where { sql = true }", Unit.ROWS, 87, 0, 0, 0, 0, 87, List.of());
        FilterReceipt receipt = of(new Rows(90, 0, 3, 87, 0, 0, 87, Unit.ROWS), blind, hardly, idle);

        assertThat(FilterFindings.of(receipt))
                .extracting(FindingLine::text)
                .map(text -> text.replace('\u00a0', ' '))
                .contains(
                        "ensemble says nothing about any of the 90 that it saw: all passed.",
                        "agreement says nothing about 66.7 % of what it saw: these passed unseen.",
                        "where changed nothing.");
    }

    @Test
    void showsNoTextWhereThereAreNone() {
        String html = FilterPage.of(FilterReceipts.pairs());

        assertThat(html).contains("Rows to look at, without their texts").doesNotContain("class=\"comparison\"");
        assertThat(FilterPage.of(FilterReceipts.usual())).contains("Write a haiku about rain.");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void knowsWordsForEveryPolicy(String policy) {
        assertThat(PolicyWords.of(policy)).endsWith(".").isEqualTo(PolicyWords.of(policy + "-12"));
    }

    @Test
    void knowsNoWordsForWhatIsNoPolicy() {
        assertThatThrownBy(() -> PolicyWords.of("margn")).hasMessageContaining("margn");
    }

    private static FilterReceipt of(Rows rows, Step... steps) {
        FilterReceipt nothing = FilterReceipts.nothing();
        return new FilterReceipt(
                nothing.provenance(), rows, List.of(steps), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static String prose(FilterReceipt receipt) {
        return FilterPage.of(receipt)
                .replaceAll("(?s)<(script|style).*?</\\1>", "")
                .replaceAll("(?s)<meta.*?>", "")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    private static long matches(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
