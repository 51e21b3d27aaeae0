package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt.Summary;
import io.prefscore.report.page.Cells;
import io.prefscore.report.page.Extremes;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.Texts;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Statistic.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the deciding model says of the pairs before and after, of all and by slice. */
final class EffectViews {

    private static final String NO_PAIRS = "no labelled pair";

    private EffectViews() {}

    /** A slice as it was and as it is. */
    record Change(Summary before, Summary after) {

        /** Of accuracy; NaN where one of the two is not defined. */
        double shift() {
            return after.accuracy().value() - before.accuracy().value();
        }
    }

    /**
     * The section.
     *
     * @param before everything first, then by slice
     * @param after of the same, in the same order
     */
    static Section section(List<Summary> before, List<Summary> after) {
        List<Change> changes = IntStream.range(0, Math.min(before.size(), after.size()))
                .mapToObj(index -> new Change(before.get(index), after.get(index)))
                .toList();
        Map<String, List<Change>> byName = changes.stream()
                .skip(1)
                .collect(Collectors.groupingBy(
                        change -> change.before().name(), LinkedHashMap::new, Collectors.toList()));
        List<Panel> panels = new ArrayList<>();
        byName.forEach((name, slices) -> panels.add(panel(name, slices, "effect-" + (panels.size() + 1))));
        return new Section("effect", "Before and after", overall(changes.get(0)), panels);
    }

    private static List<Block> overall(Change change) {
        Paragraph warning = new Paragraph(List.of(
                Cell.of(
                        "What the deciding model's scores say of the labelled pairs, before the first policy and after the"
                                + " last one. "),
                Cell.linked("None of it is evidence that the data is better", "how-circular"),
                Cell.of(": what the model contradicts was dropped or flipped by the same model.")));
        List<List<Cell>> rows = List.of(
                row("rows, pairs or responses", "how-units", change, summary -> Cells.count(summary.units())),
                row("labelled pairs", "how-pairs", change, summary -> Cells.count(summary.pairs())),
                row("accuracy, ties one half", "how-accuracy", change, summary -> share(summary.accuracy())),
                row("mean margin", "how-margin", change, summary -> number(summary.meanMargin())),
                row("mean length gap, characters", "how-gap", change, summary -> number(summary.meanLengthGap())),
                row("preferred response is longer", "how-longer", change, summary -> share(summary.preferredLonger())),
                row(
                        "mean length of the preferred response, characters",
                        "how-characters",
                        change,
                        summary -> number(summary.meanPreferredCharacters())),
                row("mean of the highest reward", "how-reward", change, summary -> number(summary.meanBestReward())));
        return List.of(warning, new Table("Before and after", "", Cells.row("Figure", "Before", "After"), rows));
    }

    private static List<Cell> row(String name, String target, Change change, Function<Summary, Cell> value) {
        return List.of(Cell.linked(name, target), value.apply(change.before()), value.apply(change.after()));
    }

    private static Panel panel(String name, List<Change> unsorted, String id) {
        List<Change> changes = unsorted.stream()
                .sorted(Comparator.comparingDouble((Change change) -> known(-change.shift()))
                        .thenComparing(change -> change.before().value()))
                .toList();
        List<Change> drawable = changes.stream()
                .filter(change -> change.before().accuracy().isDefined())
                .toList();
        String shown = Texts.label(name);
        Table table = table(shown, changes);
        List<Block> blocks = drawable.isEmpty()
                ? List.of(table)
                : List.of(ShiftCharts.chart(
                        id + "-accuracy",
                        "Accuracy before and after, by " + shown + Extremes.note(drawable, ShiftCharts.MOST_ROWS),
                        Extremes.of(drawable, ShiftCharts.MOST_ROWS),
                        table));
        return new Panel(id, "By " + shown, blocks);
    }

    /** What is not known comes last. */
    private static double known(double value) {
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private static Table table(String name, List<Change> changes) {
        List<Cell> columns = List.of(
                Cell.of(name),
                Cell.linked("Pairs before", "how-pairs"),
                Cell.of("after"),
                Cell.linked("Accuracy before", "how-accuracy"),
                Cell.of("after"),
                Cell.linked("Margin before", "how-margin"),
                Cell.of("after"),
                Cell.linked("Length gap before", "how-gap"),
                Cell.of("after"));
        return new Table(
                "Before and after, by " + name + Extremes.note(changes, Extremes.TABLE_ROWS),
                "The numbers of this chart, margins and length gaps",
                columns,
                Extremes.of(changes, Extremes.TABLE_ROWS).stream()
                        .map(EffectViews::cells)
                        .toList());
    }

    private static List<Cell> cells(Change change) {
        Summary before = change.before();
        Summary after = change.after();
        return List.of(
                Cell.of(Texts.visible(before.value())),
                Cells.count(before.pairs()),
                Cells.count(after.pairs()),
                share(before.accuracy()),
                share(after.accuracy()),
                number(before.meanMargin()),
                number(after.meanMargin()),
                number(before.meanLengthGap()),
                number(after.meanLengthGap()));
    }

    private static Cell share(Estimate estimate) {
        return Cells.orUndefined(estimate.value(), Figures.withInterval(Scale.SHARE, estimate), NO_PAIRS);
    }

    private static Cell number(double value) {
        return Cells.orUndefined(value, Figures.plain(value), "there is nothing to take the mean of");
    }
}
