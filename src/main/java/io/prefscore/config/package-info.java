/**
 * Validated settings. A settings record checks itself and reports all problems at once, in the words of the file that the
 * user edits. Knows the HOCON parser and nothing of Spark or DJL.
 */
@NullMarked
package io.prefscore.config;

import org.jspecify.annotations.NullMarked;
