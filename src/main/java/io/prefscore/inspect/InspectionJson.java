package io.prefscore.inspect;

import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import io.prefscore.scoring.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An {@link Inspection} as one JSON object. Its keys are an interface that other programs read; the documents list them. */
public final class InspectionJson {

    /** Responses and turns below this have a key of their own. */
    private static final int SINGLE = 16;

    private InspectionJson() {}

    /** The object, indented, in ASCII alone: it reads the same whatever encoding it is printed in. */
    public static String of(Inspection inspection) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("source", inspection.source().name());
        json.put("files", inspection.source().files());
        json.put("bytes", inspection.source().bytes());
        json.put("format", inspection.source().format());
        json.put("schema", inspection.recognised().schema());
        json.put("schema_reason", inspection.recognised().reason());
        json.put("also_fits", inspection.recognised().alsoFits());
        json.put("declaration", inspection.recognised().declaration());
        json.put("not_read", inspection.recognised().notRead());
        json.put("ignored", inspection.recognised().left());
        json.put("refusal", inspection.recognised().refusal().orElse(null));
        json.put("rows", inspection.rows());
        json.put("examples", inspection.examples().count());
        json.put("comparisons", inspection.examples().comparisons());
        json.put("ties", inspection.examples().ties());
        putSetAside(inspection, json);
        putFlagged(inspection, json);
        json.put("slices", slices(inspection.slices()));
        json.put("responses_per_prompt", counts(inspection.examples().responses()));
        json.put("turns_per_prompt", counts(inspection.examples().turns()));
        json.put("lengths", lengths(inspection.lengths()));
        json.put("length_resolution", LengthHistogram.RESOLUTION);
        putWork(inspection.work(), json);
        json.put("model", inspection.model().map(InspectionJson::fit).orElse(null));
        json.put(
                "rendered_examples",
                inspection.rendered().stream().map(InspectionJson::rendered).toList());
        return Json.ascii(json);
    }

    private static void putSetAside(Inspection inspection, Map<String, @Nullable Object> json) {
        Map<String, Object> counts = new LinkedHashMap<>();
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Map.Entry<Skip.Reason, Inspection.SetAside> entry :
                inspection.setAside().entrySet()) {
            counts.put(entry.getKey().label(), entry.getValue().rows());
            shown.put(entry.getKey().label(), entry.getValue().shown());
        }
        json.put("set_aside", inspection.allSetAside());
        json.put("set_aside_reasons", counts);
        json.put("set_aside_examples", shown);
        json.put("max_set_aside", inspection.maxSetAside());
        json.put("exceeds_max_set_aside", inspection.exceedsErrorBudget());
    }

    private static void putFlagged(Inspection inspection, Map<String, @Nullable Object> json) {
        Map<String, Object> counts = new LinkedHashMap<>();
        inspection.flagged().forEach((flag, rows) -> counts.put(flag.label(), rows));
        json.put("flagged", counts);
        json.put(
                "exceeds_max_flagged",
                inspection.flagged().keySet().stream()
                        .filter(inspection::exceedsLimit)
                        .map(Flag::label)
                        .toList());
    }

    private static Map<String, Object> slices(List<Inspection.Slice> slices) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Inspection.Slice slice : slices) {
            Map<String, Object> values = new LinkedHashMap<>();
            slice.mostFrequent().forEach(value -> values.put(value.value(), value.rows()));
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("distinct", slice.distinct());
            entry.put("values", values);
            json.put(slice.name(), entry);
        }
        return json;
    }

    /** Such as {@code {"1": 3, "2": 40, "16-31": 1}}. */
    private static Map<String, Object> counts(LengthHistogram histogram) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (LengthHistogram.Bar bar : histogram.bars(SINGLE)) {
            if (bar.count() > 0) {
                counts.put(bar.from() == bar.to() ? "" + bar.from() : bar.from() + "-" + bar.to(), bar.count());
            }
        }
        return counts;
    }

    private static Map<String, Object> lengths(Inspection.Lengths lengths) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prompt_characters", lengths(lengths.promptCharacters()));
        json.put("response_characters", lengths(lengths.responseCharacters()));
        lengths.tokens().ifPresent(tokens -> {
            json.put("prompt_tokens", lengths(tokens.prompt()));
            json.put("response_tokens", lengths(tokens.response()));
            json.put("conversation_tokens", lengths(tokens.conversation()));
        });
        return json;
    }

    private static Map<String, @Nullable Object> lengths(LengthHistogram histogram) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("count", histogram.count());
        json.put("total", histogram.sum());
        json.put("mean", histogram.mean());
        json.put("median", histogram.quantile(0.5));
        json.put("p95", histogram.quantile(0.95));
        json.put("p99", histogram.quantile(0.99));
        json.put("max", histogram.max());
        json.put("histogram", histogram.bars(1));
        return json;
    }

    private static void putWork(Inspection.Work work, Map<String, @Nullable Object> json) {
        json.put("texts", work.texts());
        json.put("distinct_texts", work.distinctTexts());
        json.put("duplicate_share", work.duplicateShare());
        json.put("prompts", work.prompts());
        json.put("shared_prompt_share", work.characters().sharedPromptShare());
        Map<String, Object> amounts = new LinkedHashMap<>();
        amounts.put("characters", amount(work.characters()));
        work.tokens().ifPresent(tokens -> amounts.put("tokens", amount(tokens)));
        json.put("work", amounts);
    }

    private static Map<String, Object> amount(Inspection.Amount amount) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("asked", amount.asked());
        json.put("without_duplicates", amount.distinct());
        json.put("with_shared_prompts", amount.shared());
        json.put("shared_prompt_share", amount.sharedPromptShare());
        json.put("saved_share", amount.savedShare());
        return json;
    }

    private static Map<String, @Nullable Object> fit(Inspection.Fit fit) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("folder", fit.folder());
        json.put("max_tokens", fit.maxTokens() == Integer.MAX_VALUE ? null : fit.maxTokens());
        json.put("on_too_long", fit.onTooLong());
        json.put("too_long_texts", fit.tooLongTexts());
        json.put("too_long_rows", fit.tooLongRows());
        return json;
    }

    private static Map<String, Object> rendered(RenderedExample example) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", example.id());
        json.put("prompt", example.prompt());
        json.put("responses", example.responses());
        json.put("comparisons", example.comparisons());
        json.put("slices", example.slices());
        return json;
    }
}
