package io.prefscore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Comparisons whose truth is known: by unit in ascending order, each unit's examples in order. */
final class SimulatedPairs {

    private static final double[] NO_STYLE = new double[StyleFeature.values().length];

    private SimulatedPairs() {}

    /** A plan that has learned nothing: temperature 1 and no style. */
    static TallyPlan plan(int models) {
        return TallyPlan.exact(calibration(models));
    }

    /** The same with bins that are planned from the pairs. */
    static TallyPlan binned(int models, Map<Integer, List<List<Pair>>> units) {
        RewardSketches sketches = new RewardSketches(models);
        units.values().forEach(examples -> examples.forEach(example -> example.forEach(sketches::add)));
        return TallyPlan.binned(calibration(models), sketches);
    }

    static Calibration calibration(int models) {
        double[][] temperatures = new double[models][Calibration.FOLDS];
        for (double[] ofModel : temperatures) {
            Arrays.fill(ofModel, 1);
        }
        return new Calibration(temperatures, new double[models][Calibration.FOLDS][NO_STYLE.length]);
    }

    /** Gives a tally to an estimator for each unit. */
    static SliceEstimator estimate(Map<Integer, List<List<Pair>>> units, TallyPlan plan, EstimatorSettings settings) {
        SliceEstimator estimator = new SliceEstimator(plan, settings);
        units.forEach((unit, examples) -> estimator.add(unit, tally(unit, examples, plan)));
        return estimator;
    }

    static SliceTally tally(int unit, List<List<Pair>> examples, TallyPlan plan) {
        SliceTally tally = new SliceTally(plan, Membership.WHOLE_EXAMPLES);
        examples.forEach(example -> tally.example(unit, example));
        return tally;
    }

    /**
     * Examples of anything that may come: two to four responses, label ties, reward ties, rewards that are missing or not
     * finite, texts of equal and of unknown style.
     */
    static Map<Integer, List<List<Pair>>> anything(int prompts, int models, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, List<List<Pair>>> units = new TreeMap<>();
        for (int prompt = 0; prompt < prompts; prompt++) {
            long key = Units.mix(seed * 31 + prompt);
            for (int example = random.nextInt(1, 3); example > 0; example--) {
                units.computeIfAbsent(Units.of(key), fresh -> new ArrayList<>())
                        .add(anyExample(key, prompt + "-" + example, models, random));
            }
        }
        return units;
    }

    private static List<Pair> anyExample(long key, String name, int models, SplittableRandom random) {
        int responses = random.nextInt(2, 5);
        double[][] rewards = new double[responses][models];
        for (double[] row : rewards) {
            for (int model = 0; model < models; model++) {
                row[model] = anyReward(random);
            }
        }
        boolean[] missing = new boolean[models];
        missing[random.nextInt(models)] = random.nextInt(50) == 0;
        List<Pair> pairs = new ArrayList<>();
        for (int preferred = 0; preferred < responses; preferred++) {
            for (int other = preferred + 1; other < responses; other++) {
                double strength = random.nextInt(4) == 0 ? Double.NaN : random.nextInt(4);
                double[] style = random.doubles(NO_STYLE.length, -1, 1).toArray();
                style[1] = random.nextInt(20) == 0 ? Double.NaN : style[1];
                pairs.add(new Pair(
                        key,
                        name,
                        preferred,
                        other,
                        strength,
                        random.nextInt(10),
                        random.nextInt(10),
                        style,
                        rewards[preferred],
                        rewards[other],
                        missing));
            }
        }
        return pairs;
    }

    private static float anyReward(SplittableRandom random) {
        return switch (random.nextInt(60)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2 -> Float.NEGATIVE_INFINITY;
            default -> (float) (Math.round(8 * random.nextGaussian()) / 4.0);
        };
    }

    /**
     * Comparisons of prompts that have some of their own: margins are normal with mean {@code mean} and variance {@code between²
     * + within²}, of which {@code between²} is shared by a prompt's comparisons; rewards are normal with a prompt's own mean of
     * variance 1. How many a prompt has is gamma-distributed, rounded up.
     */
    static Map<Integer, List<List<Pair>>> clustered(
            int prompts, double mean, double between, double within, SplittableRandom random) {
        Map<Integer, List<List<Pair>>> units = new TreeMap<>();
        for (int prompt = 0; prompt < prompts; prompt++) {
            long key = random.nextLong();
            List<List<Pair>> examples = units.computeIfAbsent(Units.of(key), fresh -> new ArrayList<>());
            double level = random.nextGaussian();
            double shared = mean + between * random.nextGaussian();
            long comparisons = (long) Math.ceil(1.5 * (random.nextExponential() + random.nextExponential()));
            for (long comparison = 0; comparison < comparisons; comparison++) {
                double margin = shared + within * random.nextGaussian();
                examples.add(List.of(pair(key, level + margin / 2, level - margin / 2)));
            }
        }
        return units;
    }

    static Pair pair(long key, double preferredReward, double otherReward) {
        return new Pair(
                key,
                "",
                0,
                1,
                Double.NaN,
                1,
                1,
                NO_STYLE,
                new double[] {(float) preferredReward},
                new double[] {(float) otherReward},
                new boolean[1]);
    }
}
