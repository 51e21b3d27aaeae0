package io.prefscore.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFamilyTest {

    private static final long MOST_BYTES = 8_000_000;

    @TempDir
    private Path parent;

    @Test
    void hasFourSizesTrainedOnFourAmountsEachAndLessThanEightMegabytes() throws IOException {
        List<BuiltInModel> grid = ModelFamily.grid();
        Set<Long> sizes = distinct(grid.stream().map(BuiltInModel::nonEmbeddingParameters));
        Set<Long> amounts = distinct(grid.stream().map(BuiltInModel::pairs));
        assertThat(sizes).hasSizeGreaterThanOrEqualTo(4);
        assertThat(amounts).hasSizeGreaterThanOrEqualTo(4);
        assertThat(grid).hasSize(sizes.size() * amounts.size());
        assertThat(ModelFamily.largest()).matches(largest -> grid.stream()
                .allMatch(member -> member.parameters() <= largest.parameters() && member.pairs() <= largest.pairs()));
        assertThat(ModelFamily.members())
                .extracting(BuiltInModel::name)
                .doesNotHaveDuplicates()
                .containsAll(grid.stream().map(BuiltInModel::name).toList());
        try (Stream<Path> files = Files.walk(folder())) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(ModelFamilyTest::size)
                            .sum())
                    .isLessThan(MOST_BYTES);
        }
    }

    @Test
    void hasAFolderAMemberAndNoOther() throws IOException {
        try (Stream<Path> entries = Files.list(folder())) {
            assertThat(entries.filter(Files::isDirectory)
                            .map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ModelFamily.members().stream()
                            .map(BuiltInModel::name)
                            .toList());
        }
        for (BuiltInModel member : ModelFamily.members()) {
            try (Stream<Path> files = Files.list(folder().resolve(member.name()))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(BuiltInModel.OWN_FILES);
            }
        }
    }

    /** Counts the parameters again from the shapes that the weights' file states. */
    @Test
    void statesTheParametersThatTheWeightsHave() throws IOException {
        for (BuiltInModel member : ModelFamily.members()) {
            String header = safetensorsHeader(
                    member.unpackTo(parent.resolve(member.name())).resolve("model.safetensors"));
            Matcher tensor = Pattern.compile("\"([^\"]+)\":\\{\"dtype\":\"BF16\",\"shape\":\\[([0-9,]+)\\]")
                    .matcher(header);
            long parameters = 0;
            long embeddings = 0;
            while (tensor.find()) {
                long elements = Arrays.stream(tensor.group(2).split(","))
                        .mapToLong(Long::parseLong)
                        .reduce(1, Math::multiplyExact);
                parameters += elements;
                embeddings += tensor.group(1).contains("embed_tokens") ? elements : 0;
            }
            assertThat(member.parameters()).as(member.name()).isEqualTo(parameters);
            assertThat(member.nonEmbeddingParameters()).as(member.name()).isEqualTo(parameters - embeddings);
        }
    }

    @Test
    void statesFiguresOfEveryKindThatArePossible() {
        for (BuiltInModel member : ModelFamily.members()) {
            assertThat(member.heldOut()).containsOnlyKeys(Kind.values());
            assertThat(member.heldOut().values()).allSatisfy(figures -> {
                assertThat(figures.pairs()).isGreaterThan(1_000);
                assertThat(figures.loss()).isBetween(0.0, 1.0);
                assertThat(figures.lossStandardError()).isBetween(0.0, 0.05);
                assertThat(figures.accuracy()).isBetween(0.4, 1.0);
                assertThat(figures.accuracyStandardError()).isBetween(0.0, 0.05);
            });
            assertThat(member.tokens()).isBetween(member.pairs() * 20, member.pairs() * 200);
            assertThat(member.readingTokens()).isGreaterThan(1_000_000);
        }
    }

    /** The prompts and answers that the models were trained on, made again and looked at again. */
    @Test
    void statesTheOverlapOfHeldOutAndTrainingTexts() {
        JsonObject heldOut = ModelFamily.manifest().getAsJsonObject("held_out");
        Set<String> prompts = new HashSet<>();
        Set<String> answers = new HashSet<>();
        new PreferenceGenerator(heldOut.get("seed").getAsLong(), Split.HELD_OUT)
                .pairs(heldOut.get("pairs").getAsLong())
                .forEach(pair -> {
                    prompts.add(pair.prompt());
                    answers.add(pair.chosen());
                    answers.add(pair.rejected());
                });
        assertThat(heldOut.get("held_out_prompts").getAsInt()).isEqualTo(prompts.size());
        assertThat(heldOut.get("held_out_answers").getAsInt()).isEqualTo(answers.size());
        Set<String> unseen = new HashSet<>(answers);
        long most = ModelFamily.members().stream()
                .mapToLong(BuiltInModel::pairs)
                .max()
                .orElseThrow();
        for (int seed : distinct(ModelFamily.members().stream().map(BuiltInModel::seed))) {
            new PreferenceGenerator(seed, Split.TRAINING).pairs(most).forEach(pair -> {
                assertThat(prompts.contains(pair.prompt())).isFalse();
                unseen.remove(pair.chosen());
                unseen.remove(pair.rejected());
            });
        }
        assertThat(heldOut.get("held_out_prompts_in_training").getAsInt()).isZero();
        assertThat(heldOut.get("held_out_answers_in_training").getAsInt()).isEqualTo(answers.size() - unseen.size());
    }

    @Test
    void statesTheFloorOfTaste() {
        JsonObject heldOut = ModelFamily.manifest().getAsJsonObject("held_out");
        double entropy = new PreferenceGenerator(heldOut.get("seed").getAsLong(), Split.HELD_OUT)
                .pairs(heldOut.get("pairs").getAsLong())
                .filter(pair -> pair.kind() == Kind.SUBJECTIVE)
                .mapToDouble(DemoPair::chosenProbability)
                .map(p -> -p * Math.log(p) - (1 - p) * Math.log1p(-p))
                .average()
                .orElseThrow();
        assertThat(heldOut.get("subjective_loss_floor").getAsDouble()).isCloseTo(entropy, within(1e-5));
    }

    @Test
    void beatsEveryJudgeThatDoesWithoutThePrompt() {
        JsonObject baselines = ModelFamily.manifest().getAsJsonObject("baselines");
        assertThat(baselines.keySet())
                .containsExactlyInAnyOrder("longest_wins", "shortest_wins", "bag_of_words", "response_only");
        for (Kind kind : List.of(Kind.ADVERSARIAL, Kind.OBJECTIVE)) {
            BuiltInModel.HeldOut ours =
                    Objects.requireNonNull(ModelFamily.largest().heldOut().get(kind));
            for (String judge : List.of("longest_wins", "shortest_wins")) {
                assertThat(accuracy(baselines.getAsJsonObject(judge), kind)).isLessThan(ours.accuracy() - 0.1);
            }
            for (String judge : List.of("bag_of_words", "response_only")) {
                JsonObject byAmount = baselines.getAsJsonObject(judge);
                assertThat(byAmount.keySet()).hasSizeGreaterThanOrEqualTo(4);
                byAmount.keySet().forEach(amount -> assertThat(accuracy(byAmount.getAsJsonObject(amount), kind))
                        .isLessThan(ours.accuracy() - 0.1));
            }
        }
    }

    /** With the smallest standard errors in mind: what the curves are to show is in the models. */
    @Test
    void judgesAdversarialPairsBetterTheLargerItIsAndTheMoreItHasRead() {
        BuiltInModel largest = ModelFamily.largest();
        BuiltInModel small = corner(true);
        BuiltInModel unread = corner(false);
        for (BuiltInModel other : List.of(small, unread)) {
            BuiltInModel.HeldOut better =
                    Objects.requireNonNull(largest.heldOut().get(Kind.ADVERSARIAL));
            BuiltInModel.HeldOut worse = Objects.requireNonNull(other.heldOut().get(Kind.ADVERSARIAL));
            assertThat(better.loss() + 5 * better.lossStandardError())
                    .as(other.name())
                    .isLessThan(worse.loss() - 5 * worse.lossStandardError());
        }
    }

    /** The smallest model trained on most data, or the largest trained on least. */
    private static BuiltInModel corner(boolean smallest) {
        BuiltInModel largest = ModelFamily.largest();
        return ModelFamily.grid().stream()
                .filter(member ->
                        smallest ? member.pairs() == largest.pairs() : member.parameters() == largest.parameters())
                .min(Comparator.comparingLong(smallest ? BuiltInModel::parameters : BuiltInModel::pairs))
                .orElseThrow();
    }

    private static double accuracy(JsonObject kinds, Kind kind) {
        return kinds.getAsJsonObject(kind.label()).get("accuracy").getAsDouble();
    }

    private static <T> Set<T> distinct(Stream<T> values) {
        return new HashSet<>(values.toList());
    }

    private static Path folder() {
        URL manifest = Objects.requireNonNull(ModelFamily.class.getResource("family/" + ModelFamily.MANIFEST));
        try {
            URI place = manifest.toURI();
            return Objects.requireNonNull(Path.of(place).getParent());
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static long size(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readAllBytes().length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String safetensorsHeader(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int length =
                (int) ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(content, Long.BYTES, length, StandardCharsets.UTF_8);
    }
}
