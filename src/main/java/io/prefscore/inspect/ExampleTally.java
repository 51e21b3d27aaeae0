package io.prefscore.inspect;

import java.io.Serializable;

/** Sums over examples, whether each is a row or many rows together. Used by one thread at a time. */
final class ExampleTally implements Serializable {

    private static final long serialVersionUID = 1;

    private long comparisons;
    private long ties;
    private final LengthHistogram responses = new LengthHistogram();
    private final LengthHistogram turns = new LengthHistogram();
    private final LengthHistogram promptCharacters = new LengthHistogram();
    private final LengthHistogram promptTokens = new LengthHistogram();

    /**
     * One example's share.
     *
     * @param comparisons ties included
     * @param turns of its prompt
     */
    record Counts(long responses, long comparisons, long ties, long turns, long promptCharacters, long promptTokens) {}

    void add(Counts example) {
        responses.add(example.responses());
        comparisons += example.comparisons();
        ties += example.ties();
        turns.add(example.turns());
        promptCharacters.add(example.promptCharacters());
        promptTokens.add(example.promptTokens());
    }

    ExampleTally merge(ExampleTally other) {
        comparisons += other.comparisons;
        ties += other.ties;
        responses.merge(other.responses);
        turns.merge(other.turns);
        promptCharacters.merge(other.promptCharacters);
        promptTokens.merge(other.promptTokens);
        return this;
    }

    long examples() {
        return responses.count();
    }

    long comparisons() {
        return comparisons;
    }

    long ties() {
        return ties;
    }

    /** Responses an example. */
    LengthHistogram responses() {
        return responses;
    }

    /** Turns a prompt. */
    LengthHistogram turns() {
        return turns;
    }

    LengthHistogram promptCharacters() {
        return promptCharacters;
    }

    /** All 0 without a model. */
    LengthHistogram promptTokens() {
        return promptTokens;
    }
}
