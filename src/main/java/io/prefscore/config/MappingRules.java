package io.prefscore.config;

import static io.prefscore.config.ColumnMapping.GROUP;

import io.prefscore.config.ColumnMapping.Answers;
import io.prefscore.config.ColumnMapping.Judgement;
import io.prefscore.config.ColumnMapping.Prompt;
import io.prefscore.config.ColumnMapping.Rows;
import io.prefscore.config.ColumnMapping.Switch;
import java.util.List;
import java.util.Optional;

/** What must hold between the keys of a mapping. */
final class MappingRules {

    private MappingRules() {}

    static void enforce(Prompt prompt, Answers answers, Judgement judgement, Rows rows, Optional<String> groupBy) {
        Requirements requirements = new Requirements();
        boolean answered = !answers.responses().isEmpty()
                || !answers.chosen().isEmpty()
                || !answers.rejected().isEmpty()
                || answers.conversation().isPresent()
                || answers.tree().isPresent();
        boolean given = answered
                || !prompt.columns().isEmpty()
                || prompt.system().isPresent()
                || prompt.history().isPresent()
                || judgement.isGiven()
                || groupBy.isPresent();
        if (given) {
            answers(requirements, answers, answered);
            judgement(requirements, answers, judgement, groupBy.isPresent() || rows == Rows.SHARE_PROMPT);
            grouping(requirements, prompt, answers, rows, groupBy);
        }
        requirements.enforce();
    }

    private static void answers(Requirements requirements, Answers answers, boolean answered) {
        requirements.require(
                answered && (answers.responses().isEmpty() || answers.chosen().isEmpty()),
                GROUP + "responses",
                "must name the columns of the responses, unless chosen and rejected do; found responses "
                        + answers.responses() + " and chosen " + shown(answers.chosen()));
        boolean preferred =
                !answers.chosen().isEmpty() || answers.conversation().isPresent();
        requirements.require(
                answers.chosen().isEmpty() || !answers.rejected().isEmpty(),
                GROUP + "rejected",
                "must be given together with chosen; found chosen " + shown(answers.chosen()) + " and rejected "
                        + shown(answers.rejected()));
        requirements.require(
                answers.rejected().isEmpty() || preferred,
                GROUP + "chosen",
                "must be given together with rejected, unless conversation ends with the chosen response; found rejected "
                        + shown(answers.rejected()));
    }

    private static void judgement(Requirements requirements, Answers answers, Judgement judgement, boolean grouped) {
        List<String> responses = answers.responses();
        requirements.require(
                answers.chosen().isEmpty() || judgement.label().isEmpty(),
                GROUP + "label",
                "must not be set where chosen is; found " + judgement.label().orElse("")
                        + "; the chosen response is the label");
        boolean many = responses.stream().anyMatch(path -> path.contains("[]"));
        requirements.require(
                judgement.label().isEmpty() || grouped || many || responses.size() != 1,
                GROUP + "label",
                "needs at least two columns of responses; found " + responses);
        requirements.require(
                judgement.labelValues().isEmpty()
                        || grouped
                        || many
                        || judgement.labelValues().size() == responses.size(),
                GROUP + "label-values",
                "must have one value a response; found "
                        + judgement.labelValues().size() + " for " + responses.size());
        requirements.require(
                judgement.threshold().isEmpty() || responses.size() == 2,
                GROUP + "label-threshold",
                "parts two responses; found " + responses);
        requirements.require(
                judgement.flags().isEmpty()
                        || (responses.size() == 2 && judgement.flags().size() == 3),
                GROUP + "label-flags",
                "must name three columns, for the first response, the second, and a tie; found " + judgement.flags());
        ratings(requirements, "ratings", judgement.ratings(), answers);
        ratings(requirements, "ranks", judgement.ranks(), answers);
        requirements.require(
                judgement.ratings().isEmpty() || judgement.ranks().isEmpty(),
                GROUP + "ranks",
                "must not be set together with ratings; found " + judgement.ranks() + " and " + judgement.ratings()
                        + "; of ratings greater is better, of ranks lower is");
        requirements.require(
                judgement.bestFirst() == Switch.OFF || responses.size() == 1,
                GROUP + "best-first",
                "needs one column that holds a list of responses; found " + responses);
    }

    private static void ratings(Requirements requirements, String key, List<String> ratings, Answers answers) {
        int expected = !answers.responses().isEmpty()
                ? answers.responses().size()
                : answers.chosen().size()
                        + answers.rejected().size()
                        + (answers.conversation().isPresent() ? 1 : 0);
        requirements.require(
                ratings.isEmpty() || ratings.size() == expected,
                GROUP + key,
                "must name one column a response; found " + ratings.size() + " for " + expected);
    }

    private static void grouping(
            Requirements requirements, Prompt prompt, Answers answers, Rows rows, Optional<String> groupBy) {
        boolean grouped = groupBy.isPresent() || rows == Rows.SHARE_PROMPT;
        requirements.require(
                !grouped
                        || !prompt.columns().isEmpty()
                        || answers.conversation().isPresent(),
                GROUP + "prompt",
                "must be given where rows are grouped, since answers to one prompt are compared");
        requirements.require(
                !grouped
                        || answers.responses().size() == 1
                        || answers.conversation().isPresent(),
                GROUP + "responses",
                "must be one column where rows are grouped; found " + answers.responses());
    }

    private static String shown(List<String> names) {
        return names.isEmpty() ? "null" : String.join(", ", names);
    }
}
