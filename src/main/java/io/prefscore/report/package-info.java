/**
 * From scored tables to what a reviewer would accept: metrics, tidy tables, and a page that people read. Start at {@link
 * io.prefscore.report.ReportJob}. Knows Spark; its numbers are made by {@code stats}.
 */
@NullMarked
package io.prefscore.report;

import org.jspecify.annotations.NullMarked;
