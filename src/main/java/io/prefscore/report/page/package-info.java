/**
 * Draws a {@link io.prefscore.report.ReportDocument} as one self-contained HTML page that people read. Start at {@link
 * io.prefscore.report.page.ReportPage}. Numbers come in ready made and are only put into words here; knows no Spark.
 */
@NullMarked
package io.prefscore.report.page;

import org.jspecify.annotations.NullMarked;
