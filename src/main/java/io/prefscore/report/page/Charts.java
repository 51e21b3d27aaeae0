package io.prefscore.report.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.stats.Bin;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.ReliabilityBin;
import io.prefscore.stats.Statistic.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Charts as the script of the page wants them: numbers in the units of their axes, and the same numbers as a table. */
public final class Charts {

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private static final String NUMBERS = "The numbers of this chart";

    private Charts() {}

    /** One of the distributions of a histogram. */
    record Distribution(String name, List<Bin> bins) {}

    /**
     * A row of a chart of estimates.
     *
     * @param shown the estimate in words
     * @param few whether it rests on few prompts
     * @param comparisons that it rests on, in words
     */
    record Row(String label, Estimate estimate, String shown, boolean few, String comparisons) {}

    /**
     * What is drawn of estimates.
     *
     * @param axis what the axis says
     * @param unit that follows the numbers on it
     * @param reference where a line across all rows stands; NaN for none
     * @param referenceLabel what it stands for
     */
    record Axis(String axis, Scale scale, String unit, double reference, String referenceLabel) {}

    /** Escapes {@code < > & = '}, so that no text can end the script element it stands in. */
    public static String json(JsonObject data) {
        return GSON.toJson(data);
    }

    /** Distributions over the same bins, in per cent a bin. */
    static Chart histogram(String id, String title, String axis, List<Distribution> distributions) {
        JsonObject data = new JsonObject();
        data.addProperty("axis", axis);
        JsonArray series = new JsonArray();
        distributions.forEach(distribution -> series.add(series(distribution)));
        data.add("series", series);
        return new Chart(
                id,
                "histogram",
                title,
                "",
                histogramInWords(title, distributions),
                json(data),
                counts(title, distributions));
    }

    /** Confidence against agreement, and how many comparisons there are of each. */
    static Chart reliability(String id, List<ReliabilityBin> bins) {
        JsonArray rows = new JsonArray();
        for (ReliabilityBin bin : bins) {
            JsonObject row = new JsonObject();
            row.add("from", percent(bin.from()));
            row.add("to", percent(bin.to()));
            row.addProperty("comparisons", bin.comparisons());
            row.add("confidence", percent(bin.confidence()));
            row.add("value", percent(bin.agreement().value()));
            row.add("low", percent(bin.agreement().low()));
            row.add("high", percent(bin.agreement().high()));
            rows.add(row);
        }
        JsonObject data = new JsonObject();
        data.add("bins", rows);
        String title = "Confidence against agreement";
        String description =
                "For bins of confidence from 50 to 100 per cent: the share of comparisons in which the model"
                        + " agrees with the label, with intervals, beside a diagonal on which both are equal; below, how many"
                        + " comparisons each bin holds.";
        return new Chart(id, "reliability", title, "", description, json(data), table(bins));
    }

    /** Estimates with their intervals, one a row, in the order given. */
    static Chart forest(String id, String title, Axis axis, List<Row> rows, Table table) {
        boolean hasReference = !Double.isNaN(axis.reference());
        JsonObject data = new JsonObject();
        data.addProperty("unit", axis.unit());
        data.add("reference", number(axis.reference() * factor(axis.scale())));
        JsonArray array = new JsonArray();
        rows.stream().filter(row -> row.estimate().isDefined()).forEach(row -> array.add(json(row, axis.scale())));
        data.add("rows", array);
        String reference = hasReference ? " A dashed line marks " + axis.referenceLabel() + "." : "";
        String description = title + ": " + Figures.count(array.size(), "row") + " with intervals." + reference;
        String words = axis.axis() + (hasReference ? "; dashed line: " + axis.referenceLabel() : "");
        return new Chart(id, "forest", title, words, description, json(data), table);
    }

    /** Estimates by name as a table of two columns. */
    static Table table(String caption, List<Row> rows) {
        List<List<Cell>> cells = rows.stream()
                .map(row -> List.of(
                        Cell.of(row.label()),
                        Cells.orUndefined(row.estimate().value(), row.shown(), "not defined by this data")))
                .toList();
        return new Table(caption, NUMBERS, Cells.row("", "Value and interval"), cells);
    }

    private static JsonObject json(Row row, Scale scale) {
        Estimate estimate = row.estimate();
        JsonObject json = new JsonObject();
        json.addProperty("label", Texts.label(row.label()));
        json.add("value", number(estimate.value() * factor(scale)));
        json.add("low", number(estimate.low() * factor(scale)));
        json.add("high", number(estimate.high() * factor(scale)));
        json.addProperty("shown", row.shown());
        json.addProperty("few", row.few());
        json.addProperty("comparisons", row.comparisons());
        return json;
    }

    private static JsonObject series(Distribution distribution) {
        long total = total(distribution.bins());
        JsonArray bins = new JsonArray();
        for (Bin bin : distribution.bins()) {
            JsonArray one = new JsonArray();
            one.add(number(bin.from()));
            one.add(number(bin.to()));
            one.add(total == 0 ? 0 : 100.0 * bin.count() / total);
            bins.add(one);
        }
        JsonObject series = new JsonObject();
        series.addProperty("name", distribution.name());
        series.add("bins", bins);
        return series;
    }

    private static Table counts(String title, List<Distribution> distributions) {
        List<Cell> columns = new ArrayList<>(Cells.row("From", "To"));
        distributions.forEach(distribution -> columns.add(Cell.of(distribution.name())));
        List<Bin> bins = distributions.get(0).bins();
        List<List<Cell>> rows = IntStream.range(0, bins.size())
                .mapToObj(index -> row(index, bins.get(index), distributions))
                .toList();
        return new Table(title + ", count by bin", NUMBERS, columns, rows);
    }

    private static List<Cell> row(int index, Bin bin, List<Distribution> distributions) {
        List<Cell> row = new ArrayList<>(Cells.row(Figures.bound(bin.from()), Figures.bound(bin.to())));
        for (Distribution distribution : distributions) {
            List<Bin> bins = distribution.bins();
            row.add(index < bins.size() ? Cells.count(bins.get(index).count()) : Cell.undefined("no such bin"));
        }
        return row;
    }

    private static Table table(List<ReliabilityBin> bins) {
        List<List<Cell>> rows = bins.stream().map(Charts::row).toList();
        List<Cell> columns = Cells.row("Bin", "Comparisons", "Mean confidence", "Agreement", "Interval");
        return new Table("Confidence against agreement, by bin", NUMBERS, columns, rows);
    }

    private static List<Cell> row(ReliabilityBin bin) {
        String none = "no comparison falls here";
        String interval = Figures.interval(Scale.SHARE, bin.agreement());
        return List.of(
                Cell.of(String.format(Locale.ROOT, "%.0f to %.0f %%", 100 * bin.from(), 100 * bin.to())),
                Cells.count(bin.comparisons()),
                Cells.orUndefined(bin.confidence(), Figures.share(bin.confidence()), none),
                Cells.orUndefined(bin.agreement().value(), Figures.value(Scale.SHARE, bin.agreement()), none),
                interval.isEmpty() ? Cell.undefined("too few prompts for an interval") : Cell.of(interval));
    }

    private static String histogramInWords(String title, List<Distribution> distributions) {
        List<String> parts = new ArrayList<>();
        for (Distribution distribution : distributions) {
            parts.add(distribution.name() + ": " + Figures.count(total(distribution.bins())));
        }
        List<Bin> bins = distributions.get(0).bins();
        String range = "from " + Figures.bound(bins.get(0).from()) + " to "
                + Figures.bound(bins.get(bins.size() - 1).to());
        return title + " in " + Figures.count(bins.size(), "bin") + " " + range + " (" + String.join(", ", parts)
                + ").";
    }

    private static long total(List<Bin> bins) {
        return bins.stream().mapToLong(Bin::count).sum();
    }

    private static int factor(Scale scale) {
        return scale == Scale.SHARE ? 100 : 1;
    }

    private static JsonElement percent(double share) {
        return number(100 * share);
    }

    /** JSON knows no NaN and no infinity. */
    public static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }
}
