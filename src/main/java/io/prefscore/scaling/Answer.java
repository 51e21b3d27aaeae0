package io.prefscore.scaling;

import io.prefscore.stats.Estimate;
import java.io.Serializable;
import java.util.Map;

/**
 * An answer from the curve of a slice.
 *
 * @param question in words
 * @param values by name, with intervals; empty where the form cannot tell
 * @param words the answer, or why there is none
 */
public record Answer(String question, Map<String, Estimate> values, String words) implements Serializable {}
