package io.prefscore.filter;

import io.prefscore.stats.Estimate;
import java.util.List;
import java.util.Map;

/**
 * The account of a filter: what became of every row of the input, and why. {@code receipt.json} is this record.
 *
 * @param provenance where the rows come from and what was asked
 * @param rows what became of the input's rows
 * @param steps one for each policy, in order
 * @param slices the same funnel by the values of the data's slices
 * @param before of all scored rows, then by slice, in the order of {@code slices}
 * @param after of what is kept, in the same order
 * @param samples of rows that were dropped, flipped or weighted
 * @param written what was written; empty where the receipt alone was asked for
 */
public record FilterReceipt(
        Provenance provenance,
        Rows rows,
        List<Step> steps,
        List<SliceFunnel> slices,
        List<Summary> before,
        List<Summary> after,
        List<Sample> samples,
        List<Part> written) {

    /** What is counted from some policy on. */
    public enum Unit {
        ROWS,
        PAIRS,
        RESPONSES
    }

    /**
     * Where the rows come from.
     *
     * @param data what was scored
     * @param schema the preference schema of the rows
     * @param made when, as ISO 8601 in UTC
     * @param codeVersion of prefscore
     * @param runs folders of the scoring runs, the deciding one first
     * @param models that scored, in the same order
     * @param shape of the rows written, in the settings' word
     * @param seed of everything random
     * @param facts further ones, by name
     */
    public record Provenance(
            String data,
            String schema,
            String made,
            String codeVersion,
            List<String> runs,
            List<String> models,
            String shape,
            long seed,
            Map<String, String> facts) {}

    /**
     * What became of the input's rows; {@code read = setAside + dropped + kept}. Where pairs or responses are made of rows, a
     * row is kept if one that is kept is made of it.
     *
     * @param read rows of the input
     * @param setAside could not be scored, and are not written
     * @param dropped by a policy
     * @param kept flipped and re-weighted ones among them
     * @param flipped of the units that are written: the label was turned round
     * @param reweighted of the units that are written: the weight is not 1
     * @param units rows, pairs or responses that are written
     * @param unit which of these
     */
    public record Rows(
            long read, long setAside, long dropped, long kept, long flipped, long reweighted, long units, Unit unit) {}

    /**
     * What a policy did. {@code left = entered - dropped} within the unit that the policy sees; a policy that makes pairs or
     * responses has rows entering and its own units left.
     *
     * @param label name of the policy, numbered where it stands more than once: {@code margin}, {@code margin-2}
     * @param words the policy as settings write it
     * @param unit of what is left
     * @param entered what the policies before it left
     * @param notApplicable of these: the policy says nothing about them, and they pass
     * @param dropped of these: no longer there
     * @param flipped of these: the label was turned round
     * @param reweighted of these: got a weight
     * @param left what the next policy sees
     * @param details what was fitted or found, for people, such as {@code margin at 10 % = 0.31}
     */
    public record Step(
            String label,
            String words,
            Unit unit,
            long entered,
            long notApplicable,
            long dropped,
            long flipped,
            long reweighted,
            long left,
            List<String> details) {}

    /**
     * The funnel of one value of a slice.
     *
     * @param name of the slice; {@code overall} for everything, with an empty value
     * @param value of the slice
     * @param scored rows before the first policy
     * @param left after each policy, in the unit of that policy
     */
    public record SliceFunnel(String name, String value, long scored, List<Long> left) {}

    /**
     * What the deciding model's scores say of some pairs: labelled ones that are no ties.
     *
     * @param name of the slice
     * @param value of the slice
     * @param units rows, pairs or responses
     * @param pairs of them labelled, not tied
     * @param accuracy share of pairs whose label the model agrees with, a tie of rewards counting one half
     * @param meanMargin reward of the preferred response less that of the other
     * @param meanLengthGap characters of the preferred response less those of the other
     * @param preferredLonger share of pairs whose preferred response is the longer one, equal lengths counting one half
     * @param meanPreferredCharacters length of the preferred response
     * @param meanBestReward highest reward of each unit
     */
    public record Summary(
            String name,
            String value,
            long units,
            long pairs,
            Estimate accuracy,
            double meanMargin,
            double meanLengthGap,
            Estimate preferredLonger,
            double meanPreferredCharacters,
            double meanBestReward) {}

    /**
     * A row to look at.
     *
     * @param step the policy that it is shown for
     * @param outcome {@code dropped}, {@code flipped} or {@code reweighted}
     * @param exampleId as in the scores
     * @param margin labelled, before anything was flipped; NaN without one
     * @param weight after all policies; 1 unless it was changed
     * @param prompt contents of the prompt's turns; empty where no texts are shown
     * @param preferred text of the preferred response, or of the first one
     * @param other text of the other response; empty without one
     */
    public record Sample(
            String step,
            String outcome,
            String exampleId,
            double margin,
            double weight,
            List<String> prompt,
            String preferred,
            String other) {}

    /**
     * A part of what was written.
     *
     * @param name {@code data}, or {@code train} and {@code validation}
     * @param folder where
     */
    public record Part(String name, String folder) {}
}
