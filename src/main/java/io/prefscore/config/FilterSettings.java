package io.prefscore.config;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What becomes of scored rows: group {@code filter} of the settings.
 *
 * @param scores outputs of scoring runs over the same data; the first one's scores decide, the others are for {@link
 *     FilterPolicy.Ensemble}
 * @param policies in the order in which they act
 * @param slices columns to break the receipt down by, besides those that the schema names
 * @param shape of the rows that are written
 * @param format of the files that are written
 * @param files how many, of each part; absent: as many as the scores have, or fewer
 * @param rowsPerFile at most so many
 * @param validation share of the prompts that go to the validation part, between 0 and 1
 * @param writing whether data is written or the receipt alone
 * @param examples of what was dropped, flipped or weighted, shown for each reason
 * @param texts whether these show texts
 * @param seed of everything random
 */
public record FilterSettings(
        List<String> scores,
        List<FilterPolicy> policies,
        List<String> slices,
        Shape shape,
        Format format,
        OptionalInt files,
        OptionalLong rowsPerFile,
        double validation,
        Writing writing,
        int examples,
        ReportSettings.Texts texts,
        long seed) {

    /** What the rows that are written look like. */
    public enum Shape {
        /** {@link #INPUT}; of pairs {@link #PREFERENCE_CONVERSATIONAL}, of single responses {@link #MESSAGES}. */
        AUTO,
        /** As the input's, every column untouched; labels flipped as its schema writes that. */
        INPUT,
        /** TRL preference: prompt, chosen, rejected, as texts. */
        PREFERENCE,
        /** The same as lists of messages. */
        PREFERENCE_CONVERSATIONAL,
        /** TRL unpaired: prompt, completion, label. */
        UNPAIRED,
        /** The same as lists of messages. */
        UNPAIRED_CONVERSATIONAL,
        /** For supervised fine-tuning: prompt, completion. */
        PROMPT_COMPLETION,
        /** The same as one list of messages. */
        MESSAGES
    }

    /** Of files. */
    public enum Format {
        PARQUET,
        JSONL
    }

    /** What is written. */
    public enum Writing {
        DATA,
        /** Nothing but the account of what would be. */
        RECEIPT_ALONE
    }

    public FilterSettings {
        scores = List.copyOf(scores);
        policies = List.copyOf(policies);
        slices = List.copyOf(slices);
        Requirements requirements = new Requirements();
        requirements.require(
                scores.stream().noneMatch(String::isBlank),
                "filter.scores",
                "must not contain a blank path; remove it");
        for (int index = 0; index < policies.size(); index++) {
            FilterPolicy policy = policies.get(index);
            policy.check(requirements, "filter.policies[" + index + "]." + policy.label());
        }
        requirements.require(
                policies.stream().filter(FilterSettings::changesUnit).count() <= 1,
                "filter.policies",
                "must hold pairs or best once at most");
        requireRowsWhereRowsAreMeant(requirements, policies, shape);
        requirements.positive("filter.files", files, "leave it out to have as many as the scores have");
        requirements.positive("filter.rows-per-file", rowsPerFile, "leave it out for no bound");
        requirements.require(
                validation >= 0 && validation < 1,
                "filter.validation",
                "must be at least 0 % and below 100 %; found " + SettingsValues.percent(validation));
        requirements.require(examples >= 0, "filter.examples", "must be 0 or more; found " + examples);
        requirements.enforce();
    }

    /** What looks at rows as a whole, or at their texts, comes before rows are taken apart. */
    private static void requireRowsWhereRowsAreMeant(
            Requirements requirements, List<FilterPolicy> policies, Shape shape) {
        boolean rows = true;
        boolean labels = true;
        for (int index = 0; index < policies.size(); index++) {
            FilterPolicy policy = policies.get(index);
            boolean asksForRows = policy instanceof FilterPolicy.Where
                    || policy instanceof FilterPolicy.ExactDuplicates
                    || policy instanceof FilterPolicy.NearDuplicates
                    || policy instanceof FilterPolicy.Decontaminate
                    || policy instanceof FilterPolicy.Ensemble;
            boolean asksForLabels =
                    policy instanceof FilterPolicy.Agreement || policy instanceof FilterPolicy.LabelConfidence;
            requirements.require(
                    rows || !asksForRows,
                    "filter.policies[" + index + "]." + policy.label(),
                    "looks at rows, and must stand before pairs or best");
            requirements.require(
                    labels || !asksForLabels,
                    "filter.policies[" + index + "]." + policy.label(),
                    "judges labels, and must stand before pairs that the model makes, or before best");
            rows &= !changesUnit(policy);
            labels &= !changesUnit(policy)
                    || (policy instanceof FilterPolicy.Pairs pairs
                            && pairs.from() == FilterPolicy.PairsFrom.COMPARISONS);
        }
        boolean input = shape == Shape.INPUT && !rows;
        requirements.require(
                !input,
                "filter.shape",
                "must not be input where pairs or best makes other rows; leave it at auto, or give another");
    }

    private static boolean changesUnit(FilterPolicy policy) {
        return policy instanceof FilterPolicy.Pairs || policy instanceof FilterPolicy.Best;
    }

    /** The same filter for these runs. */
    public FilterSettings of(List<String> runs) {
        return new FilterSettings(
                runs, policies, slices, shape, format, files, rowsPerFile, validation, writing, examples, texts, seed);
    }
}
