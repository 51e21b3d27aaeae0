package io.prefscore.filter.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.prefscore.filter.page.EffectViews.Change;
import io.prefscore.report.page.Charts;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.Texts;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Statistic.Scale;
import java.util.List;

/** Accuracies before and after with their intervals, a row for each slice, as the script of the page draws them. */
final class ShiftCharts {

    /** A chart has no more rows than this: some three screens. */
    static final int MOST_ROWS = 40;

    private ShiftCharts() {}

    static Chart chart(String id, String title, List<Change> changes, Table table) {
        JsonArray rows = new JsonArray();
        for (Change change : changes) {
            JsonObject row = new JsonObject();
            row.addProperty("label", Texts.label(change.before().value()));
            row.add("before", json(change.before().accuracy()));
            row.add("after", json(change.after().accuracy()));
            rows.add(row);
        }
        JsonObject data = new JsonObject();
        data.addProperty("unit", " %");
        data.add("rows", rows);
        String description = title + ": " + Figures.count(changes.size(), "row")
                + " with the accuracy before as a hollow circle and that after as a square, each with its interval.";
        return new Chart(id, "shift", title, "accuracy", description, Charts.json(data), table);
    }

    private static JsonObject json(Estimate estimate) {
        JsonObject json = new JsonObject();
        json.add("value", Charts.number(100 * estimate.value()));
        json.add("low", Charts.number(100 * estimate.low()));
        json.add("high", Charts.number(100 * estimate.high()));
        json.addProperty(
                "shown", estimate.isDefined() ? Figures.withInterval(Scale.SHARE, estimate) : "no labelled pair");
        return json;
    }
}
