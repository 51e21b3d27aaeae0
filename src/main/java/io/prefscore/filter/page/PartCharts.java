package io.prefscore.filter.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.prefscore.report.page.Charts;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.Texts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Bars of a whole and its parts, as the script of the page draws them. */
final class PartCharts {

    private PartCharts() {}

    /** How a part is drawn. */
    enum Tone {
        PLAIN,
        TURNED,
        WEIGHED,
        GONE
    }

    /** What the axis counts. */
    enum Scale {
        COUNTS,
        /** In per cent of the whole, which is the axis's length. */
        SHARES
    }

    /** A part that each bar has, in the order in which they stand. */
    record Part(String name, Tone tone) {}

    /**
     * A bar.
     *
     * @param values of its parts, in the units of the axis
     * @param shown at its end
     * @param details said of it where it is pointed at, line by line
     */
    record Bar(String label, List<Double> values, String shown, List<String> details) {}

    /** A chart of bars, the first at the top; {@code axis} may be empty. */
    static Chart chart(
            String id, String title, String axis, Scale scale, List<Part> parts, List<Bar> bars, Table table) {
        return chart(id, title, axis, scale, parts, bars, Double.NaN, table);
    }

    /** The same with a line across all bars; none where {@code reference} is NaN. */
    static Chart chart(
            String id,
            String title,
            String axis,
            Scale scale,
            List<Part> parts,
            List<Bar> bars,
            double reference,
            Table table) {
        JsonObject data = new JsonObject();
        data.addProperty("unit", scale == Scale.SHARES ? " %" : "");
        data.add("whole", Charts.number(scale == Scale.SHARES ? 100 : Double.NaN));
        data.add("reference", Charts.number(reference));
        JsonArray named = new JsonArray();
        parts.forEach(part -> named.add(json(part)));
        data.add("parts", named);
        JsonArray rows = new JsonArray();
        bars.forEach(bar -> rows.add(json(bar)));
        data.add("rows", rows);
        String names = parts.stream().map(Part::name).collect(Collectors.joining(", "));
        String description = title + ": " + Figures.count(bars.size(), "bar") + ", each divided into " + names + "."
                + (axis.isEmpty() ? "" : " " + Texts.capital(axis) + ".");
        return new Chart(id, "parts", title, axis, description, Charts.json(data), table);
    }

    private static JsonObject json(Part part) {
        JsonObject json = new JsonObject();
        json.addProperty("name", part.name());
        json.addProperty("tone", part.tone().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static JsonObject json(Bar bar) {
        JsonObject json = new JsonObject();
        json.addProperty("label", Texts.label(bar.label()));
        json.addProperty("shown", bar.shown());
        JsonArray values = new JsonArray();
        bar.values().forEach(value -> values.add(Charts.number(value)));
        json.add("values", values);
        JsonArray details = new JsonArray();
        bar.details().forEach(details::add);
        json.add("details", details);
        return json;
    }
}
