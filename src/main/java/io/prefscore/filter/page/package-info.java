/**
 * Draws a {@link io.prefscore.filter.FilterReceipt} as one self-contained HTML page that people read. Start at {@link
 * io.prefscore.filter.page.FilterPage}. Numbers come in ready made and are only put into words here; knows no Spark.
 */
@NullMarked
package io.prefscore.filter.page;

import org.jspecify.annotations.NullMarked;
