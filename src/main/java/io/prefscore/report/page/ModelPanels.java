package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.Benchmark;
import io.prefscore.report.ReportDocument.Check;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.page.Charts.Axis;
import io.prefscore.report.page.Charts.Distribution;
import io.prefscore.report.page.Charts.Row;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.PageView.Tile;
import io.prefscore.report.page.PageView.Tiles;
import io.prefscore.stats.Bin;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import io.prefscore.stats.Statistic.Scale;
import io.prefscore.stats.StyleFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The section of one model. */
final class ModelPanels {

    private static final List<Statistic> TILES = List.of(
            Statistic.ACCURACY,
            Statistic.LOSS,
            Statistic.CALIBRATED_LOSS,
            Statistic.CALIBRATION_ERROR,
            Statistic.AUC,
            Statistic.STYLE_CONTROLLED_ACCURACY);

    private static final List<Statistic> CORRELATIONS =
            List.of(Statistic.REWARD_LENGTH_CORRELATION, Statistic.MARGIN_LENGTH_CORRELATION);

    private final ModelSection model;
    private final SliceStatistics overall;
    private final String id;

    private ModelPanels(ModelSection model, String id) {
        this.model = model;
        this.overall = model.overall();
        this.id = id;
    }

    static Section section(ModelSection model, String id) {
        return new ModelPanels(model, id).section();
    }

    private Section section() {
        List<Panel> panels = new ArrayList<>();
        panels.add(counts());
        panels.add(statistics());
        distributions(panels);
        calibration(panels);
        if (!model.slices().isEmpty()) {
            panels.add(new Panel(id + "-slices", "Accuracy by slice", SlicePanels.blocks(model, id)));
        }
        panels.add(length());
        model.benchmark().ifPresent(benchmark -> panels.add(panel("benchmark", "Benchmark", benchmark(benchmark))));
        if (!model.checks().isEmpty()) {
            panels.add(panel("checks", "Checks", List.of(checks())));
        }
        if (!model.suspects().isEmpty()) {
            panels.add(panel("suspects", "Possibly mislabelled", suspects()));
        }
        return new Section(id, Texts.visible(model.name()), List.of(tiles()), panels);
    }

    private Panel panel(String name, String title, List<? extends Block> blocks) {
        return new Panel(id + "-" + name, title, List.copyOf(blocks));
    }

    private Block tiles() {
        return new Tiles(TILES.stream().map(this::tile).toList());
    }

    private Tile tile(Statistic statistic) {
        return new Tile(
                Cells.name(statistic),
                Cells.value(statistic, overall),
                statistic == Statistic.CALIBRATION_ERROR
                        ? byChance()
                        : Figures.interval(statistic.scale(), overall.estimate(statistic)));
    }

    /** What stands in place of the interval that a calibration error does not have. */
    private String byChance() {
        Estimate chance = overall.estimate(Statistic.CALIBRATION_ERROR_BY_CHANCE);
        return chance.isDefined() ? "if calibrated " + Figures.value(Scale.SHARE, chance) : "";
    }

    private Panel counts() {
        PairCounts counts = overall.counts();
        List<List<Cell>> rows = new ArrayList<>();
        countRow(rows, "comparisons", counts.comparisons());
        countRow(rows, "without a reward", counts.missing());
        countRow(rows, "with a reward that is NaN", counts.notANumber());
        countRow(rows, "with an infinite reward", counts.infinite());
        countRow(rows, "labelled as ties", counts.labelTies());
        countRow(rows, "used for statistics", counts.used());
        countRow(rows, "model and label agree", counts.agreeing());
        countRow(rows, "model and label disagree", counts.disagreeing());
        countRow(rows, "equal rewards", counts.rewardTies());
        Table table = new Table(
                "What became of the comparisons",
                "",
                List.of(Cell.linked("Comparisons", "how-counts"), Cell.of("Count"), Cell.of("Share")),
                rows);
        Paragraph prompts = new Paragraph(List.of(Cell.of("The comparisons that are used belong to "
                + Figures.count(counts.prompts(), "different prompt") + ".")));
        List<Block> blocks = new ArrayList<>(List.of(table, prompts));
        if (!model.facts().isEmpty()) {
            blocks.add(Cells.facts("About this run", model.facts()).folded("About this run"));
        }
        return panel("counts", "What was judged", blocks);
    }

    private void countRow(List<List<Cell>> rows, String name, long count) {
        long whole = overall.counts().comparisons();
        Cell share = whole == 0 ? Cell.undefined("there are no comparisons") : Cell.of(Figures.part(count, whole));
        rows.add(List.of(Cell.of(name), Cells.count(count), share));
    }

    private Panel statistics() {
        List<List<Cell>> rows = Arrays.stream(Statistic.values())
                .map(statistic -> List.of(
                        Cells.name(statistic),
                        Cells.value(statistic, overall),
                        Cells.interval(statistic, overall),
                        Cells.method(overall.estimate(statistic))))
                .toList();
        Table table = new Table(
                "All statistics over all comparisons",
                "All " + rows.size() + " statistics",
                Cells.row("Statistic", "Value", "Interval", "Made by"),
                rows);
        return panel("statistics", "Statistics", List.of(table));
    }

    private void distributions(List<Panel> panels) {
        List<Block> blocks = new ArrayList<>();
        if (total(overall.preferredRewards()) > 0 && total(overall.otherRewards()) > 0) {
            List<Distribution> rewards = List.of(
                    new Distribution("preferred responses", overall.preferredRewards()),
                    new Distribution("other responses", overall.otherRewards()));
            blocks.add(
                    Charts.histogram(id + "-rewards", "Rewards of preferred and other responses", "reward", rewards));
        }
        if (total(overall.margins()) > 0) {
            List<Distribution> margins = List.of(new Distribution("comparisons", overall.margins()));
            blocks.add(Charts.histogram(
                    id + "-margins",
                    "Margins: right of the dashed line the model agrees with the label",
                    "margin",
                    margins));
        }
        if (!blocks.isEmpty()) {
            blocks.add(resolution());
            panels.add(panel("distributions", "Rewards and margins", blocks));
        }
    }

    private Paragraph resolution() {
        double error = Math.max(model.rewardResolution(), model.marginResolution());
        return new Paragraph(List.of(
                Cell.linked("Quantiles", Cells.explanation(Statistic.REWARD_MEDIAN)),
                Cell.of(
                        error == 0
                                ? " over all comparisons are exact."
                                : " over all comparisons are within " + Figures.share(error)
                                        + " of those of the values themselves.")));
    }

    private void calibration(List<Panel> panels) {
        if (overall.counts().used() == 0) {
            return;
        }
        if (Double.isNaN(model.temperature())) {
            Paragraph none = new Paragraph(List.of(
                    Cell.of("These comparisons do not tell a "),
                    Cell.linked("temperature", "how-temperature"),
                    Cell.of(": they are too few, or the model is right in all of those in which it is sure.")));
            panels.add(panel("calibration", "Calibration", List.of(none)));
            return;
        }
        Paragraph text = new Paragraph(List.of(
                Cell.of("Confidence is σ(|margin| / T) with "),
                Cell.linked("T = " + Figures.withInterval(Scale.NUMBER, model.temperatureOverall()), "how-temperature"),
                Cell.of("; "),
                Cells.name(Statistic.CALIBRATION_ERROR),
                Cell.of(" "),
                Cells.value(Statistic.CALIBRATION_ERROR, overall),
                Cell.of(", beside "),
                Cells.value(Statistic.CALIBRATION_ERROR_BY_CHANCE, overall),
                Cell.of(" that a "),
                Cell.linked("calibrated model", Cells.explanation(Statistic.CALIBRATION_ERROR_BY_CHANCE)),
                Cell.of(" would show.")));
        List<Block> blocks = new ArrayList<>(List.of(text));
        if (overall.reliability().stream().anyMatch(bin -> bin.comparisons() > 0)) {
            blocks.add(Charts.reliability(id + "-reliability", overall.reliability()));
        }
        panels.add(panel("calibration", "Calibration", blocks));
    }

    private Panel length() {
        List<Row> rulers = Stream.of(
                        Statistic.ACCURACY_TIES_HALF,
                        Statistic.STYLE_CONTROLLED_ACCURACY,
                        Statistic.ACCURACY_PREFERRED_LONGER,
                        Statistic.ACCURACY_PREFERRED_SHORTER,
                        Statistic.LONGEST_WINS,
                        Statistic.SHORTEST_WINS)
                .map(this::rulerRow)
                .toList();
        List<Block> blocks = new ArrayList<>();
        if (rulers.stream().anyMatch(row -> row.estimate().isDefined())) {
            blocks.add(Charts.forest(
                    id + "-rulers",
                    "Accuracy by length, without style, and of rulers that read no text",
                    new Axis("accuracy", Scale.SHARE, " %", 0.5, "chance"),
                    rulers,
                    Charts.table("Accuracy and length", rulers)));
        }
        if (overall.estimate(Statistic.STYLE_CONTROLLED_ACCURACY).isDefined()) {
            blocks.add(control());
        }
        blocks.add(correlations());
        model.style()
                .ifPresent(style -> blocks.addAll(style(style.coefficients(), style.comparisons(), style.prompts())));
        return panel("length", "Length and style", blocks);
    }

    /** What was taken off, since that is not the same for all numbers of comparisons. */
    private Paragraph control() {
        boolean all = model.styleFeatures() > StyleFeature.REPORTED.size();
        return new Paragraph(List.of(
                Cell.linked("Without style", Cells.explanation(Statistic.STYLE_CONTROLLED_ACCURACY)),
                Cell.of(
                        all
                                ? ": length, headings, lists, bold passages and code are taken off in several shapes, "
                                        + model.styleFeatures() + " in all."
                                : ": length, headings, lists, bold passages and code are taken off as differences over sums alone;"
                                        + " the comparisons are too few for more shapes, so that part of what style explains may be"
                                        + " left.")));
    }

    private Row rulerRow(Statistic statistic) {
        Estimate accuracy = overall.estimate(statistic);
        return new Row(shortly(statistic), accuracy, Figures.withInterval(Scale.SHARE, accuracy), false, "");
    }

    private static Row coefficientRow(String name, Estimate coefficient) {
        String label = Texts.label(name.replace('-', ' '));
        return new Row(label, coefficient, Figures.withInterval(Scale.NUMBER, coefficient), false, "");
    }

    /** A label that has room beside a chart on a phone. */
    private static String shortly(Statistic statistic) {
        return switch (statistic) {
            case ACCURACY_TIES_HALF -> "all comparisons";
            case STYLE_CONTROLLED_ACCURACY -> "without style";
            case ACCURACY_PREFERRED_LONGER -> "preferred is longer";
            case ACCURACY_PREFERRED_SHORTER -> "preferred is shorter";
            default -> statistic.label();
        };
    }

    private Table correlations() {
        List<List<Cell>> rows = CORRELATIONS.stream()
                .map(statistic -> List.of(Cells.name(statistic), Cells.withInterval(statistic, overall)))
                .toList();
        return new Table("Correlation with length", "", Cells.row("Statistic", "Value and interval"), rows);
    }

    private List<Block> style(Map<String, Estimate> coefficients, long comparisons, long prompts) {
        Paragraph text = new Paragraph(List.of(
                Cell.of("What moves the label, the margin held fixed: "),
                Cell.linked("Bradley-Terry coefficients", "how-style"),
                Cell.of(" from " + Figures.count(comparisons, "comparison") + " of " + Figures.count(prompts, "prompt")
                        + ".")));
        List<Row> rows = coefficients.entrySet().stream()
                .map(entry -> coefficientRow(entry.getKey(), entry.getValue()))
                .toList();
        if (rows.stream().noneMatch(row -> row.estimate().isDefined())) {
            return List.of();
        }
        return List.of(
                text,
                Charts.forest(
                        id + "-style",
                        "Coefficients of margin and style",
                        new Axis("log-odds that the label prefers it", Scale.NUMBER, "", 0, "no effect"),
                        rows,
                        Charts.table("Coefficients", rows)));
    }

    private static List<Block> benchmark(Benchmark benchmark) {
        List<List<Cell>> rows = new ArrayList<>();
        benchmark.parts().forEach((part, score) -> rows.add(scored(Texts.visible(part), score)));
        rows.add(scored("overall", benchmark.overall()));
        return List.of(
                new Paragraph(
                        List.of(Cell.linked(benchmark.name(), "how-benchmark"), Cell.of(": " + benchmark.rule()))),
                new Table(benchmark.name() + " by its own rule", "", Cells.row("Part", "Score"), rows));
    }

    private static List<Cell> scored(String part, double score) {
        return List.of(
                Cell.of(part), Cells.orUndefined(score, Figures.share(score), "parts that it needs are missing"));
    }

    private Table checks() {
        List<List<Cell>> rows = model.checks().stream().map(ModelPanels::row).toList();
        return new Table("Tests that the numbers must bear", "", Cells.row("Check", "Result", "What was found"), rows);
    }

    private static List<Cell> row(Check check) {
        Cell result = new Cell(check.passed() ? "passed" : "failed", "", "", check.passed() ? "good" : "bad");
        return List.of(Cell.of(check.name()), result, Cell.of(check.text()));
    }

    private List<Block> suspects() {
        Paragraph text = new Paragraph(List.of(
                Cell.of("The comparisons whose labels the model contradicts most. "),
                Cell.linked("How they are chosen", "how-suspects"),
                Cell.of(".")));
        return List.of(text, ComparisonViews.of(model.suspects()));
    }

    private static long total(List<Bin> bins) {
        return bins.stream().mapToLong(Bin::count).sum();
    }
}
