package io.prefscore.jinja;

/** Jinja's {@code namespace}: the one thing that a template can change from inside a loop. */
record NamespaceValue(DictValue attributes) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
