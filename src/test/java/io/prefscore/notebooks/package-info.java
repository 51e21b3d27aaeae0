/**
 * The notes of {@code notebooks/}, run and judged. Start from {@link io.prefscore.notebooks.Note}, a file as Zeppelin keeps it:
 * what ran it writes it again with its results, and {@link io.prefscore.notebooks.NoteRules} and
 * {@link io.prefscore.notebooks.ResultRules} say what is wrong with either. Nothing here knows Zeppelin's classes; what runs
 * notes needs them, so it stands with the tests of the build for Spark 3.5.
 */
@NullMarked
package io.prefscore.notebooks;

import org.jspecify.annotations.NullMarked;
