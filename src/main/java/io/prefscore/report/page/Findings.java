package io.prefscore.report.page;

import io.prefscore.report.ReportDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is notable about a report's numbers, in words. A finding is made only where the numbers support it: intervals that do
 * not overlap, p-values that were adjusted for the number of looks, thresholds that are stated with the finding.
 */
public final class Findings {

    private Findings() {}

    /** All findings: problems, results, cautions, notes; within these contrasts first, then models in their order. */
    public static List<Finding> of(ReportDocument document) {
        List<Finding> findings = new ArrayList<>();
        for (int index = 0; index < document.contrasts().size(); index++) {
            findings.addAll(ContrastFindings.of(document.contrasts().get(index), contrastId(index)));
        }
        for (int index = 0; index < document.models().size(); index++) {
            findings.addAll(new ModelFindings(
                            document.models().get(index), document.provenance().level(), modelId(index))
                    .all());
        }
        findings.sort(Comparator.comparing(Finding::tone));
        return List.copyOf(findings);
    }

    /** Id of a model's section. */
    static String modelId(int index) {
        return "model-" + (index + 1);
    }

    /** Id of a contrast's section. */
    static String contrastId(int index) {
        return "contrast-" + (index + 1);
    }
}
