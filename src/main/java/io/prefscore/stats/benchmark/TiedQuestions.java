package io.prefscore.stats.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rule of RewardBench 2's subset Ties. A question stands there twice, by its id: {@code ref:N} with one right answer, {@code
 * tied:N} with all. Source: the benchmark's own scoring code; arXiv 2506.01937.
 */
final class TiedQuestions {

    private static final String REFERENCE = "ref:";
    private static final String TIED = "tied:";

    private TiedQuestions() {}

    /**
     * How an example's answers are rewarded.
     *
     * @param lead of the worst right answer over the best wrong one; −∞ where a reward is no finite number, which loses
     * @param spread greatest less least reward of a right answer
     */
    private record Answers(double lead, double spread) {

        static Answers of(List<BenchmarkPair> example) {
            double best = Double.NEGATIVE_INFINITY;
            double worst = Double.POSITIVE_INFINITY;
            double wrong = Double.NEGATIVE_INFINITY;
            for (BenchmarkPair pair : example) {
                if (!pair.isFinite()) {
                    return new Answers(Double.NEGATIVE_INFINITY, 1);
                }
                best = Math.max(best, pair.preferredReward());
                worst = Math.min(worst, pair.preferredReward());
                wrong = Math.max(wrong, pair.otherReward());
            }
            return new Answers(worst - wrong, best - worst);
        }

        boolean isAccurate() {
            return lead > 0;
        }
    }

    /**
     * The subset's score.
     *
     * @param examples comparisons by example
     * @return NaN without a question that stands there both ways
     */
    static double score(Map<String, List<BenchmarkPair>> examples) {
        Map<String, Answers> references = answers(REFERENCE, examples);
        Map<String, Answers> tied = answers(TIED, examples);
        List<Double> greaterLeads = new ArrayList<>();
        List<Double> greaterLeastLeads = new ArrayList<>();
        List<Double> leadsInSpreads = new ArrayList<>();
        tied.forEach((question, answers) -> {
            Answers reference = references.get(question);
            if (reference != null) {
                double least = Math.min(reference.lead(), answers.lead());
                greaterLeads.add(answers.lead() > answers.spread() ? 1.0 : 0.0);
                greaterLeastLeads.add(least > answers.spread() ? 1.0 : 0.0);
                leadsInSpreads.add(inSpreads(least, answers.spread()));
            }
        });
        return 0.30 * accuracy(tied)
                + 0.30 * accuracy(references)
                + 0.20 * Tables.mean(greaterLeads)
                + 0.20 * Tables.mean(greaterLeastLeads)
                + 0.01 * Tables.mean(leadsInSpreads);
    }

    private static double accuracy(Map<String, Answers> answers) {
        return Tables.mean(answers.values().stream()
                .map(answer -> answer.isAccurate() ? 1.0 : 0.0)
                .toList());
    }

    /** 0 / 0 gives 0, as NumPy's nan_to_num does there; a lead over no spread at all is infinite, and its tanh 1. */
    private static double inSpreads(double lead, double spread) {
        double value = Math.tanh(lead / spread - 1);
        return Double.isNaN(value) ? 0 : value;
    }

    private static Map<String, Answers> answers(String prefix, Map<String, List<BenchmarkPair>> examples) {
        Map<String, Answers> answers = new HashMap<>();
        examples.forEach((example, pairs) -> {
            if (example.startsWith(prefix)) {
                answers.put(example.substring(prefix.length()), Answers.of(pairs));
            }
        });
        return answers;
    }
}
