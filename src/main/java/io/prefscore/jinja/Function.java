package io.prefscore.jinja;

/** Something that a template can call. */
interface Function {

    Object call(Rendering rendering, Arguments arguments);
}
