package io.prefscore.jinja;

/** Text that grows, within the rendering's bounds. */
final class Output {

    private final StringBuilder text = new StringBuilder();
    private final Budget budget;

    Output(Budget budget) {
        this.budget = budget;
    }

    void append(String more) {
        budget.text((long) text.length() + more.length(), more.length());
        text.append(more);
    }

    String text() {
        budget.text(text.length());
        return text.toString();
    }
}
