package io.prefscore.cli;

import io.prefscore.demo.Kind;
import io.prefscore.filter.FilterReceipt;
import io.prefscore.inspect.Inspection;
import io.prefscore.nightly.Drift;
import io.prefscore.nightly.NightlyReport;
import io.prefscore.nightly.NightlyReport.Failed;
import io.prefscore.nightly.NightlyReport.FinishedBefore;
import io.prefscore.nightly.NightlyReport.Night;
import io.prefscore.nightly.NightlyReport.PassedOver;
import io.prefscore.nightly.NightlyReport.Scored;
import io.prefscore.report.ReportDocument;
import io.prefscore.report.ScalingDocument;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scoring.Json;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.StoreKeeper;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What commands print for programs: one JSON object, or comma-separated values. The keys of the objects are an interface that
 * other programs read; the documents list them.
 */
final class Results {

    private static final String OVERALL = "overall";

    private Results() {}

    // ---- score

    /** The summary as {@code _RUN.json} has it, and where the report is. */
    static String json(RunSummary run, Optional<String> report) {
        Map<String, @Nullable Object> json = Json.components(run);
        json.put("report", report.orElse(null));
        return Json.ascii(json);
    }

    static Sheet sheet(RunSummary run) {
        Sheet sheet = new Sheet("figure", "value");
        sheet.add("rows_read", run.rows().read()).add("rows_scored", run.rows().scored());
        run.rows().setAside().forEach((reason, rows) -> sheet.add("set_aside_" + reason.label(), rows));
        run.rows().flagged().forEach((flag, rows) -> sheet.add("flagged_" + flag.label(), rows));
        sheet.add("comparisons", run.judged().comparisons());
        sheet.add("agreeing", run.judged().agreeing());
        sheet.add("disagreeing", run.judged().disagreeing());
        sheet.add("ties_of_rewards", run.judged().rewardTies());
        sheet.add("ties_of_labels", run.judged().labelTies());
        sheet.add("accuracy", run.judged().accuracy().orElse(Double.NaN));
        sheet.add("mean_margin", run.judged().meanMargin().orElse(Double.NaN));
        sheet.add("bradley_terry_loss", run.judged().bradleyTerryLoss().orElse(Double.NaN));
        sheet.add("texts_asked", run.work().textsAsked());
        sheet.add("texts_distinct", run.work().textsDistinct());
        sheet.add("texts_computed", run.work().textsComputed());
        sheet.add("tokens_asked", run.work().tokensAsked());
        sheet.add("tokens_computed", run.work().tokensComputed());
        return sheet.add("seconds", run.elapsed().toNanos() / 1e9);
    }

    // ---- inspect

    static Sheet sheet(Inspection inspection) {
        Sheet sheet = new Sheet("figure", "value");
        sheet.add("schema", inspection.recognised().schema()).add("rows", inspection.rows());
        inspection.setAside().forEach((reason, rows) -> sheet.add("set_aside_" + reason.label(), rows.rows()));
        inspection.flagged().forEach((flag, rows) -> sheet.add("flagged_" + flag.label(), rows));
        sheet.add("examples", inspection.examples().count());
        sheet.add("comparisons", inspection.examples().comparisons());
        sheet.add("ties", inspection.examples().ties());
        sheet.add("texts", inspection.work().texts());
        return sheet.add("distinct_texts", inspection.work().distinctTexts());
    }

    // ---- report

    /** As {@code metrics.json} has it. */
    static String json(ReportDocument report) {
        return Json.ascii(report.withoutTexts());
    }

    static Sheet sheet(ReportDocument report) {
        Sheet sheet = new Sheet("model", "slice", "value_of_slice", "statistic", "value", "low", "high", "comparisons");
        for (ReportDocument.ModelSection model : report.models()) {
            add(sheet, model.name(), OVERALL, "", model.overall());
            model.slices().forEach(slice -> add(sheet, model.name(), slice.name(), slice.value(), slice.statistics()));
        }
        return sheet;
    }

    private static void add(Sheet sheet, String model, String slice, String value, SliceStatistics statistics) {
        for (Statistic statistic : Statistic.values()) {
            Estimate estimate = statistics.estimate(statistic);
            if (estimate.isDefined()) {
                sheet.add(
                        model,
                        slice,
                        value,
                        statistic.key(),
                        estimate.value(),
                        estimate.low(),
                        estimate.high(),
                        statistics.counts().used());
            }
        }
    }

    // ---- scaling

    static Sheet sheet(ScalingDocument document) {
        Sheet sheet =
                new Sheet("slice", "value_of_slice", "measure", "form", "parameter", "value", "low", "high", "verdict");
        for (SliceScaling slice : document.slices()) {
            String name = slice.slice().isEmpty() ? OVERALL : slice.slice();
            int chosen = slice.verdict().chosen();
            Optional<FormFit> fit =
                    chosen < 0 ? Optional.empty() : Optional.of(slice.fits().get(chosen));
            Map<String, Estimate> parameters = fit.map(FormFit::parameters).orElse(Map.of());
            String form = fit.map(taken -> taken.kind().label()).orElse("");
            String measure = slice.measure().label();
            String words = slice.verdict().words();
            parameters.forEach((parameter, estimate) -> sheet.add(
                    name,
                    slice.value(),
                    measure,
                    form,
                    parameter,
                    estimate.value(),
                    estimate.low(),
                    estimate.high(),
                    words));
            if (parameters.isEmpty()) {
                sheet.add(name, slice.value(), measure, form, null, null, null, null, words);
            }
        }
        return sheet;
    }

    // ---- filter

    /** As {@code receipt.json} has it. */
    static String json(FilterReceipt receipt) {
        return Json.ascii(receipt);
    }

    static Sheet sheet(FilterReceipt receipt) {
        Sheet sheet = new Sheet("policy", "unit", "entered", "passed_by", "dropped", "flipped", "weighted", "left");
        FilterReceipt.Rows rows = receipt.rows();
        sheet.add(
                "",
                Json.word(FilterReceipt.Unit.ROWS),
                rows.read(),
                0,
                rows.setAside(),
                0,
                0,
                rows.read() - rows.setAside());
        receipt.steps()
                .forEach(step -> sheet.add(
                        step.label(),
                        Json.word(step.unit()),
                        step.entered(),
                        step.notApplicable(),
                        step.dropped(),
                        step.flipped(),
                        step.reweighted(),
                        step.left()));
        return sheet;
    }

    // ---- nightly

    static String json(NightlyReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("nights", report.nights().stream().map(Results::night).toList());
        json.put("tables_removed", report.tablesRemoved());
        return Json.ascii(json);
    }

    private static Map<String, @Nullable Object> night(Night night) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", night.name());
        json.put("outcome", outcome(night));
        if (night instanceof Scored scored) {
            json.put("files", scored.files());
            json.put(
                    "rows_before",
                    scored.rowsBefore().map(before -> before.rows()).orElse(null));
            json.put("summary", scored.summary());
            json.put("drift", drift(scored.drift()));
        } else if (night instanceof FinishedBefore finished) {
            json.put("files", finished.files());
            json.put("verdict", finished.verdict());
        } else if (night instanceof PassedOver passed) {
            json.put("reason", passed.reason());
        } else if (night instanceof Failed failed) {
            json.put("reason", failed.reason());
        }
        return json;
    }

    private static Map<String, @Nullable Object> drift(Drift drift) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("baseline", drift.baseline().orElse(null));
        json.put("verdict", drift.verdict());
        json.put("findings", drift.findings());
        return json;
    }

    private static String outcome(Night night) {
        return night instanceof Scored
                ? "scored"
                : night instanceof FinishedBefore
                        ? "finished-before"
                        : night instanceof PassedOver ? "passed-over" : "failed";
    }

    static Sheet sheet(NightlyReport report) {
        Sheet sheet = new Sheet("night", "outcome", "measure", "before", "now", "change", "chance", "verdict");
        for (Night night : report.nights()) {
            List<Drift.Finding> findings =
                    night instanceof Scored scored ? scored.drift().findings() : List.of();
            findings.forEach(finding -> sheet.add(
                    night.name(),
                    outcome(night),
                    finding.measure(),
                    finding.before(),
                    finding.now(),
                    finding.change(),
                    finding.chance(),
                    Json.word(finding.verdict())));
            if (findings.isEmpty()) {
                sheet.add(night.name(), outcome(night), null, null, null, null, null, null);
            }
        }
        return sheet;
    }

    // ---- demo

    static String json(DemoReport report) {
        List<Map<String, @Nullable Object>> members = new ArrayList<>();
        for (DemoReport.Member member : report.members()) {
            for (Map.Entry<Kind, DemoReport.Judged> kind : member.kinds().entrySet()) {
                Map<String, @Nullable Object> json = new LinkedHashMap<>();
                json.put("model", member.model().name());
                json.put("parameters", member.model().nonEmbeddingParameters());
                json.put("pairs", member.model().pairs());
                json.put("kind", kind.getKey());
                json.put("comparisons", kind.getValue().comparisons());
                json.put("accuracy", kind.getValue().accuracy());
                json.put("loss", kind.getValue().loss());
                members.add(json);
            }
        }
        Map<String, @Nullable Object> verdicts = new LinkedHashMap<>();
        report.verdicts().forEach((kind, verdict) -> verdicts.put(Json.word(kind), verdict));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("members", members);
        json.put("verdicts", verdicts);
        json.put("seconds", report.elapsed());
        return Json.ascii(json);
    }

    static Sheet sheet(DemoReport report) {
        Sheet sheet = new Sheet("model", "parameters", "pairs", "kind", "comparisons", "accuracy", "loss");
        for (DemoReport.Member member : report.members()) {
            member.kinds()
                    .forEach((kind, judged) -> sheet.add(
                            member.model().name(),
                            member.model().nonEmbeddingParameters(),
                            member.model().pairs(),
                            Json.word(kind),
                            judged.comparisons(),
                            judged.accuracy(),
                            judged.loss()));
        }
        return sheet;
    }

    // ---- check

    static String json(Jobs.CheckReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("model", report.facts());
        json.put("opening_seconds", report.opening());
        json.put("largest_difference", report.largestDifference());
        json.put("passed", true);
        return Json.ascii(json);
    }

    static Sheet sheet(Jobs.CheckReport report) {
        Sheet sheet = new Sheet("fact", "value");
        Json.components(report.facts()).forEach((name, value) -> {
            if (!(value instanceof List)) {
                sheet.add(name, value instanceof Enum<?> word ? Json.word(word) : value);
            }
        });
        report.facts().warnings().forEach(warning -> sheet.add("warning", warning));
        return sheet.add("largest-difference", report.largestDifference());
    }

    // ---- store

    /**
     * @param removed what was removed, models by their fingerprints
     * @param replaced waves that a compaction replaced
     */
    static String json(String store, List<StoreKeeper.Shelf> shelves, List<String> removed, int replaced) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("store", store);
        json.put("models", new ArrayList<>(shelves));
        json.put("removed", removed);
        json.put("waves_replaced", replaced);
        return Json.ascii(json);
    }

    static Sheet sheet(List<StoreKeeper.Shelf> shelves) {
        Sheet sheet =
                new Sheet("model", "fingerprint", "waves", "texts", "refused", "tokens_computed", "bytes", "last_used");
        shelves.forEach(shelf -> sheet.add(
                shelf.model(),
                shelf.fingerprint(),
                shelf.waves(),
                shelf.entries(),
                shelf.refused(),
                shelf.tokensComputed(),
                shelf.bytes(),
                shelf.lastUsed().orElse(null)));
        return sheet;
    }
}
