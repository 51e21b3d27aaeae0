package io.prefscore.report.page;

import io.prefscore.report.ReportDocument;

/** Stand-in until merged. */
public final class ReportPage {
    private ReportPage() {}
    /** x. */
    public static String html(ReportDocument d) {
        return "<html></html>";
    }
}
