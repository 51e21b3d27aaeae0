package io.prefscore.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Comparisons made up for tests of style control. */
final class StylePairs {

    private StylePairs() {}

    /** Where a feature stands in a {@link Pair}'s style. */
    static int index(StyleFeature feature) {
        return List.of(StyleFeature.values()).indexOf(feature);
    }

    /** A comparison by one model, whose reward of the other response is 0. */
    static Pair pair(long prompt, double margin, int preferredCharacters, int otherCharacters, double[] style) {
        return new Pair(
                prompt,
                "example-" + prompt,
                0,
                1,
                Double.NaN,
                preferredCharacters,
                otherCharacters,
                style,
                new double[] {(float) margin},
                new double[] {0},
                new boolean[] {false});
    }

    /** The same with the responses exchanged. */
    static Pair turned(Pair pair) {
        double[] style = pair.style().clone();
        for (int feature = 0; feature < style.length; feature++) {
            style[feature] = -style[feature];
        }
        double margin = pair.otherRewards()[0] - pair.preferredRewards()[0];
        return pair(pair.promptKey(), margin, pair.otherCharacters(), pair.preferredCharacters(), style);
    }

    /** A response: its looks, and how good it is. */
    record Response(int characters, TextStyle style, double quality) {

        static Response random(Random random, double level) {
            int characters = 1 + (int) Math.exp(level + 0.5 * random.nextGaussian());
            TextStyle style = new TextStyle(count(random), count(random), count(random), count(random));
            return new Response(characters, style, random.nextGaussian());
        }

        private static int count(Random random) {
            return random.nextDouble() < 0.5 ? 0 : (int) (-6 * Math.log(1 - random.nextDouble()));
        }
    }

    /** Something that is made of a response: a reward, or how much people like it. */
    interface Judgement {
        double of(Response response);
    }

    static Judgement length(IntToDoubleFunction function) {
        return response -> function.applyAsDouble(response.characters());
    }

    /**
     * Comparisons, one a prompt, whose labels follow a judgement by the Bradley-Terry model.
     *
     * @param liking what labels follow, in log-odds
     * @param reward what the model says
     */
    static List<Pair> simulate(Random random, int prompts, Judgement liking, Judgement reward) {
        List<Pair> pairs = new ArrayList<>();
        for (int prompt = 0; prompt < prompts; prompt++) {
            double level = 6.5 + 0.8 * random.nextGaussian();
            Response first = Response.random(random, level);
            Response second = Response.random(random, level);
            boolean isFirst = random.nextDouble() < Logistic.sigmoid(liking.of(first) - liking.of(second));
            Response preferred = isFirst ? first : second;
            Response other = isFirst ? second : first;
            double[] style =
                    StyleDifference.of(preferred.characters(), preferred.style(), other.characters(), other.style());
            double margin = reward.of(preferred) - reward.of(other);
            pairs.add(pair(prompt, margin, preferred.characters(), other.characters(), style));
        }
        return pairs;
    }
}
