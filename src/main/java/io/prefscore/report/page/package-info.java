/** Stand-in. */
@NullMarked
package io.prefscore.report.page;

import org.jspecify.annotations.NullMarked;
