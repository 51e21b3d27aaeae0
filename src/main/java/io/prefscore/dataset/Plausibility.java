package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.InputSettings;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whether the first rows make sense as they are read: a reading that fits the columns may still take an answer for the
 * question, or a size for a side. Driver side.
 */
record Plausibility(ColumnMapping mapping, FirstLook look, InputSettings settings) {

    /** Of so many strengths all have the same sign by chance once in a million times. */
    private static final int MOST_OF_ONE_SIGN = 20;

    /** Who says that the rows are read so. */
    enum Claim {
        /** Settings. Whatever is dirty about the rows is their owner's matter. */
        TOLD,
        /** A published schema, which may well be dirty, too. */
        PUBLISHED,
        /** The words of the columns' names. */
        GUESSED
    }

    /**
     * What speaks against it, in a sentence.
     *
     * @param rows the first ones, read so
     */
    Optional<String> doubt(List<Parsed> rows, Claim claim) {
        Optional<String> label = claim == Claim.PUBLISHED ? unknownLabel() : Optional.empty();
        return label.or(() -> claim == Claim.GUESSED ? unusable(rows) : Optional.empty())
                .or(() -> claim == Claim.TOLD ? Optional.empty() : missingPrompt(rows))
                .or(() -> turns(rows))
                .or(this::strengthOfOneSign);
    }

    private Optional<String> unusable(List<Parsed> rows) {
        List<Parsed.Unusable> unusable = rows.stream()
                .filter(Parsed.Unusable.class::isInstance)
                .map(Parsed.Unusable.class::cast)
                .toList();
        return 2 * unusable.size() > rows.size()
                ? Optional.of("most of the first rows cannot be read so: "
                        + (settings.showsTexts() ? unusable.get(0).skip().detail() : Skip.NOT_SHOWN))
                : Optional.empty();
    }

    private Optional<String> missingPrompt(List<Parsed> rows) {
        return mayLackPrompts() && areMost(rows, example -> isWithoutPrompt(example.prompt()))
                ? Optional.of("most of the first rows have no prompt: their answers do not begin alike")
                : Optional.empty();
    }

    /** Whether answers are whole conversations. */
    private boolean mayLackPrompts() {
        return mapping.prompt().columns().isEmpty()
                && mapping.answers().conversation().isEmpty()
                && mapping.answers().tree().isEmpty();
    }

    private Optional<String> turns(List<Parsed> rows) {
        if (areMost(rows, Plausibility::answersWithItsPrompt)) {
            return Optional.of(
                    "most of the first rows have a prompt that is one of their answers, word by word: it stands in another"
                            + " column than "
                            + String.join(", ", mapping.prompt().columns()));
        }
        if (areMost(rows, Plausibility::answersWithAQuestion)) {
            return Optional.of("most of the first rows have answers that begin with a turn of the user: they are whole"
                    + " conversations that do not begin with the prompt, or the turns have other roles");
        }
        return !mayLackPrompts() && areMost(rows, example -> isAnswered(example.prompt()))
                ? Optional.of(
                        "most of the first rows have a prompt that ends with the assistant's turn, as a conversation does")
                : Optional.empty();
    }

    private static boolean areMost(List<Parsed> rows, Predicate<Example> test) {
        List<Example> examples = rows.stream()
                .filter(Parsed.Usable.class::isInstance)
                .map(row -> ((Parsed.Usable) row).example())
                .toList();
        return 2 * examples.stream().filter(test).count() > examples.size();
    }

    private static boolean isWithoutPrompt(List<Message> prompt) {
        return prompt.stream()
                .allMatch(turn -> turn.role().equals("system") || turn.content().isBlank());
    }

    private static boolean isAnswered(List<Message> prompt) {
        return !prompt.isEmpty() && prompt.get(prompt.size() - 1).role().equals(Turns.ASSISTANT);
    }

    private static boolean answersWithItsPrompt(Example example) {
        List<Message> prompt = example.prompt();
        return !prompt.isEmpty()
                && example.responses().stream()
                        .anyMatch(response -> response.messages().size() == 1
                                && response.messages()
                                        .get(0)
                                        .content()
                                        .equals(prompt.get(prompt.size() - 1).content()));
    }

    private static boolean answersWithAQuestion(Example example) {
        return example.responses().stream()
                .map(Response::messages)
                .anyMatch(turns -> !turns.isEmpty() && turns.get(0).role().equals(Turns.USER));
    }

    /** Where a label says in all of the first rows what the schema does not know. */
    private Optional<String> unknownLabel() {
        ColumnMapping.Judgement judgement = mapping.judgement();
        Set<String> values = judgement.label().map(look::different).orElse(new TreeSet<>());
        Set<String> known = new TreeSet<>(judgement.labelValues());
        known.addAll(judgement.tieValues().keySet());
        boolean unknown = !values.isEmpty()
                && !judgement.labelValues().isEmpty()
                && values.stream().noneMatch(known::contains);
        return unknown
                ? Optional.of("'" + judgement.label().orElseThrow() + "' holds " + String.join(", ", values)
                        + "; known: " + String.join(", ", known))
                : Optional.empty();
    }

    /** Where the sign of a strength tells the better response: that it tells the same one always. */
    private Optional<String> strengthOfOneSign() {
        ColumnMapping.Judgement judgement = mapping.judgement();
        List<String> responses = mapping.answers().responses();
        boolean signTells = judgement.strength().isPresent()
                && judgement.label().isEmpty()
                && judgement.flags().isEmpty()
                && responses.size() == 2
                && !mapping.isGrouped();
        if (!signTells) {
            return Optional.empty();
        }
        String strength = judgement.strength().orElseThrow();
        List<Double> signs = look
                .values(ColumnPath.find(strength, look.columns()).orElseThrow())
                .stream()
                .map(Cells::rating)
                .filter(OptionalDouble::isPresent)
                .map(value -> Math.signum(value.getAsDouble()))
                .filter(sign -> sign != 0)
                .toList();
        if (signs.size() < MOST_OF_ONE_SIGN || signs.stream().anyMatch(sign -> !Objects.equals(sign, signs.get(0)))) {
            return Optional.empty();
        }
        boolean second = signs.get(0) > 0;
        String better = responses.get(second ? 1 : 0);
        return Optional.of("'" + strength + "' is never " + (second ? "below" : "above")
                + " 0 in the first rows, and its sign says which response is better: " + better
                + " would be in all of them. If it only says by how much, name the column that says which in"
                + " input.columns.label; if " + better + " is always better, name it in input.columns.chosen and "
                + responses.get(second ? 0 : 1) + " in rejected; if the rows are sorted by it, shuffle them");
    }
}
