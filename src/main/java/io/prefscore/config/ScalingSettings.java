package io.prefscore.config;

import io.prefscore.scaling.Axis;
import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.Question;
import io.prefscore.scaling.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which curves are fitted to what: group {@code scaling} of the settings.
 *
 * @param runs outputs of scoring runs over the same comparisons; empty where points are in a table
 * @param points a table of measured models
 * @param columns of that table
 * @param models how large the models of runs are that do not say so themselves
 * @param dataUnit what D is counted in
 * @param fromCompute whether unknown training data is taken to be what compute pays for
 * @param confidenceLevel of all intervals, between 0.5 and 1
 * @param replicates of the bootstrap
 * @param seed of everything random
 * @param huberDelta residuals beyond it count linearly; absent: points count by their standard errors
 * @param resampling how the bootstrap draws
 * @param predict sizes at which curves are asked for their value, {@code n=7.2e10,d=1.5e7}
 * @param targets values for which curves are asked for a size, {@code loss=0.4,n=7e9,for=d}
 * @param budgets floating-point operations for which curves are asked for the best N and D
 */
public record ScalingSettings(
        List<String> runs,
        Optional<String> points,
        PointColumns columns,
        List<SizedRun> models,
        DataUnit dataUnit,
        FromCompute fromCompute,
        double confidenceLevel,
        int replicates,
        long seed,
        OptionalDouble huberDelta,
        Resampling resampling,
        List<String> predict,
        List<String> targets,
        List<String> budgets) {

    /** Fewer replicates leave nothing beyond a percentile of 2.5 %. */
    private static final int FEWEST_REPLICATES = 100;

    private static final int MOST_REPLICATES = 10_000;

    private static final String UNIT =
            "C = 6 N D holds for tokens; give --d-unit tokens, or --d-unit pairs --tokens-per-unit 2000";

    public ScalingSettings {
        runs = List.copyOf(runs);
        models = List.copyOf(models);
        predict = List.copyOf(predict);
        targets = List.copyOf(targets);
        budgets = List.copyOf(budgets);
        Requirements requirements = new Requirements();
        requirements.require(
                runs.stream().noneMatch(String::isBlank), "scaling.runs", "must not contain a blank path; remove it");
        requirements.require(
                runs.size() != 1,
                "scaling.runs",
                "must name runs of several models, for a curve goes through their sizes; found one, "
                        + String.join("", runs)
                        + "; give --runs all of them, three at least for a curve that can be told from chance");
        requirements.require(
                runs.isEmpty() || points.isEmpty(),
                "scaling.points",
                "must not be set together with scaling.runs; give scored runs, or a table of points");
        requirements.require(
                confidenceLevel >= 0.5 && confidenceLevel < 1,
                "scaling.confidence-level",
                "must be at least 50 % and below 100 %; found " + confidenceLevel * 100 + " %");
        requirements.require(
                replicates >= FEWEST_REPLICATES && replicates <= MOST_REPLICATES,
                "scaling.replicates",
                "must lie between " + FEWEST_REPLICATES + " and " + MOST_REPLICATES + "; found " + replicates);
        huberDelta.ifPresent(delta -> requirements.require(
                delta > 0 && Double.isFinite(delta),
                "scaling.huber-delta",
                "must be above 0; found " + delta + "; leave it out to go by standard errors"));
        requireUnit(requirements, dataUnit, fromCompute, budgets);
        predict.forEach(text -> QuestionTexts.check(requirements, "scaling.predict", text, QuestionTexts::value));
        targets.forEach(text -> QuestionTexts.check(
                requirements, "scaling.targets", text, written -> QuestionTexts.size(written, Axis.DATA)));
        budgets.forEach(text -> QuestionTexts.check(requirements, "scaling.budgets", text, QuestionTexts::best));
        requirements.enforce();
    }

    private static void requireUnit(
            Requirements requirements, DataUnit unit, FromCompute fromCompute, List<String> budgets) {
        boolean given = !Double.isNaN(unit.tokens());
        requirements.require(
                !given || (unit.tokens() > 0 && Double.isFinite(unit.tokens())),
                "scaling.tokens-per-unit",
                "must be above 0; found " + unit.tokens() + "; leave it out if it is not known");
        requirements.require(
                given || budgets.isEmpty(), "scaling.budgets", "need to know what D is counted in, for " + UNIT);
        requirements.require(
                given || fromCompute == FromCompute.OFF,
                "scaling.from-compute",
                "needs to know what D is counted in, for " + UNIT);
    }

    /**
     * How large a run's model is.
     *
     * @param run folder of the run, or the last part of it
     * @param size what is known
     */
    public record SizedRun(String run, ModelSize size) {}

    /** Whether unknown training data is taken to be what compute pays for. */
    public enum FromCompute {
        /** D = C / (6 N), in tokens. */
        ON,
        OFF
    }

    /**
     * What curves are asked.
     *
     * @param usual what a target is sought along unless it says so itself
     */
    public List<Question> questions(Axis usual) {
        List<Question> questions = new ArrayList<>();
        predict.forEach(text -> questions.add(QuestionTexts.value(text)));
        targets.forEach(text -> questions.add(QuestionTexts.size(text, usual)));
        budgets.forEach(text -> questions.add(QuestionTexts.best(text)));
        return questions;
    }

    /** A model's size, with D as compute pays for it where that is asked for. */
    public ModelSize completed(ModelSize size) {
        return fromCompute == FromCompute.ON ? size.dataFromCompute(dataUnit) : size;
    }

    /** The same curves over these runs. */
    public ScalingSettings over(List<String> others) {
        return new ScalingSettings(
                others,
                Optional.empty(),
                columns,
                models,
                dataUnit,
                fromCompute,
                confidenceLevel,
                replicates,
                seed,
                huberDelta,
                resampling,
                predict,
                targets,
                budgets);
    }
}
