/**
 * Draws a {@link io.prefscore.report.ReportDocument} or a {@link io.prefscore.report.ScalingDocument} as one self-contained
 * HTML page that people read. Start at {@link io.prefscore.report.page.ReportPage} or {@link
 * io.prefscore.report.page.ScalingPage}. Numbers come in ready made and are only put into words here; knows no Spark.
 */
@NullMarked
package io.prefscore.report.page;

import org.jspecify.annotations.NullMarked;
