package io.prefscore.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.prefscore.config.Bound;
import io.prefscore.config.FilterPolicy;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongBiFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Fits policies that decide by numbers: bands, ranks, confidence, balance. Driver side.
 *
 * @param all facts of all scored rows
 * @param left of those that the policies before left
 * @param strata columns that policies may count by
 * @param canFlip whether the rows to be written can be flipped
 * @param seed of everything random
 */
record PolicyFits(Dataset<Row> all, Dataset<Row> left, Strata strata, Flipping canFlip, long seed) {

    /** Whether a flipped label can be written. */
    enum Flipping {
        POSSIBLE,
        /** The schema has no way to write it. */
        IMPOSSIBLE
    }

    private static final Column ONE = lit(1.0);
    private static final Column NEVER = lit(false);

    Fitted fit(FilterPolicy.Margin policy) {
        return band(
                col(policy.of() == FilterPolicy.MarginOf.LABELLED ? Facts.MARGIN : Facts.SIZE),
                "margin",
                policy.atLeast(),
                policy.atMost(),
                policy.per());
    }

    Fitted fit(FilterPolicy.Reward policy) {
        return band(reward(policy.of()), "reward", policy.atLeast(), policy.atMost(), policy.per());
    }

    private static Column reward(FilterPolicy.RewardOf of) {
        return switch (of) {
            case PREFERRED -> col(Facts.PREFERRED_REWARD);
            case OTHER -> col(Facts.OTHER_REWARD);
            case BEST -> col(Facts.BEST_REWARD);
            case WORST -> col(Facts.WORST_REWARD);
        };
    }

    private Fitted band(
            Column value, String what, Optional<Bound> atLeast, Optional<Bound> atMost, Optional<String> per) {
        List<String> details = new ArrayList<>();
        Column drops = NEVER;
        if (atLeast.isPresent()) {
            drops = drops.or(value.lt(end(value, what, atLeast.orElseThrow(), per, details)));
        }
        if (atMost.isPresent()) {
            drops = drops.or(value.gt(end(value, what, atMost.orElseThrow(), per, details)));
        }
        return new Fitted(value.isNotNull(), coalesce(drops, NEVER), NEVER, ONE, Fitted.Reach.ALL, details);
    }

    /** An end of a band as a column: the same for all rows, or by stratum. */
    private Column end(Column value, String what, Bound bound, Optional<String> per, List<String> details) {
        if (bound.kind() == Bound.Kind.VALUE) {
            return lit((float) bound.value());
        }
        Map<String, Threshold> quantiles = OrderStatistics.of(
                ranked(value, strata.of(per), Order.LOWEST_FIRST),
                (stratum, size) -> Math.min(size, Math.max(1, (long) Math.ceil(bound.value() * size))));
        HashMap<String, Double> ends = new HashMap<>();
        new TreeMap<>(quantiles).forEach((stratum, threshold) -> {
            double end = Threshold.value(threshold.rank());
            ends.put(stratum, end);
            details.add(String.format(Locale.ROOT, "%s at %s is %.4g%s", what, bound, end, Strata.words(per, stratum)));
        });
        UDF1<String, @Nullable Double> look = ends::get;
        return udf(look, DataTypes.DoubleType).apply(strata.of(per));
    }

    Fitted fit(FilterPolicy.Agreement policy) {
        Column stratum = strata.of(policy.per());
        Confidence confidence = confidence(policy.method(), policy.noise(), policy.per(), policy);
        Column wrong = confidence.labelWrong(stratum);
        Column suspected = coalesce(wrong.gt(policy.above()), NEVER);
        List<String> details = new ArrayList<>(confidence.details());
        FilterPolicy.Action action = policy.action();
        if (action == FilterPolicy.Action.FLIP && canFlip == Flipping.IMPOSSIBLE) {
            details.add("the data's schema has no way to write a flipped label: dropped instead");
            action = FilterPolicy.Action.DROP;
        }
        return new Fitted(
                col(Facts.MARGIN).isNotNull(),
                action == FilterPolicy.Action.DROP ? suspected : NEVER,
                action == FilterPolicy.Action.FLIP ? suspected : NEVER,
                action == FilterPolicy.Action.REWEIGHT
                        ? when(suspected, lit(1).minus(wrong)).otherwise(ONE)
                        : ONE,
                Fitted.Reach.ALL,
                details);
    }

    Fitted fit(FilterPolicy.LabelConfidence policy) {
        Confidence confidence = confidence(policy.method(), policy.noise(), policy.per(), policy);
        Column right = confidence.labelRight(strata.of(policy.per()));
        Column drops = NEVER;
        if (policy.atLeast().isPresent()) {
            drops = drops.or(right.lt(policy.atLeast().getAsDouble()));
        }
        if (policy.atMost().isPresent()) {
            drops = drops.or(right.gt(policy.atMost().getAsDouble()));
        }
        return new Fitted(
                col(Facts.MARGIN).isNotNull(),
                coalesce(drops, NEVER),
                NEVER,
                ONE,
                Fitted.Reach.ALL,
                confidence.details());
    }

    private Confidence confidence(
            FilterPolicy.Method method, OptionalDouble noise, Optional<String> per, FilterPolicy policy) {
        return Confidence.fit(all, method, noise, per, strata.of(per))
                .orElseThrow(() -> new UserError(
                        UserError.Kind.INPUT,
                        "filter.policies: " + policy.label()
                                + " calibrates on labelled pairs, of which this run has too few; leave it out, or give more"
                                + " data"));
    }

    /** Which end of an order comes first. */
    private enum Order {
        LOWEST_FIRST,
        HIGHEST_FIRST
    }

    /** Those left that have a value, in the columns of {@link OrderStatistics}. */
    private Dataset<Row> ranked(Column value, Column stratum, Order order) {
        return left.where(value.isNotNull())
                .select(
                        stratum.as(OrderStatistics.STRATUM),
                        rank(value, order).as(OrderStatistics.RANK),
                        col(Facts.KEY),
                        col(Facts.PLACE));
    }

    private static Column rank(Column value, Order order) {
        UDF1<Double, Long> rank = Threshold::rank;
        Column signed = value.cast("double");
        return udf(rank, DataTypes.LongType).apply(order == Order.LOWEST_FIRST ? signed : functions.negate(signed));
    }

    Fitted fit(FilterPolicy.TopShare policy) {
        List<String> details = new ArrayList<>();
        Column value =
                switch (policy.by()) {
                    case MARGIN -> col(Facts.MARGIN);
                    case BEST_REWARD -> col(Facts.BEST_REWARD);
                    case PREFERRED_REWARD -> col(Facts.PREFERRED_REWARD);
                    case LABEL_CONFIDENCE ->
                        confidence(FilterPolicy.Method.TEMPERATURE, OptionalDouble.empty(), policy.per(), policy)
                                .labelRight(strata.of(policy.per()));
                };
        return first(value, Order.HIGHEST_FIRST, policy.share(), policy.rows(), policy.per(), details);
    }

    Fitted fit(FilterPolicy.Sample policy) {
        List<String> details = new ArrayList<>();
        if (policy.rows().isPresent() && policy.per().isPresent()) {
            return stratified(policy, details);
        }
        return first(lit(0.0), Order.LOWEST_FIRST, policy.share(), policy.rows(), policy.per(), details);
    }

    /** So many in all, from each stratum in proportion: the largest remainders get what rounding leaves. */
    private Fitted stratified(FilterPolicy.Sample policy, List<String> details) {
        Map<String, Long> sizes = new TreeMap<>();
        left.groupBy(strata.of(policy.per()).as(OrderStatistics.STRATUM))
                .count()
                .collectAsList()
                .forEach(row -> sizes.put(row.getString(0), row.getLong(1)));
        Map<String, Long> shares = Quotas.of(sizes, policy.rows().orElse(0));
        shares.forEach((stratum, rows) ->
                details.add(rows + " of " + sizes.get(stratum) + Strata.words(policy.per(), stratum)));
        return first(lit(0.0), Order.LOWEST_FIRST, (stratum, size) -> shares.getOrDefault(stratum, 0L), policy.per());
    }

    private Fitted first(
            Column value,
            Order order,
            OptionalDouble share,
            OptionalLong rows,
            Optional<String> per,
            List<String> details) {
        ToLongBiFunction<String, Long> keep = (stratum, size) -> {
            long kept = rows.isPresent()
                    ? Math.min(size, rows.getAsLong())
                    : Math.min(size, (long) Math.ceil(share.orElse(1) * size));
            details.add(kept + " of " + size + Strata.words(per, stratum));
            return kept;
        };
        Fitted fitted = first(value, order, keep, per);
        details.sort(null);
        return new Fitted(fitted.applies(), fitted.drops(), fitted.flips(), fitted.weight(), fitted.reach(), details);
    }

    private Fitted first(Column value, Order order, ToLongBiFunction<String, Long> keep, Optional<String> per) {
        Column stratum = strata.of(per);
        HashMap<String, Threshold> last = new HashMap<>(OrderStatistics.of(ranked(value, stratum, order), keep));
        return new Fitted(
                value.isNotNull(),
                coalesce(isBehind(last, stratum, rank(value, order)), NEVER),
                NEVER,
                ONE,
                Fitted.Reach.LEFT,
                List.of());
    }

    /** Whether a row stands behind the last one of its stratum that stays. */
    private static Column isBehind(HashMap<String, Threshold> last, Column stratum, Column rank) {
        UDF4<String, Long, Long, Long, Boolean> behind = (name, ofRow, key, place) -> {
            Threshold kept = last.get(name);
            return kept != null && new Threshold(ofRow, key, place).compareTo(kept) > 0;
        };
        return udf(behind, DataTypes.BooleanType).apply(stratum, rank, col(Facts.KEY), col(Facts.PLACE));
    }

    /**
     * Within each band of margins and size of the gap, of the more frequent sign only as many as of the other.
     */
    Fitted fit(FilterPolicy.LengthBalance policy) {
        Column band = band(policy);
        Column gap = col(Facts.LENGTH_GAP);
        Column cell = functions.concat_ws(
                "\u0001",
                strata.of(policy.per()),
                band.cast("string"),
                functions
                        .floor(functions.log2(functions.abs(gap)).multiply(CELLS_PER_DOUBLING))
                        .cast("string"));
        Column longer = when(gap.gt(0), "+").when(gap.lt(0), "-");
        Map<String, Long> counts = new HashMap<>();
        left.where(longer.isNotNull())
                .groupBy(functions.concat(longer, cell).as(OrderStatistics.STRATUM))
                .count()
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        Column stratum = functions.concat(longer, cell);
        Dataset<Row> rows = left.where(longer.isNotNull())
                .select(
                        stratum.as(OrderStatistics.STRATUM),
                        lit(0L).as(OrderStatistics.RANK),
                        col(Facts.KEY),
                        col(Facts.PLACE));
        HashMap<String, Threshold> last = new HashMap<>(OrderStatistics.of(rows, (name, size) -> {
            String opposite = (name.startsWith("+") ? "-" : "+") + name.substring(1);
            return Math.min(size, counts.getOrDefault(opposite, 0L));
        }));
        Column drops = coalesce(isBehind(last, coalesce(stratum, lit("")), lit(0L)), NEVER);
        return new Fitted(
                gap.isNotNull(),
                drops,
                NEVER,
                ONE,
                Fitted.Reach.LEFT,
                List.of(counts.size() + " cells of margin, size and sign of the gap"));
    }

    /** Within such a cell gaps differ by less than a fifth. */
    private static final int CELLS_PER_DOUBLING = 4;

    /** Number of the band that a row's margin lies in, from 0. */
    private Column band(FilterPolicy.LengthBalance policy) {
        List<String> unsaid = new ArrayList<>();
        Column band = lit(0);
        for (int above = 1; above < policy.bands(); above++) {
            Bound quantile = new Bound((double) above / policy.bands(), Bound.Kind.QUANTILE);
            band = band.plus(
                    when(col(Facts.MARGIN).gt(end(col(Facts.MARGIN), "margin", quantile, policy.per(), unsaid)), 1)
                            .otherwise(0));
        }
        return band;
    }

    Fitted fit(FilterPolicy.Ensemble policy, int models) {
        int wanted = policy.atLeast().orElse(models);
        if (wanted > models) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "filter.policies: ensemble.at-least (" + wanted + ") must not exceed the number of runs (" + models
                            + "); give more runs to --scores");
        }
        return new Fitted(
                col(Facts.MARGIN).isNotNull(),
                coalesce(col(Facts.VOTES).lt(wanted), lit(true)),
                NEVER,
                ONE,
                Fitted.Reach.ALL,
                List.of("at least " + wanted + " of " + models + " models"));
    }

    /** A condition that is a column of the facts. */
    static Fitted keeping(String condition) {
        return new Fitted(lit(true), not(col(condition)), NEVER, ONE, Fitted.Reach.ALL, List.of());
    }

    /** Rows that were found to go. */
    static Fitted dropping(Places places, Column applies, Fitted.Reach reach, List<String> details) {
        return new Fitted(applies, places.holds(col(Facts.PLACE)), NEVER, ONE, reach, details);
    }
}
