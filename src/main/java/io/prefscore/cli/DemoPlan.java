package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.stats.LabelConfidenceFit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a demo makes in its folder: data, models and the one scored with the others.
 *
 * @param folder a local folder, ending in a slash
 * @param data pairs whose labels are as the judges gave them, and groups of responses
 * @param scorings of the data, smallest model first
 * @param mislabelled the same pairs with some labels exchanged, and what to score and filter them with; empty where none
 *     shall be
 */
record DemoPlan(String folder, DemoData data, List<Scoring> scorings, Optional<Mislabelled> mislabelled) {

    private static final int FEWEST_SCALED = 3;

    /** From fewer pairs the policy agreement learns nothing about labels. */
    private static final long FEWEST_FILTERED = 2 * LabelConfidenceFit.LEAST_COMPARISONS;

    /** One model's run: settings with the model's folder, the input and the output. */
    record Scoring(BuiltInModel model, Settings settings) {}

    record Mislabelled(DemoData data, Scoring scoring) {}

    DemoPlan {
        scorings = List.copyOf(scorings);
        if (scorings.isEmpty()) {
            throw new IllegalArgumentException("a demo scores with one model at least");
        }
    }

    /** The last model, to which the others are compared. */
    Scoring largest() {
        return scorings.get(scorings.size() - 1);
    }

    /** What the report is on: the largest model beside the smallest one that was trained on as much. */
    List<String> reported() {
        BuiltInModel largest = largest().model();
        List<String> runs = new ArrayList<>(List.of(largest().settings().output()));
        scorings.stream()
                .filter(scoring -> scoring.model().pairs() == largest.pairs()
                        && !scoring.model().equals(largest))
                .min(Comparator.comparingLong(scoring -> scoring.model().nonEmbeddingParameters()))
                .ifPresent(smallest -> runs.add(smallest.settings().output()));
        return runs;
    }

    /** What scaling curves are drawn through: all models on right labels; nothing where there are too few for a curve. */
    List<String> scaled() {
        return scorings.size() < FEWEST_SCALED
                ? List.of()
                : scorings.stream().map(scoring -> scoring.settings().output()).toList();
    }

    /** The run that is filtered: of pairs with wrong labels among them; empty where there are too few to tell these. */
    Optional<Scoring> filtered() {
        return mislabelled
                .filter(wrong -> wrong.data().pairs() >= FEWEST_FILTERED)
                .map(Mislabelled::scoring);
    }

    /** Runs in all. */
    int runs() {
        return scorings.size() + (mislabelled.isPresent() ? 1 : 0);
    }

    String dataFolder() {
        return folder + "data";
    }

    String groupsFolder() {
        return folder + "data-groups";
    }

    String mislabelledFolder() {
        return folder + "data-mislabelled";
    }

    String modelsFolder() {
        return folder + "models";
    }

    String reportFolder() {
        return folder + "report";
    }

    String scalingFolder() {
        return folder + "scaling";
    }

    String filteredFolder() {
        return folder + "filtered";
    }

    /** The summary's text, written last: a folder that holds it holds a finished demo. */
    String summaryFile() {
        return folder + "summary.txt";
    }
}
