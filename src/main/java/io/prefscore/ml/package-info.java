/**
 * What programs and notebooks call: load a model, transform rows, look at metrics, filter. Everything here runs on the driver,
 * and whatever the user can mend is thrown as one sentence without frames. Imports every room that a job is made of.
 */
@NullMarked
package io.prefscore.ml;

import org.jspecify.annotations.NullMarked;
