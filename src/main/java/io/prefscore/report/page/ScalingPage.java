package io.prefscore.report.page;

import io.prefscore.report.ScalingDocument;

/**
 * Scaling curves as one HTML file that needs nothing else and lets a browser fetch nothing. The page is about 0.7 MB and some
 * 10 kB for each curve; of more than {@value ScalingSlices#MOST_PANELS} slices it draws that many.
 */
public final class ScalingPage {

    private ScalingPage() {}

    /** The page, to be written as UTF-8. */
    public static String html(ScalingDocument document) {
        return PageTemplate.html(new ScalingPageBuilder(document).page());
    }
}
