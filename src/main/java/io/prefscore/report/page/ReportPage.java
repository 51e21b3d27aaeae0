package io.prefscore.report.page;

import io.prefscore.report.ReportDocument;

/**
 * A report as one HTML file that needs nothing else and lets a browser fetch nothing. The page is about 0.7 MB and the texts.
 */
public final class ReportPage {

    private ReportPage() {}

    /** The page, to be written as UTF-8. */
    public static String html(ReportDocument document) {
        return PageTemplate.html(new PageBuilder(document).page());
    }
}
