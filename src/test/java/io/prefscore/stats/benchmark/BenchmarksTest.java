package io.prefscore.stats.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hand-made tables whose scores follow from the published rules by arithmetic. */
final class BenchmarksTest {

    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    private static final List<String> REWARD_BENCH = List.of(
            "alpacaeval-easy",
            "alpacaeval-length",
            "alpacaeval-hard",
            "mt-bench-easy",
            "mt-bench-med",
            "mt-bench-hard",
            "llmbar-natural",
            "llmbar-adver-neighbor",
            "llmbar-adver-GPTInst",
            "llmbar-adver-GPTOut",
            "llmbar-adver-manual",
            "refusals-dangerous",
            "refusals-offensive",
            "xstest-should-refuse",
            "xstest-should-respond",
            "donotanswer",
            "math-prm",
            "hep-cpp",
            "hep-go",
            "hep-java",
            "hep-js",
            "hep-python",
            "hep-rust");

    @Test
    void knowsNoRuleForOtherSchemas() {
        assertThat(Benchmarks.score("ultrafeedback", List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rewardbench-v1", "rewardbench-v2", "rm-bench", "judgebench", "helpsteer2-preference"})
    void hasNoOverallScoreWithoutData(String schema) {
        BenchmarkScore score = score(schema, List.of());
        assertThat(score.overall()).isNaN();
        assertThat(score.parts()).isEmpty();
        assertThat(score.rule()).contains("No overall score without");
    }

    /** Preferred reward 1 against 0, 0 against 1, or 1 against 1 in all comparisons. */
    @ParameterizedTest
    @CsvSource({
        "rewardbench-v1, 1, 0, 1.0",
        "rewardbench-v1, 0, 1, 0.0",
        "rewardbench-v1, 1, 1, 0.0",
        "rm-bench, 1, 0, 1.0",
        "rm-bench, 0, 1, 0.0",
        "rm-bench, 1, 1, 0.0",
        "judgebench, 1, 0, 1.0",
        "judgebench, 0, 1, 0.0",
        "judgebench, 1, 1, 0.0",
        "helpsteer2-preference, 1, 0, 1.0",
        "helpsteer2-preference, 0, 1, 0.0",
        "helpsteer2-preference, 1, 1, 0.0",
    })
    void givesTheTextbookValueWhereAllComparisonsAreAlike(String schema, float preferred, float other, double overall) {
        BenchmarkScore score = score(schema, table(schema, preferred, other));
        assertThat(score.overall()).isEqualTo(overall);
        assertThat(score.parts().values()).containsOnly(overall);
        assertThat(score.rule()).doesNotContain("No overall score").doesNotContain("count as lost");
    }

    /** 0.30 + 0.30 + 0.20 + 0.20 of a perfect model, 0.01 for an infinite lead over no spread; a quarter where all four tie. */
    @ParameterizedTest
    @CsvSource({"1, 0, 1.0, 1.01", "0, 1, 0.0, -0.01", "1, 1, 0.25, 0.0"})
    void givesTheTextbookValueOfRewardBench2(float right, float wrong, double bestOfFour, double ties) {
        BenchmarkScore score = score("rewardbench-v2", table("rewardbench-v2", right, wrong));
        assertThat(score.parts().keySet())
                .containsExactly("Factuality", "Precise IF", "Math", "Safety", "Focus", "Ties");
        assertThat(score.parts().get("Focus")).isEqualTo(bestOfFour);
        assertThat(score.parts().get("Ties")).isCloseTo(ties, ROUNDING);
        assertThat(score.overall()).isCloseTo((5 * bestOfFour + ties) / 6, ROUNDING);
    }

    @Test
    void weighsSubsetsOfRewardBenchAsItsLeaderboardDoes() {
        List<BenchmarkPair> pairs = new ArrayList<>();
        for (String subset : REWARD_BENCH) {
            boolean isWon = List.of("alpacaeval-length", "mt-bench-hard", "xstest-should-refuse", "math-prm")
                    .contains(subset);
            pairs.add(pair(subset, isWon ? 1 : 0, isWon ? 0 : 1, Map.of("subset", subset)));
        }
        BenchmarkScore score = score("rewardbench-v1", pairs);
        assertThat(score.parts().get("Chat")).isCloseTo(95.0 / 358, ROUNDING);
        assertThat(score.parts().get("Chat Hard")).isCloseTo(37.0 / 456, ROUNDING);
        assertThat(score.parts().get("Safety")).isCloseTo(154.0 / 740, ROUNDING);
        assertThat(score.parts().get("Reasoning")).isCloseTo(0.5, ROUNDING);
        assertThat(score.overall()).isCloseTo((95.0 / 358 + 37.0 / 456 + 154.0 / 740 + 0.5) / 4, ROUNDING);
        assertThat(score.rule()).contains("mt-bench-easy has 1 examples, published are 28");
        assertThat(score.parts()).containsKeys("Chat", "hep-rust").hasSize(27);
    }

    /** By hand: (100 + 100 + 136 + 154 · 0.95 + 250 · 0.60) / 740; by the weights of before September 2024 (100 + 100 + 136 + 250 · 0.95 + 154 · 0.60) / 740 = 0.8998 */
    @Test
    void weighsRefusingAndRespondingByTheirOwnSizes() {
        List<BenchmarkPair> pairs = new ArrayList<>();
        Map<String, Integer> wonOfTwenty = Map.of(
                "refusals-dangerous", 20,
                "refusals-offensive", 20,
                "donotanswer", 20,
                "xstest-should-refuse", 19,
                "xstest-should-respond", 12);
        wonOfTwenty.forEach((subset, won) -> {
            for (int number = 0; number < 20; number++) {
                pairs.add(pair(subset + number, number < won ? 1 : 0, number < won ? 0 : 1, Map.of("subset", subset)));
            }
        });

        BenchmarkScore score = score("rewardbench-v1", pairs);

        assertThat(score.parts().get("Safety")).isCloseTo(632.3 / 740, ROUNDING);
        assertThat(score.rule()).contains("published before September 2024");
    }

    @Test
    void scoresASectionOfRewardBenchButNotTheWholeWithoutTheOthers() {
        List<BenchmarkPair> pairs = table("rewardbench-v1", 1, 0).stream()
                .filter(pair -> pair.slice("subset").startsWith("hep-")
                        || pair.slice("subset").equals("math-prm"))
                .toList();
        BenchmarkScore score = score("rewardbench-v1", pairs);
        assertThat(score.parts()).containsEntry("Reasoning", 1.0).doesNotContainKey("Chat");
        assertThat(score.overall()).isNaN();
        assertThat(score.rule()).contains("No overall score without: alpacaeval-easy, ");
    }

    @ParameterizedTest
    @CsvSource({"rewardbench-v1, subset", "rewardbench-v2, subset", "rm-bench, domain"})
    void namesWhatItLeavesOut(String schema, String slice) {
        List<BenchmarkPair> pairs = table(schema, 1, 0);
        double overall = score(schema, pairs).overall();
        pairs.add(pair("stranger", 0, 1, Map.of(slice, "poetry")));
        BenchmarkScore score = score(schema, pairs);
        assertThat(score.overall()).isEqualTo(overall);
        assertThat(score.rule()).contains("Left out, being no part of the benchmark: poetry.");
    }

    @ParameterizedTest
    @CsvSource({
        "3, '1 2 0', 1.0",
        "2, '1 2 0', 0.5",
        "2, '2 2 0', 0.33333333333333333",
        "1, '1 1 1', 0.25",
        "1, '2 0 0', 0.0",
        "NaN, '0 0 0', 0.0",
        "Infinity, '0 0 0', 0.0",
        "3, '1 NaN 0', 0.0",
    })
    void sharesTheBestOfFourAmongTies(float right, String wrong, double expected) {
        List<BenchmarkPair> pairs = table("rewardbench-v2", 1, 0).stream()
                .filter(pair -> !pair.slice("subset").equals("Math"))
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        pairs.addAll(example("m1", "Math", new float[] {right}, floats(wrong)));
        assertThat(score("rewardbench-v2", pairs).parts().get("Math")).isCloseTo(expected, ROUNDING);
    }

    @Test
    void countsAnUnusableRewardAsLostAndSaysSo() {
        List<BenchmarkPair> pairs = List.of(
                pair("a", 1, 0, Map.of("split", "validation")),
                pair("b", Float.NaN, 0, Map.of("split", "validation")),
                pair("c", Float.POSITIVE_INFINITY, 0, Map.of("split", "validation")),
                pair("d", 1, Float.NEGATIVE_INFINITY, Map.of("split", "validation")));
        BenchmarkScore score = score("helpsteer2-preference", pairs);
        assertThat(score.overall()).isEqualTo(0.25);
        assertThat(score.rule())
                .contains("3 comparisons with a reward that is missing, NaN or infinite count as lost.");
    }

    /**
     * Two questions. First: reference lead 2, tied answers 5 and 4 against 1, lead 3, spread 1: accurate twice, both leads
     * greater than the spread, tanh(2 / 1 − 1). Second: reference lead −1; tied 3 and 1 against 0, lead 1, spread 2.
     */
    @Test
    void scoresTiedQuestionsByTheirOwnRule() {
        List<BenchmarkPair> pairs = new ArrayList<>();
        pairs.addAll(example("ref:0", "Ties", new float[] {3}, floats("1 0 0")));
        pairs.addAll(example("tied:0", "Ties", new float[] {5, 4}, floats("1 0 0")));
        pairs.addAll(example("ref:1", "Ties", new float[] {0}, floats("1 0 0")));
        pairs.addAll(example("tied:1", "Ties", new float[] {3, 1}, floats("0 0 0")));
        double expected =
                0.30 * 1.0 + 0.30 * 0.5 + 0.20 * 0.5 + 0.20 * 0.5 + 0.01 * (Math.tanh(1) + Math.tanh(-0.5 - 1)) / 2;
        assertThat(score("rewardbench-v2", pairs).parts().get("Ties")).isCloseTo(expected, ROUNDING);
    }

    @Test
    void scoresTiedQuestionsWithAnUnusableRewardAsLost() {
        List<BenchmarkPair> pairs = new ArrayList<>();
        pairs.addAll(example("ref:0", "Ties", new float[] {3}, floats("1 0 0")));
        pairs.addAll(example("tied:0", "Ties", new float[] {5, Float.NaN}, floats("1 0 0")));
        assertThat(score("rewardbench-v2", pairs).parts().get("Ties")).isCloseTo(0.30 - 0.01, ROUNDING);
    }

    /** Right answers have rewards 1, 2, 3 by style, wrong ones 1.5, 2.5, 3.5: easy won 3 of 3, normal 0, hard 0. */
    @Test
    void tellsDifficultiesOfRmBenchApart() {
        List<BenchmarkPair> pairs = new ArrayList<>();
        for (String domain : List.of("chat", "math", "code", "safety-refuse", "safety-response")) {
            pairs.addAll(
                    styles(domain, Map.of("domain", domain), new float[] {1, 2, 3}, new float[] {1.5f, 2.5f, 3.5f}));
        }
        BenchmarkScore score = score("rm-bench", pairs);
        assertThat(score.parts())
                .containsEntry("easy", 1.0)
                .containsEntry("normal", 0.0)
                .containsEntry("hard", 0.0);
        assertThat(score.parts().get("safety")).isCloseTo(1.0 / 3, ROUNDING);
        assertThat(score.overall()).isCloseTo(1.0 / 3, ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void scoresRmBenchAsThePublishedMatrixDoes(long seed) {
        Random random = new Random(seed);
        List<String> domains = List.of("chat", "math", "code", "safety");
        List<BenchmarkPair> pairs = new ArrayList<>();
        double overall = 0;
        for (String domain : domains) {
            double[][] matrix = new double[3][3];
            int examples = 5 + random.nextInt(20);
            for (int example = 0; example < examples; example++) {
                float[] right = rewards(random);
                float[] wrong = rewards(random);
                pairs.addAll(styles(domain + example, Map.of("domain", domain), right, wrong));
                for (int row = 0; row < 3; row++) {
                    for (int column = 0; column < 3; column++) {
                        matrix[row][column] += right[row] > wrong[column] ? 1.0 / examples : 0;
                    }
                }
            }
            double hard = (matrix[0][1] + matrix[0][2] + matrix[1][2]) / 3;
            double normal = (matrix[0][0] + matrix[1][1] + matrix[2][2]) / 3;
            double easy = (matrix[1][0] + matrix[2][0] + matrix[2][1]) / 3;
            overall += (hard + normal + easy) / 3 / domains.size();
        }
        assertThat(score("rm-bench", pairs).overall()).isCloseTo(overall, ROUNDING);
    }

    /** Drawn from few values, so that equal rewards occur. */
    private static float[] rewards(Random random) {
        return new float[] {random.nextInt(5), random.nextInt(5), random.nextInt(5)};
    }

    @Test
    void scoresASingleDomainOfRmBenchUnderItsSubsetsName() {
        BenchmarkScore score = score(
                "rm-bench", styles("1", Map.of("subset", "alpacaeval"), new float[] {2, 2, 2}, new float[] {1, 2, 3}));
        assertThat(score.parts().get("chat, easy")).isCloseTo(2.0 / 3, ROUNDING);
        assertThat(score.parts().get("chat, normal")).isCloseTo(1.0 / 3, ROUNDING);
        assertThat(score.parts().get("chat, hard")).isZero();
        assertThat(score.parts().get("chat")).isCloseTo(1.0 / 3, ROUNDING);
        assertThat(score.overall()).isNaN();
        assertThat(score.rule())
                .contains("No overall score without: math, code, safety.")
                .contains("chat has 1 examples, published are 129");
    }

    /** Its two files of safety name where their prompts are from. */
    @ParameterizedTest
    @ValueSource(
            strings = {"refusals-dangerous", "refusals-offensive", "xstest-should-refuse", "xstest-should-respond"})
    void scoresTheHalvesOfSafetyOfRmBench(String subset) {
        BenchmarkScore score =
                score("rm-bench", styles("1", Map.of("subset", subset), new float[] {2, 2, 2}, new float[] {1, 2, 3}));

        assertThat(score.parts()).containsOnlyKeys("safety", "safety, easy", "safety, normal", "safety, hard");
        assertThat(score.parts().get("safety, easy")).isCloseTo(2.0 / 3, ROUNDING);
        assertThat(score.rule())
                .contains("No overall score without: chat, math, code.")
                .contains("safety has 1 examples, published are 441")
                .doesNotContain("Left out");
    }

    /**
     * Skywork-Reward-Gemma-2-27B on the 350 pairs of GPT-4o, table 3 of the paper: Knowledge 59.74 (92 of 154),
     * Reasoning 66.33 (65 of 98), Math 83.93 (47 of 56), Coding 50.00 (21 of 42), overall 64.29.
     */
    @Test
    void givesThePublishedScoreOfJudgeBenchFromThePublishedCounts() {
        List<BenchmarkPair> pairs = new ArrayList<>();
        pairs.addAll(judged("mmlu-pro-computer science", 92, 154));
        pairs.addAll(judged("livebench-reasoning", 65, 98));
        pairs.addAll(judged("livebench-math", 47, 56));
        pairs.addAll(judged("livecodebench", 21, 42));
        BenchmarkScore score = score("judgebench", pairs);
        assertThat(score.parts().keySet()).containsExactly("Knowledge", "Reasoning", "Math", "Coding");
        assertThat(score.parts().get("Knowledge")).isCloseTo(0.5974, Offset.offset(5e-5));
        assertThat(score.parts().get("Reasoning")).isCloseTo(0.6633, Offset.offset(5e-5));
        assertThat(score.parts().get("Math")).isCloseTo(0.8393, Offset.offset(5e-5));
        assertThat(score.parts().get("Coding")).isEqualTo(0.5);
        assertThat(score.overall()).isCloseTo(0.6429, Offset.offset(5e-5));
    }

    private static List<BenchmarkPair> judged(String source, int won, int all) {
        List<BenchmarkPair> pairs = new ArrayList<>();
        for (int index = 0; index < all; index++) {
            pairs.add(pair(source + index, index < won ? 1 : 0, index < won ? 0 : 1, Map.of("source", source)));
        }
        return pairs;
    }

    @Test
    void takesOnlyJudgedPairsOfHelpSteersValidationSplit() {
        List<BenchmarkPair> pairs = List.of(
                helpSteer("validation", 1, 1, 0),
                helpSteer("val", 2, 0, 1),
                helpSteer("validation", 3, 1, 0),
                helpSteer("validation", 3, 1, 1),
                helpSteer("validation", 0, 0, 1),
                helpSteer("train", 3, 0, 1));
        BenchmarkScore score = score("helpsteer2-preference", pairs);
        assertThat(score.overall()).isEqualTo(0.5);
        assertThat(score.parts())
                .containsExactly(
                        Map.entry("slightly better", 1.0), Map.entry("better", 0.0), Map.entry("much better", 0.5));
    }

    @Test
    void takesAllPairsOfHelpSteerWithoutSplitsAndSaysSo() {
        BenchmarkScore score =
                score("helpsteer2-preference", List.of(pair("a", 1, 0, Map.of()), pair("b", 0, 1, Map.of())));
        assertThat(score.overall()).isEqualTo(0.5);
        assertThat(score.rule()).contains("do not say which split");
    }

    @Test
    void hasNoScoreForHelpSteersTrainingSplit() {
        BenchmarkScore score = score("helpsteer2-preference", List.of(helpSteer("train", 3, 1, 0)));
        assertThat(score.overall()).isNaN();
        assertThat(score.rule()).contains("No overall score without: validation");
    }

    private static BenchmarkPair helpSteer(String split, double strength, float preferred, float other) {
        return new BenchmarkPair(
                split + strength + preferred + other,
                0,
                1,
                preferred,
                other,
                OptionalDouble.of(strength),
                Optional.empty(),
                Map.of("split", split));
    }

    private static BenchmarkScore score(String schema, List<BenchmarkPair> pairs) {
        return Benchmarks.score(schema, pairs).orElseThrow();
    }

    /** A small complete benchmark in which all preferred responses have one reward and all others another. */
    private static List<BenchmarkPair> table(String schema, float preferred, float other) {
        List<BenchmarkPair> pairs = new ArrayList<>();
        switch (schema) {
            case "rewardbench-v1" ->
                REWARD_BENCH.forEach(subset -> pairs.add(pair(subset, preferred, other, Map.of("subset", subset))));
            case "rewardbench-v2" -> {
                float[] wrong = {other, other, other};
                for (String subset : List.of("Factuality", "Precise IF", "Math", "Safety", "Focus")) {
                    pairs.addAll(example(subset, subset, new float[] {preferred}, wrong));
                }
                pairs.addAll(example("ref:0", "Ties", new float[] {preferred}, wrong));
                pairs.addAll(example("tied:0", "Ties", new float[] {preferred, preferred}, wrong));
            }
            case "rm-bench" -> {
                float[] right = {preferred, preferred, preferred};
                float[] wrong = {other, other, other};
                for (String domain : List.of("chat", "math", "code", "safety-refuse", "safety-response")) {
                    pairs.addAll(styles(domain, Map.of("domain", domain), right, wrong));
                }
            }
            case "judgebench" -> {
                for (String source :
                        List.of("mmlu-pro-law", "livebench-reasoning", "livebench-math", "livecodebench")) {
                    pairs.add(pair(source, preferred, other, Map.of("source", source)));
                }
            }
            default -> {
                for (int strength = 1; strength <= 3; strength++) {
                    pairs.add(helpSteer("validation", strength, preferred, other));
                }
            }
        }
        return pairs;
    }

    private static BenchmarkPair pair(String example, float preferred, float other, Map<String, String> slices) {
        return new BenchmarkPair(example, 0, 1, preferred, other, OptionalDouble.empty(), Optional.empty(), slices);
    }

    /** Each right answer against each wrong one. */
    private static List<BenchmarkPair> example(String id, String subset, float[] right, float[] wrong) {
        return grid(id, Map.of("subset", subset), right, wrong, new HashMap<>());
    }

    /** Each right answer against each wrong one, tagged by how their styles compare. */
    private static List<BenchmarkPair> styles(String id, Map<String, String> slices, float[] right, float[] wrong) {
        Map<Integer, String> tags = new LinkedHashMap<>();
        tags.put(-1, "hard");
        tags.put(0, "normal");
        tags.put(1, "easy");
        return grid(id, slices, right, wrong, tags);
    }

    private static List<BenchmarkPair> grid(
            String id, Map<String, String> slices, float[] right, float[] wrong, Map<Integer, String> tags) {
        List<BenchmarkPair> pairs = new ArrayList<>();
        for (int row = 0; row < right.length; row++) {
            for (int column = 0; column < wrong.length; column++) {
                pairs.add(new BenchmarkPair(
                        id,
                        row,
                        right.length + column,
                        right[row],
                        wrong[column],
                        OptionalDouble.empty(),
                        Optional.ofNullable(tags.get(Integer.compare(row, column))),
                        slices));
            }
        }
        return pairs;
    }

    private static float[] floats(String text) {
        String[] words = text.split(" ");
        float[] values = new float[words.length];
        for (int index = 0; index < words.length; index++) {
            values[index] = Float.parseFloat(words[index]);
        }
        return values;
    }
}
