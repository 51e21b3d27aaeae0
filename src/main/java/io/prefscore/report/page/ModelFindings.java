package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.Benchmark;
import io.prefscore.report.ReportDocument.Check;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.ShownComparison;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.report.page.Finding.Tone;
import io.prefscore.report.page.SliceDepartures.Departure;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Outliers;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.Statistic;
import io.prefscore.stats.Statistic.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is notable about one model. */
final class ModelFindings {

    /** Rewards that must be divided by more than this, or by less than its inverse, are miscalibrated. */
    static final double NOTABLE_TEMPERATURE = 1.5;

    /** Ties are mentioned from this share of comparisons. */
    static final double NOTABLE_TIES = 0.01;

    /** A label is called doubtful where the model is as sure as this that it is wrong. */
    static final double DOUBTFUL = 0.95;

    private static final double CHANCE_LOSS = Math.log(2);
    private static final int NAMED = 5;

    private final ModelSection model;
    private final PairCounts counts;
    private final double level;
    private final String id;
    private final List<Finding> findings = new ArrayList<>();

    ModelFindings(ModelSection model, double level, String id) {
        this.model = model;
        this.counts = model.overall().counts();
        this.level = level;
        this.id = id;
    }

    List<Finding> all() {
        failedChecks();
        unusable();
        if (counts.used() > 0) {
            outliers();
            chance();
            calibration();
            rulers();
            length();
            style();
            benchmark();
            slices();
            ties();
            suspects();
        }
        return findings;
    }

    private void failedChecks() {
        for (Check check : model.checks()) {
            if (!check.passed()) {
                add(Tone.PROBLEM, "checks", "The check “" + check.name() + "” failed: " + check.text());
            }
        }
    }

    private void unusable() {
        long broken = counts.missing() + counts.notANumber() + counts.infinite();
        if (counts.used() == 0) {
            add(
                    Tone.PROBLEM,
                    "counts",
                    "No comparison is labelled and has two finite rewards: there is nothing to judge.");
        }
        if (broken > 0) {
            String text = "%s of %s (%s) are left out for want of a finite reward: %s missing, %s NaN, %s infinite."
                    .formatted(
                            Figures.count(broken),
                            Figures.count(counts.comparisons(), "comparison"),
                            Figures.part(broken, counts.comparisons()),
                            Figures.count(counts.missing()),
                            Figures.count(counts.notANumber()),
                            Figures.count(counts.infinite()));
            add(Tone.CAUTION, "counts", text);
        }
    }

    private void outliers() {
        Outliers outliers = model.overall().outliers();
        if (outliers.rewards() > 0) {
            String text = "%s of %s %s further from the quartiles than %.0f times their distance, from %s to %s:"
                    + " means, losses and correlations rest on %s; shares, quantiles and AUC do not.";
            add(
                    Tone.CAUTION,
                    "distributions",
                    text.formatted(
                            Figures.count(outliers.rewards()),
                            Figures.count(2 * counts.used(), "reward"),
                            outliers.rewards() == 1 ? "lies" : "lie",
                            Outliers.FENCE,
                            Figures.plain(outliers.least()),
                            Figures.plain(outliers.greatest()),
                            outliers.rewards() == 1 ? "it" : "them"));
        }
    }

    private void chance() {
        Estimate accuracy = estimate(Statistic.ACCURACY_TIES_HALF);
        String shown = "Its accuracy, ties one half, of " + Figures.withInterval(Scale.SHARE, accuracy);
        if (accuracy.high() < 0.5) {
            add(
                    Tone.PROBLEM,
                    "statistics",
                    shown + " is below chance. Check that the labels are not the wrong way round.");
        } else if (accuracy.low() <= 0.5 && accuracy.high() >= 0.5) {
            add(Tone.CAUTION, "statistics", shown + " cannot be told from a coin's.");
        }
    }

    private void calibration() {
        double temperature = model.temperature();
        Estimate loss = estimate(Statistic.LOSS);
        if (temperature > NOTABLE_TEMPERATURE) {
            String text = "Overconfident: margins are %s times as large as their accuracy warrants (temperature T).";
            add(Tone.CAUTION, "calibration", text.formatted(Figures.plain(temperature)));
        } else if (temperature < 1 / NOTABLE_TEMPERATURE) {
            String text =
                    "Underconfident: margins are only %s times as large as their accuracy warrants (temperature T).";
            add(Tone.NOTE, "calibration", text.formatted(Figures.plain(temperature)));
        }
        if (loss.low() > CHANCE_LOSS && estimate(Statistic.ACCURACY_TIES_HALF).low() > 0.5) {
            String text = "The loss of %s is above that of chance (0.693) although the accuracy is not:"
                    + " where the model is wrong, it is wrong with large margins.";
            add(Tone.CAUTION, "calibration", text.formatted(Figures.withInterval(Scale.NATS, loss)));
        }
    }

    private void rulers() {
        for (Statistic ruler : List.of(Statistic.LONGEST_WINS, Statistic.SHORTEST_WINS)) {
            Estimate accuracy = estimate(Statistic.ACCURACY_TIES_HALF);
            Estimate simple = estimate(ruler);
            String shown = "“%s”, a ruler that reads no text, reaches %s; the model %s."
                    .formatted(
                            capitalised(ruler.label()),
                            Figures.withInterval(Scale.SHARE, simple),
                            Figures.withInterval(Scale.SHARE, accuracy));
            if (simple.low() > accuracy.high()) {
                add(Tone.PROBLEM, "length", "Below the ruler. " + shown);
            } else if (simple.value() > accuracy.value()) {
                add(Tone.CAUTION, "length", "Not shown to be better than a ruler. " + shown);
            }
        }
    }

    private void length() {
        Estimate shorter = estimate(Statistic.ACCURACY_PREFERRED_SHORTER);
        Estimate longer = estimate(Statistic.ACCURACY_PREFERRED_LONGER);
        if (!apart(shorter, longer)) {
            return;
        }
        String text =
                "Favours %s responses: accuracy is %s where the preferred one is longer and %s where it is shorter.";
        add(
                Tone.CAUTION,
                "length",
                text.formatted(
                        longer.value() > shorter.value() ? "long" : "short",
                        Figures.withInterval(Scale.SHARE, longer),
                        Figures.withInterval(Scale.SHARE, shorter)));
    }

    private void style() {
        Estimate raw = estimate(Statistic.ACCURACY_TIES_HALF);
        Estimate controlled = estimate(Statistic.STYLE_CONTROLLED_ACCURACY);
        if (controlled.high() < raw.low()) {
            String text =
                    "Style carries part of the accuracy: without what length and markdown explain, %s becomes %s.";
            add(
                    Tone.CAUTION,
                    "length",
                    text.formatted(
                            Figures.withInterval(Scale.SHARE, raw), Figures.withInterval(Scale.SHARE, controlled)));
        }
    }

    private void benchmark() {
        model.benchmark().ifPresent(benchmark -> add(Tone.RESULT, "benchmark", headline(benchmark)));
    }

    private static String headline(Benchmark benchmark) {
        return Double.isNaN(benchmark.overall())
                ? "Parts of " + benchmark.name() + " are missing, so its headline figure is undefined."
                : benchmark.name() + ", scored by its own rule: " + Figures.share(benchmark.overall()) + ".";
    }

    private void slices() {
        List<Departure> departures = SliceDepartures.of(model.overall(), model.slices(), level);
        departures(
                departures.stream()
                        .filter(departure -> departure.difference() < 0)
                        .toList(),
                "below",
                Tone.CAUTION);
        departures(
                departures.stream()
                        .filter(departure -> departure.difference() > 0)
                        .toList(),
                "above",
                Tone.NOTE);
        List<Slice> small = model.slices().stream()
                .filter(slice -> slice.statistics().counts().isSmall())
                .toList();
        if (!small.isEmpty()) {
            String text = "%s of %s %s fewer than %d prompts, too few to rely on the intervals: %s.";
            add(
                    Tone.NOTE,
                    "slices",
                    text.formatted(
                            Figures.count(small.size()),
                            Figures.count(model.slices().size(), "slice"),
                            small.size() == 1 ? "has" : "have",
                            PairCounts.FEW_PROMPTS,
                            named(small.stream().map(ModelFindings::name).toList())));
        }
    }

    private void departures(List<Departure> departures, String side, Tone tone) {
        if (departures.isEmpty()) {
            return;
        }
        long tested = model.slices().stream().filter(SliceDepartures::isTested).count();
        String text = "%s of %s %s %s the overall accuracy of %s by more than chance explains: %s.";
        add(
                tone,
                "slices",
                text.formatted(
                        Figures.count(departures.size()),
                        Figures.count(tested, "slice"),
                        departures.size() == 1 ? "lies" : "lie",
                        side,
                        Figures.share(estimate(Statistic.ACCURACY).value()),
                        named(departures.stream().map(ModelFindings::departure).toList())));
    }

    private static String departure(Departure departure) {
        Estimate accuracy = departure.slice().statistics().estimate(Statistic.ACCURACY);
        return name(departure.slice()) + " at " + Figures.withInterval(Scale.SHARE, accuracy);
    }

    private void ties() {
        if (counts.rewardTies() >= NOTABLE_TIES * counts.used()) {
            String text =
                    "In %s of comparisons (%s) both responses have the same reward; accuracy counts them as lost.";
            add(
                    Tone.NOTE,
                    "counts",
                    text.formatted(
                            Figures.part(counts.rewardTies(), counts.used()), Figures.count(counts.rewardTies())));
        }
        if (counts.labelTies() >= NOTABLE_TIES * counts.comparisons()) {
            String text = "%s (%s) are labelled as ties and left out of accuracy and loss.";
            add(
                    Tone.NOTE,
                    "counts",
                    text.formatted(
                            Figures.count(counts.labelTies(), "comparison"),
                            Figures.part(counts.labelTies(), counts.comparisons())));
        }
    }

    private void suspects() {
        long doubtful = model.suspects().stream().filter(this::isDoubtful).count();
        if (doubtful > 0) {
            String text =
                    "Of the %s that are shown as possibly mislabelled, the model holds %s wrong with a confidence of %s"
                            + " or more, calibrated on other prompts.";
            add(
                    Tone.NOTE,
                    "suspects",
                    text.formatted(
                            Figures.count(model.suspects().size(), "label"),
                            doubtful == model.suspects().size() ? "all" : Figures.count(doubtful),
                            Figures.level(DOUBTFUL)));
        }
    }

    private boolean isDoubtful(ShownComparison suspect) {
        return suspect.confidence().getOrDefault(model.name(), Double.NaN) >= DOUBTFUL;
    }

    private Estimate estimate(Statistic statistic) {
        return model.overall().estimate(statistic);
    }

    private void add(Tone tone, String panel, String text) {
        findings.add(new Finding(tone, model.name(), text, id + "-" + panel));
    }

    private static boolean apart(Estimate one, Estimate other) {
        return one.high() < other.low() || other.high() < one.low();
    }

    private static String name(Slice slice) {
        return sliceName(slice.name(), slice.value());
    }

    static String sliceName(String name, String value) {
        return Texts.label(name) + " “" + Texts.label(value) + "”";
    }

    /** The first few, and how many more there are. */
    static String named(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() <= NAMED ? first : first + ", and " + Figures.count(names.size() - NAMED) + " more";
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
