/**
 * Commands, exit codes and progress: start at {@link io.prefscore.cli.Main}. Turns words on a command line into settings,
 * calls the room that does the work, and shows what came of it; nobody imports it.
 */
@NullMarked
package io.prefscore.cli;

import org.jspecify.annotations.NullMarked;
