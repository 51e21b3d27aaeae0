package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.report.page.PageTemplate;

/**
 * A filter's receipt as one HTML file that needs nothing else and lets a browser fetch nothing. The page is about 0.7 MB and the
 * texts; of very many slices it shows those that kept most and least.
 */
public final class FilterPage {

    private FilterPage() {}

    /** The page, to be written as UTF-8. */
    public static String of(FilterReceipt receipt) {
        return PageTemplate.html(new FilterPageBuilder(receipt).page());
    }
}
