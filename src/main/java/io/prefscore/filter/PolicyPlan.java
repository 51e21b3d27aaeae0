package io.prefscore.filter;

import io.prefscore.config.FilterPolicy;
import io.prefscore.config.FilterSettings;
import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.config.NearestKey;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;

/**
 * What a filter is going to do, checked against the data.
 *
 * @param labels of the policies, each a different one
 * @param policies in their order
 * @param strata columns that are counted by
 * @param shape of what is written, never {@link Shape#AUTO}
 * @param unitsFrom number of the policy that makes pairs or responses; the number of policies where none does
 */
record PolicyPlan(List<String> labels, List<FilterPolicy> policies, Strata strata, Shape shape, int unitsFrom) {

    /** What a row is dropped for that no policy dropped: it cannot be written in the shape. */
    static final String SHAPE = "shape";

    static PolicyPlan of(FilterSettings settings, ScoredRows scored) {
        List<FilterPolicy> policies = settings.policies();
        if (policies.size() >= Funnel.MOST_POLICIES) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    "filter.policies must hold fewer than " + Funnel.MOST_POLICIES + "; found " + policies.size());
        }
        int unitsFrom = IntStream.range(0, policies.size())
                .filter(policy -> Facts.makesUnits(policies.get(policy)))
                .findFirst()
                .orElse(policies.size());
        Optional<FilterPolicy> maker =
                unitsFrom < policies.size() ? Optional.of(policies.get(unitsFrom)) : Optional.empty();
        return new PolicyPlan(
                labels(policies), policies, strata(settings, scored), shape(settings.shape(), maker), unitsFrom);
    }

    private static Shape shape(Shape asked, Optional<FilterPolicy> maker) {
        if (asked != Shape.AUTO) {
            return asked;
        }
        return maker.map(policy ->
                        policy instanceof FilterPolicy.Best ? Shape.MESSAGES : Shape.PREFERENCE_CONVERSATIONAL)
                .orElse(Shape.INPUT);
    }

    private static List<String> labels(List<FilterPolicy> policies) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> labels = new ArrayList<>();
        for (FilterPolicy policy : policies) {
            int number = seen.merge(policy.label(), 1, Integer::sum);
            labels.add(number == 1 ? policy.label() : policy.label() + "-" + number);
        }
        labels.add(SHAPE);
        return labels;
    }

    private static Strata strata(FilterSettings settings, ScoredRows scored) {
        Set<String> names = new LinkedHashSet<>(settings.slices());
        settings.policies().forEach(policy -> policy.per().ifPresent(names::add));
        StructType columns = scored.inputColumns();
        for (String name : names) {
            if (!Arrays.asList(columns.fieldNames()).contains(name)) {
                throw new UserError(
                        UserError.Kind.SETTINGS,
                        "filter: there is no column '" + name + "' to count by; the nearest is "
                                + NearestKey.to(name, List.of(columns.fieldNames())) + "; found "
                                + String.join(", ", columns.fieldNames()));
            }
        }
        names.addAll(scored.recognition().parser().sliceNames());
        return new Strata(List.copyOf(names));
    }

    /** Whether policies change weights, so that what is written must have one. */
    boolean weighs() {
        return policies.stream()
                .anyMatch(policy -> policy instanceof FilterPolicy.Agreement agreement
                        && agreement.action() == FilterPolicy.Action.REWEIGHT);
    }

    /** Whether policies turn labels round. */
    boolean flips() {
        return policies.stream()
                .anyMatch(policy -> policy instanceof FilterPolicy.Agreement agreement
                        && agreement.action() == FilterPolicy.Action.FLIP);
    }

    /** Whether rewards make the pairs, whatever labels say. */
    boolean overrules() {
        return makesUnits()
                && policies.get(unitsFrom) instanceof FilterPolicy.Pairs pairs
                && pairs.from() != FilterPolicy.PairsFrom.COMPARISONS;
    }

    boolean makesUnits() {
        return unitsFrom < policies.size();
    }

    /** Number of the reason that a thing cannot be written in the shape. */
    int shapeReason() {
        return policies.size();
    }

    /** What is left after a policy. */
    FilterReceipt.Unit unit(int policy) {
        if (policy < unitsFrom || !makesUnits()) {
            return FilterReceipt.Unit.ROWS;
        }
        return policies.get(unitsFrom) instanceof FilterPolicy.Best
                ? FilterReceipt.Unit.RESPONSES
                : FilterReceipt.Unit.PAIRS;
    }
}
