package io.prefscore.report.page;

import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statistics as cells of tables. */
public final class Cells {

    private Cells() {}

    /** Where a statistic is explained. */
    static String explanation(Statistic statistic) {
        return "how-" + statistic.key();
    }

    /** Where an interval is explained. */
    static String explanation(Interval interval) {
        return "how-interval-" + interval.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A statistic's name, leading to its explanation. */
    static Cell name(Statistic statistic) {
        return Cell.linked(statistic.label(), explanation(statistic));
    }

    /** A statistic's value without its interval, or why there is none. */
    static Cell value(Statistic statistic, SliceStatistics statistics) {
        Estimate estimate = statistics.estimate(statistic);
        return estimate.isDefined()
                ? Cell.of(Figures.value(statistic.scale(), estimate))
                : Cell.undefined(reason(statistic, statistics));
    }

    /** A statistic's interval alone. */
    static Cell interval(Statistic statistic, SliceStatistics statistics) {
        Estimate estimate = statistics.estimate(statistic);
        String interval = Figures.interval(statistic.scale(), estimate);
        return interval.isEmpty()
                ? Cell.undefined(estimate.isDefined() ? withoutInterval(statistic) : reason(statistic, statistics))
                : Cell.of(interval);
    }

    /** A statistic with its interval. */
    static Cell withInterval(Statistic statistic, SliceStatistics statistics) {
        Cell value = value(statistic, statistics);
        String interval = Figures.interval(statistic.scale(), statistics.estimate(statistic));
        return interval.isEmpty() ? value : Cell.of(value.text() + " " + interval);
    }

    private static String withoutInterval(Statistic statistic) {
        return switch (statistic) {
            case CALIBRATION_ERROR, CALIBRATION_ERROR_BY_CHANCE -> "it has none: see how it is computed";
            default -> "too few prompts for an interval";
        };
    }

    /** How the interval was made, leading to the explanation. */
    static Cell method(Estimate estimate) {
        return Cell.linked(estimate.interval().label(), explanation(estimate.interval()));
    }

    /** A number that may be undefined. */
    public static Cell orUndefined(double value, String text, String reason) {
        return Double.isNaN(value) ? Cell.undefined(reason) : Cell.of(text);
    }

    /** A number of anything. */
    public static Cell count(long count) {
        return Cell.of(Figures.count(count));
    }

    /** A number of prompts, which leads to a warning where it is small. */
    static Cell prompts(long prompts) {
        return prompts < PairCounts.FEW_PROMPTS
                ? Cell.linked(Figures.count(prompts) + ", few", "how-few")
                : count(prompts);
    }

    /** Plain texts beside each other. */
    public static List<Cell> row(String... texts) {
        return Arrays.stream(texts).map(Cell::of).toList();
    }

    /** Facts by name. */
    public static Table facts(String caption, Map<String, String> facts) {
        List<List<Cell>> rows = facts.entrySet().stream()
                .map(fact -> row(Texts.visible(fact.getKey()), Texts.visible(fact.getValue())))
                .toList();
        return new Table(caption, "", row("Fact", "Value"), rows);
    }

    /** Why a statistic is undefined on a slice. */
    static String reason(Statistic statistic, SliceStatistics statistics) {
        if (statistics.counts().used() == 0) {
            return "no comparison is labelled and has two finite rewards";
        }
        return switch (statistic) {
            case BEST_OF_N, RATING_CORRELATION -> "no example has three or more compared responses that differ";
            case STRENGTH_CORRELATION -> "no strengths that differ are given with the labels";
            case STYLE_CONTROLLED_ACCURACY -> "the texts are not known or the prompts too few for the regression";
            case ACCURACY_PREFERRED_SHORTER -> "no preferred response is the shorter one";
            case ACCURACY_PREFERRED_LONGER -> "no preferred response is the longer one";
            case REWARD_LENGTH_CORRELATION, MARGIN_LENGTH_CORRELATION -> "rewards or lengths do not vary";
            default -> "the comparisons are too few to define it";
        };
    }
}
