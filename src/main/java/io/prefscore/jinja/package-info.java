/**
 * The template language of Hugging Face chat templates, evaluated exactly as transformers does it: Jinja 3.1 in its
 * immutable sandbox, over Python's values. Start at {@link io.prefscore.jinja.JinjaTemplate}. It knows nothing of
 * tokenizers, models or conversations: it imports no other room and no library.
 *
 * <p>Exact means: the reference's text, or an error. Where the reference's text cannot be reproduced (an object's memory
 * address, a random choice) the template is refused.
 */
@NullMarked
package io.prefscore.jinja;

import org.jspecify.annotations.NullMarked;
