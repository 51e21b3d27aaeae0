package io.prefscore.model;

import java.util.List;

/**
 * Maps rendered conversations to rewards. Loading one takes seconds and gigabytes, so an executor holds exactly one and
 * every task in it borrows that one.
 *
 * <p>Safe for use by several threads; {@link #close} is called once, at executor shutdown.
 */
public interface RewardModel extends AutoCloseable {

    /**
     * Scores texts. Texts that begin alike should stand in one call: what they share is then computed once.
     *
     * @param texts conversations as the chat template rendered them; distinct texts are the caller's business
     * @return one outcome a text, in their order, and what they cost
     * @throws io.prefscore.preference.UserError where the files that it was opened from have changed since
     */
    Rewards score(List<String> texts);

    /** How many characters of text a caller should hand over in one call so that the model works without pause. */
    int charactersPerCall();

    /** Whether the files that it was opened from are still what they were; another has to be opened where not. */
    default boolean isCurrent() {
        return true;
    }

    @Override
    void close();
}
