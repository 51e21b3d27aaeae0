package io.prefscore.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.GoldenModels;
import io.prefscore.Trials;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreferenceGeneratorTest {

    private static final int MANY = Trials.of(5_000, 20_000);

    /** Few chances meet fewer of the answers that are alike. */
    private static final int ENOUGH_TO_MEET = 40_000;

    @Test
    void givesTheSamePairsForTheSameSeedInAnyOrder() {
        PreferenceGenerator generator = new PreferenceGenerator(7, Split.TRAINING);
        List<DemoPair> forwards = generator.pairs(500).toList();
        for (int number = 499; number >= 0; number--) {
            assertThat(new PreferenceGenerator(7, Split.TRAINING).pair(number)).isEqualTo(forwards.get(number));
        }
        assertThat(new PreferenceGenerator(8, Split.TRAINING).pairs(500).map(DemoPair::prompt))
                .doesNotContainSequence(
                        forwards.get(0).prompt(), forwards.get(1).prompt());
    }

    /** The built-in models were trained on these very pairs: whoever changes the generator's data has to train them anew. */
    @Test
    void givesThePairsThatTheBuiltInModelsWereTrainedOn() throws NoSuchAlgorithmException {
        String lines = new PreferenceGenerator(1, Split.TRAINING)
                .pairs(10_000)
                .map(JsonLines::line)
                .collect(Collectors.joining("\n"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("7cc8b0c96d180420ab8ebf2914149f521981c080158f051babea6d275eef0d75");
    }

    @Test
    void givesThePairsThatTheReferenceScoresWereTakenOf() throws URISyntaxException {
        URL file = Objects.requireNonNull(getClass().getResource("/demo/golden.json"));
        List<String> contents = GoldenModels.rows(Path.of(file.toURI()).resolveSibling(".")).stream()
                .flatMap(row -> row.messages().stream())
                .map(Message::content)
                .toList();
        assertThat(contents)
                .hasSize(800)
                .containsExactlyElementsOf(new PreferenceGenerator(2, Split.HELD_OUT)
                        .pairs(200)
                        .flatMap(pair -> Stream.of(pair.prompt(), pair.chosen(), pair.prompt(), pair.rejected()))
                        .toList());
    }

    @Test
    void keepsHeldOutPromptsOutOfTrainingData() {
        Set<String> training = new HashSet<>();
        for (long seed = 1; seed <= 5; seed++) {
            new PreferenceGenerator(seed, Split.TRAINING).pairs(MANY).forEach(pair -> training.add(pair.prompt()));
        }
        // the same seed too, which draws from another stream
        for (long seed = 1; seed <= 2; seed++) {
            assertThat(new PreferenceGenerator(seed, Split.HELD_OUT).pairs(MANY).map(DemoPair::prompt))
                    .noneMatch(training::contains);
        }
    }

    @Test
    void holdsOutOnePromptOfEight() {
        long heldOut = LongStream.range(0, 80_000)
                .filter(number -> Split.of("prompt " + number) == Split.HELD_OUT)
                .count();
        assertThat(heldOut).isBetween(9_500L, 10_500L);
    }

    @Test
    void hasMoreCombinationsThanAnyoneCouldMemorise() {
        List<DemoPair> pairs =
                new PreferenceGenerator(1, Split.TRAINING).pairs(ENOUGH_TO_MEET).toList();
        assertThat(pairs.stream().map(DemoPair::id)).doesNotHaveDuplicates();
        assertThat(pairs.stream()
                        .map(pair -> pair.prompt() + pair.chosen() + pair.rejected())
                        .distinct())
                .hasSizeGreaterThan(pairs.size() * 97 / 100);
        assertThat(pairs.stream().map(DemoPair::prompt).distinct()).hasSizeGreaterThan(pairs.size() * 80 / 100);
        assertThat(pairs).allSatisfy(pair -> assertThat(pair.chosen()).isNotEqualTo(pair.rejected()));
    }

    @Test
    void mixesTheKindsAsAsked() {
        Map<Kind, Long> counts = new PreferenceGenerator(3, Split.TRAINING, new Mix(0.2, 0.5, 0.3), 0)
                .pairs(MANY)
                .collect(Collectors.groupingBy(DemoPair::kind, Collectors.counting()));
        assertShare(counts.get(Kind.ADVERSARIAL), 0.2);
        assertShare(counts.get(Kind.OBJECTIVE), 0.5);
        assertShare(counts.get(Kind.SUBJECTIVE), 0.3);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void makesOneKindOnlyWhereOnlyOneIsAskedFor(Kind kind) {
        assertThat(new PreferenceGenerator(3, Split.HELD_OUT, Mix.only(kind), 0).pairs(2_000))
                .allSatisfy(pair -> assertThat(pair.kind()).isEqualTo(kind));
    }

    @Test
    void plantsLabelNoiseAndKeepsTheTruth() {
        List<DemoPair> clean =
                new PreferenceGenerator(4, Split.TRAINING).pairs(MANY).toList();
        List<DemoPair> noisy = new PreferenceGenerator(4, Split.TRAINING, Mix.USUAL, 0.1)
                .pairs(MANY)
                .toList();
        int mislabelled = 0;
        for (int i = 0; i < MANY; i++) {
            DemoPair pair = noisy.get(i);
            DemoPair truth = clean.get(i);
            assertThat(truth.mislabelled()).isFalse();
            assertThat(pair.prompt()).isEqualTo(truth.prompt());
            if (pair.mislabelled()) {
                mislabelled++;
                assertThat(pair.chosen()).isEqualTo(truth.rejected());
                assertThat(pair.rejected()).isEqualTo(truth.chosen());
                assertThat(pair.chosenProbability()).isEqualTo(1 - truth.chosenProbability());
            } else {
                assertThat(pair).isEqualTo(truth);
            }
        }
        assertShare(mislabelled, 0.1);
    }

    /** Within five standard deviations of so many independent draws. */
    private static void assertShare(double count, double share) {
        assertThat(count / MANY).isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / MANY)));
    }

    @Test
    void isCertainOfEverythingButTaste() {
        assertThat(new PreferenceGenerator(4, Split.TRAINING).pairs(MANY)).allSatisfy(pair -> {
            if (pair.kind() == Kind.SUBJECTIVE) {
                assertThat(pair.chosenProbability()).isBetween(0.05, 0.95);
            } else {
                assertThat(pair.chosenProbability()).isEqualTo(1);
            }
        });
    }

    @Test
    void labelsTasteAsOftenAsItsTrueProbabilitySays() {
        List<DemoPair> pairs = new PreferenceGenerator(4, Split.TRAINING, Mix.only(Kind.SUBJECTIVE), 0)
                .pairs(MANY)
                .toList();
        // E[p] of the chosen one is E[q² + (1 − q)²] where q is the first one's probability, so the label's loss must
        // equal the entropy on average
        double labelLoss = mean(pairs, pair -> -Math.log(pair.chosenProbability()));
        double entropy = mean(
                pairs,
                pair -> -pair.chosenProbability() * Math.log(pair.chosenProbability())
                        - (1 - pair.chosenProbability()) * Math.log1p(-pair.chosenProbability()));
        // four standard errors of the mean: one label's loss has a standard deviation of half a nat
        assertThat(labelLoss).isCloseTo(entropy, within(4 * 0.5 / Math.sqrt(MANY)));
        assertThat(entropy).isBetween(0.55, 0.65);
    }

    /** Whatever looks at the answers alone wins half of the pairs: here at their length, first word and alphabetic order. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ADVERSARIAL", "OBJECTIVE"})
    void cannotBeJudgedWithoutThePrompt(Kind kind) {
        Map<String, List<DemoPair>> tasks = new PreferenceGenerator(9, Split.TRAINING, Mix.only(kind), 0)
                .pairs(3L * MANY)
                .collect(Collectors.groupingBy(DemoPair::task));
        tasks.forEach((task, pairs) -> {
            // five standard deviations of a fair coin
            double allowed = 5 * 0.5 / Math.sqrt(pairs.size());
            assertThat(wins(pairs, Comparators.LENGTH)).as(task).isCloseTo(0.5, within(allowed));
            assertThat(wins(pairs, Comparators.TEXT)).as(task).isCloseTo(0.5, within(allowed));
            assertThat(wins(pairs, Comparators.LAST_WORD)).as(task).isCloseTo(0.5, within(allowed));
        });
    }

    /** So that no judge of answers alone can win more than one of the two. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ADVERSARIAL", "OBJECTIVE"})
    void givesTheSameAnswersUnderTwoPromptsWithTheRightOneExchanged(Kind kind) {
        List<DemoPair> pairs = new PreferenceGenerator(9, Split.TRAINING, Mix.only(kind), 0)
                .pairs(MANY)
                .toList();
        for (int i = 0; i < MANY; i += 2) {
            DemoPair first = pairs.get(i);
            DemoPair second = pairs.get(i + 1);
            assertThat(first.prompt()).isNotEqualTo(second.prompt());
            assertThat(first.chosen()).isEqualTo(second.rejected());
            assertThat(first.rejected()).isEqualTo(second.chosen());
        }
    }

    /** Each ordered couple of answers is as likely as the reverse, so there is nothing to learn from a couple by heart. */
    @Test
    void givesEachCoupleOfAnswersInBothOrdersAlike() {
        Map<List<String>, Long> couples = new PreferenceGenerator(9, Split.TRAINING, Mix.only(Kind.OBJECTIVE), 0)
                .pairs(10L * MANY)
                .filter(pair -> pair.task().equals("weekday") || pair.task().equals("parity"))
                .collect(Collectors.groupingBy(
                        pair -> List.of(core(pair.chosen()), core(pair.rejected())), Collectors.counting()));
        double chiSquared = 0;
        int degrees = 0;
        for (Map.Entry<List<String>, Long> couple : couples.entrySet()) {
            String first = couple.getKey().get(0);
            String second = couple.getKey().get(1);
            if (first.compareTo(second) < 0) {
                long there = couple.getValue();
                long back = couples.getOrDefault(List.of(second, first), 0L);
                chiSquared += (double) (there - back) * (there - back) / (there + back);
                degrees++;
            }
        }
        assertThat(degrees).isEqualTo(22);
        // the 0.9999 quantile of chi-squared with 22 degrees of freedom; R: qchisq(0.9999, 22)
        assertThat(chiSquared).isLessThan(55.1);
    }

    @Test
    void neverNamesTheThingInAnAdversarialAnswer() {
        Pattern topic = Pattern.compile("batches of (\\w+) (\\w+)");
        assertThat(new PreferenceGenerator(9, Split.TRAINING, Mix.only(Kind.ADVERSARIAL), 0).pairs(MANY))
                .allSatisfy(pair -> {
                    Matcher matcher = topic.matcher(pair.prompt());
                    assertThat(matcher.find()).isTrue();
                    assertThat(pair.chosen() + pair.rejected())
                            .doesNotContain(" " + matcher.group(1) + " ", " " + matcher.group(2) + " ");
                });
    }

    /** Solves the problems again from their text. */
    @Test
    void calculatesCorrectly() {
        Map<String, Long> solved = new PreferenceGenerator(11, Split.TRAINING, Mix.only(Kind.OBJECTIVE), 0)
                .pairs(MANY)
                .filter(pair ->
                        Set.of("sum", "difference", "parity", "comparison").contains(pair.task()))
                .peek(pair -> {
                    assertThat(Problems.isRight(pair.prompt(), pair.chosen(), pair.task()))
                            .as("%s", pair)
                            .isTrue();
                    assertThat(Problems.isRight(pair.prompt(), pair.rejected(), pair.task()))
                            .as("%s", pair)
                            .isFalse();
                })
                .collect(Collectors.groupingBy(DemoPair::task, Collectors.counting()));
        assertThat(solved).containsOnlyKeys("sum", "difference", "parity", "comparison");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ADVERSARIAL", "OBJECTIVE"})
    void givesGroupsWithOneRightAnswerAmongDifferentOnesInAnyPlace(Kind kind) {
        Map<Integer, Long> places = groups(kind)
                .peek(group -> {
                    assertThat(group.responses()).doesNotHaveDuplicates();
                    assertThat(group.qualities()).containsExactlyInAnyOrder(1.0, 0.0, 0.0, 0.0);
                    assertThat(Split.of(group.prompt())).isEqualTo(Split.HELD_OUT);
                })
                .collect(Collectors.groupingBy(group -> group.qualities().indexOf(1.0), Collectors.counting()));
        assertThat(places).containsOnlyKeys(0, 1, 2, 3);
        assertThat(places.values()).allSatisfy(count -> assertThat(count).isBetween(400L, 600L));
    }

    @Test
    void calculatesTheGroupsCorrectly() {
        long solved = groups(Kind.OBJECTIVE)
                .filter(group -> Set.of("sum", "difference").contains(group.task()))
                .peek(group -> {
                    for (int i = 0; i < ResponseGroup.SIZE; i++) {
                        assertThat(Problems.isRight(
                                        group.prompt(), group.responses().get(i), group.task()))
                                .as("%s", group)
                                .isEqualTo(group.qualities().get(i) == 1);
                    }
                })
                .count();
        assertThat(solved).isGreaterThan(800);
    }

    @Test
    void ratesTheTasteOfAGroupByTheMeanChanceToWin() {
        assertThat(groups(Kind.SUBJECTIVE)).allSatisfy(group -> {
            assertThat(group.qualities())
                    .allSatisfy(quality -> assertThat(quality).isBetween(0.1, 0.9));
            // of each two answers one wins
            assertThat(group.qualities().stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow())
                    .isCloseTo(0.5, within(1e-12));
        });
    }

    private static Stream<ResponseGroup> groups(Kind kind) {
        PreferenceGenerator generator = new PreferenceGenerator(5, Split.HELD_OUT, Mix.only(kind), 0);
        return LongStream.range(0, 2_000).mapToObj(generator::group);
    }

    @Test
    void becomesAnExampleOfTheDomain() {
        DemoPair pair = new PreferenceGenerator(1, Split.HELD_OUT).pair(3);
        Example example = pair.toExample();
        assertThat(example.prompt().get(0).content()).isEqualTo(pair.prompt());
        assertThat(example.responses().get(0).messages().get(0).content()).isEqualTo(pair.chosen());
        assertThat(example.responses().get(1).messages().get(0).content()).isEqualTo(pair.rejected());
        assertThat(example.slices()).containsEntry("kind", pair.kind().label()).containsEntry("task", pair.task());
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PreferenceGenerator(1, Split.TRAINING, Mix.USUAL, 0.6))
                .withMessageContaining("0.6");
        assertThatIllegalArgumentException().isThrownBy(() -> new Mix(0.5, 0.5, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mix(Double.NaN, 0.5, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new PreferenceGenerator(1, Split.TRAINING).pair(-1));
    }

    private static double mean(List<DemoPair> pairs, ToDoubleFunction<DemoPair> value) {
        return pairs.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double wins(List<DemoPair> pairs, Comparator<String> order) {
        return mean(pairs, pair -> (Integer.signum(order.compare(pair.chosen(), pair.rejected())) + 1) / 2.0);
    }

    /** The result that an answer gives, without its phrase. */
    private static String core(String answer) {
        Matcher matcher = Pattern.compile("\\w+day|even|odd|Even|Odd").matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return matcher.group().toLowerCase(Locale.ROOT);
    }

    /** Judges that read answers only. */
    private static final class Comparators {
        static final Comparator<String> LENGTH = Comparator.comparingInt(String::length);
        static final Comparator<String> TEXT = Comparator.naturalOrder();
        static final Comparator<String> LAST_WORD =
                Comparator.comparing(text -> text.substring(text.lastIndexOf(' ') + 1));
    }

    /** The slow way: numbers and key words found in the texts. */
    private static final class Problems {

        private static final Pattern NUMBER = Pattern.compile("\\d+");

        static boolean isRight(String prompt, String answer, String task) {
            List<Integer> given = numbers(prompt);
            return switch (task) {
                case "parity" -> answer.toLowerCase(Locale.ROOT).contains(given.get(0) % 2 == 0 ? "even" : "odd");
                case "sum" -> numbers(answer).get(0) == given.get(0) + given.get(1);
                case "difference" -> numbers(answer).get(0) == Math.abs(given.get(0) - given.get(1));
                case "comparison" ->
                    numbers(answer).get(0)
                            == (prompt.contains("heavier")
                                    ? Math.max(given.get(0), given.get(1))
                                    : Math.min(given.get(0), given.get(1)));
                default -> throw new IllegalArgumentException("no such task: " + task);
            };
        }

        private static List<Integer> numbers(String text) {
            return NUMBER.matcher(text)
                    .results()
                    .map(found -> Integer.valueOf(found.group()))
                    .toList();
        }
    }
}
