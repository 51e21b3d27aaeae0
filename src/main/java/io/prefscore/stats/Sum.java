package io.prefscore.stats;

import java.util.List;

/** What is summed up for one model over the comparisons of a unit: all that statistics other than quantiles need. */
enum Sum {
    COMPARISONS,
    /** Prompts that have a comparison in use. */
    PROMPTS,
    MISSING,
    NOT_A_NUMBER,
    INFINITE,
    LABEL_TIES,
    AGREEING,
    DISAGREEING,
    REWARD_TIES,
    /** Comparisons in use; what follows is over these. */
    USED,
    LOSS,
    /** Comparisons whose model has a temperature; the next one and the reliability bins are over these. */
    CALIBRATED,
    CALIBRATED_LOSS,
    BRIER,
    MARGIN,
    MARGIN_SQUARED,
    /** Over both responses, as are the next four. */
    REWARD,
    REWARD_SQUARED,
    LENGTH,
    LENGTH_SQUARED,
    REWARD_TIMES_LENGTH,
    /** Of the preferred response's length less the other's. */
    DIFFERENCE_SQUARED,
    MARGIN_TIMES_DIFFERENCE,
    /** Comparisons whose label says how strongly; what begins with STRENGTH is over these. */
    STRENGTH_KNOWN,
    STRENGTH,
    STRENGTH_SQUARED,
    STRENGTH_MARGIN,
    STRENGTH_MARGIN_SQUARED,
    STRENGTH_TIMES_MARGIN,
    SHORTER,
    SHORTER_AGREEING,
    LONGER,
    LONGER_AGREEING,
    /** What the ruler "longest wins" gets right, equal lengths one half. */
    LONGEST_WINS,
    STYLE_KNOWN,
    /** What the style-controlled margin gets right, ties one half. */
    STYLE_RIGHT,
    /** Examples with a best of n. */
    BEST_KNOWN,
    BEST,
    /** Examples with a rank correlation. */
    RANKED,
    RANK_CORRELATION;

    /** Those that statistics with a bootstrap interval are made of */
    static final List<Sum> BOOTSTRAPPED = List.of(
            USED,
            REWARD,
            REWARD_SQUARED,
            LENGTH,
            LENGTH_SQUARED,
            REWARD_TIMES_LENGTH,
            MARGIN_SQUARED,
            DIFFERENCE_SQUARED,
            MARGIN_TIMES_DIFFERENCE,
            STRENGTH_KNOWN,
            STRENGTH,
            STRENGTH_SQUARED,
            STRENGTH_MARGIN,
            STRENGTH_MARGIN_SQUARED,
            STRENGTH_TIMES_MARGIN);

    static final int COUNT = values().length;
}
