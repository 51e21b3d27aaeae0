/**
 * From messages to packed batches: chat template, tokens, shared-prefix groups, batches under a token budget. Knows the
 * tokenizer library, but neither the model nor Spark.
 */
@NullMarked
package io.prefscore.encode;

import org.jspecify.annotations.NullMarked;
